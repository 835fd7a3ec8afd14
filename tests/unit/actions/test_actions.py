"""The actions with a desk that only remembers: what they do, what they say."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.add_information import AddInformation
from actions.answer_loose import AnswerLoose
from actions.answer_yes import AnswerYes
from actions.call_officer import CallOfficer
from actions.cancel_report import CancelReport
from actions.deed import Deed
from actions.file_report import FileReport
from actions.offer_meanings import OfferMeanings, offered
from actions.read_message import ReadMessage
from actions.report_emergency import ReportEmergency
from actions.show_reports import ShowReports
from actions.take_data_request import TakeDataRequest, request_kind
from actions.take_feedback import TakeFeedback
from actions.talk import Memory, Talk
from actions.validate_laporan_form import ValidateLaporanForm
from actions.wording import known
from banpol.register.draft import Place, ReportDraft
from tests.unit.actions.fake_desk import NOON, FakeDesk
from tests.unit.actions.talking import PHOTO

MINE = ReportDraft("draf1", narrative="rumah kemalingan", kind="pencurian")


def run(
    action: Deed,
    desk: FakeDesk,
    text: str = "",
    intent: str = "nlu_fallback",
    talk: Talk | None = None,
    asked: str | None = None,
    ranking: tuple[str, ...] = (),
    opening: bool = False,
    **given: str,
) -> tuple[list[str], dict[str, Any], list[dict[str, Any]]]:
    """Runs an action; the responses it names, the slots it sets, all its events."""
    values = {**slots.as_slots(talk or Talk()), slots.REQUESTED: asked}
    latest = {
        "text": text or "/" + intent,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [{"entity": name, "value": value} for name, value in given.items()],
        "intent_ranking": [{"name": name, "confidence": 0.3} for name in ranking],
    }
    loop = {"name": slots.FORM} if asked or opening else {}
    tracker = Tracker(desk.reporter_id, values, latest, [], False, None, loop, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {}))
    said = [message["response"] for message in dispatcher.messages]
    assert all(known(response) for response in said)
    return said, {e["name"]: e["value"] for e in events if e["event"] == "slot"}, events


def followups(events: list[dict[str, Any]]) -> list[str]:
    return [event["name"] for event in events if event["event"] == "followup"]


def ready(**changes: Any) -> Talk:
    """A report that only waits for its yes."""
    said = {"kejadian": "x", "lokasi": "y", "waktu": "z", "kerugian": "tv", "konfirmasi": "ya"}
    said |= {"bukti": "lewati", "nama": "Rina", "boleh_dihubungi": "ya"}
    return Talk(said, replace(MINE, **changes), Memory(read="0"))


def test_reading_twice_in_a_turn_adds_nothing(desk: FakeDesk) -> None:
    """Rasa reads again when the form opens."""
    _, first, _ = run(ReadMessage(), desk, "rumah saya kemalingan", "lapor_kejadian")
    again = slots.load({name: first.get(name) for name in (*slots.VISIBLE, "draf", "ingatan")})
    _, second, _ = run(ReadMessage(), desk, "rumah saya kemalingan", "lapor_kejadian", again, opening=True)
    assert first["kejadian"] == "rumah saya kemalingan" and second == {}


def test_a_repeated_turn_makes_the_same_draft(desk: FakeDesk) -> None:
    """So that a turn that is run again after a failure files once."""
    drafts = [
        run(ReadMessage(), desk, "rumah saya kemalingan", "lapor_kejadian")[1]["draf"] for _ in range(2)
    ]
    assert drafts[0] == drafts[1]


def test_a_side_question_sets_no_slot_of_the_form(desk: FakeDesk) -> None:
    """The form then lets the rule answer."""
    talk = Talk({"kejadian": "x"}, MINE)
    _, after, _ = run(ReadMessage(), desk, "apa data saya aman?", "tanya_privasi", talk, "lokasi")
    assert not set(after) & set(slots.ASKED)


def test_an_unclear_answer_keeps_the_form_in_charge(desk: FakeDesk) -> None:
    """It is told that the message was for it, though nothing was filled."""
    talk = Talk({"kejadian": "x"}, MINE)
    _, after, _ = run(ReadMessage(), desk, "asdf qwer", "nlu_fallback", talk, "lokasi")
    assert after["lokasi"] is None and "lokasi" in after


def test_the_form_asks_and_keeps_the_draft(desk: FakeDesk) -> None:
    """An interrupted report is kept for the team."""
    said, after, _ = run(
        ValidateLaporanForm(), desk, "x", talk=Talk({"kejadian": "x"}, MINE), asked="kejadian"
    )
    assert said == ["utter_tanya_lokasi"] and after[slots.REQUESTED] == "lokasi"
    assert desk.done == [("keep_draft", "draf1", "lokasi", "berjalan")]


def test_the_form_ends_when_nothing_is_missing(desk: FakeDesk) -> None:
    """Then the report is filed by its own action."""
    said, after, _ = run(ValidateLaporanForm(), desk, "ya", "setuju", ready(), "konfirmasi")
    assert said == [] and after[slots.REQUESTED] is None


def test_filing_gives_a_receipt_and_forgets_the_answers(desk: FakeDesk) -> None:
    """Only the last report's draft id stays."""
    said, after, _ = run(FileReport(), desk, "ya", "setuju", ready())
    assert said == ["utter_laporan_terima"] and list(desk.filed) == ["draf1"]
    assert after["kejadian"] is None and after["draf"] is None and '"filed": "draf1"' in after["ingatan"]


def test_a_sensitive_receipt_names_no_kind(desk: FakeDesk) -> None:
    """Who holds the phone learns nothing."""
    assert run(FileReport(), desk, "ya", "setuju", ready(restricted=True))[0] == [
        "utter_laporan_terima_sensitif",
        "utter_tanya_pin_sensitif",
    ]


def test_nothing_is_filed_without_a_confirmation(desk: FakeDesk) -> None:
    """Whatever closed the form."""
    run(FileReport(), desk, "x", "sapa", ready().saying(konfirmasi=None))
    run(FileReport(), desk, "x", "sapa", Talk())
    assert desk.done == []


def test_a_second_tap_on_send_gets_the_number_and_files_nothing(desk: FakeDesk) -> None:
    """Its button still carries the draft."""
    desk.file(MINE)
    said, _, _ = run(AnswerYes(), desk, "", "setuju", draf="draf1")
    assert said == ["utter_laporan_sudah_ada"] and len(desk.done) == 1


def test_another_reporters_draft_is_as_unknown_as_none(desk: FakeDesk) -> None:
    """A yes to it is a yes to nothing."""
    assert run(AnswerYes(), desk, "", "setuju", draf="draf-orang-lain")[0] == ["utter_jawaban_lepas"]


def test_an_emergency_is_filed_in_its_turn(desk: FakeDesk) -> None:
    """110 first, and the form opens for the place."""
    said, after, events = run(ReportEmergency(), desk, "tolong dia bawa parang", "darurat")
    assert said == ["utter_darurat_diteruskan"] and followups(events) == [slots.FORM]
    (draft,) = desk.filed.values()
    assert draft.urgency == "darurat" and '"mode": "darurat"' in after["ingatan"]


def test_an_emergency_takes_what_was_being_told(desk: FakeDesk) -> None:
    """The same draft, with the danger message on top; a known place is not asked."""
    place = Place("di plaju", "Kota Palembang", "16.71", "Plaju", "16.71.14")
    talk = Talk({"kejadian": "x", "lokasi": "di plaju"}, replace(MINE, place=place))
    said, after, events = run(ReportEmergency(), desk, "tolong dia bawa parang", "darurat", talk, "waktu")
    (draft,) = desk.filed.values()
    assert draft.draft_id == "draf1" and draft.narrative.endswith("parang") and draft.place == place
    assert said == ["utter_darurat_diteruskan_lengkap"] and after[slots.REQUESTED] is None
    assert {"event": "active_loop", "timestamp": None, "name": None} in events


def test_a_second_danger_message_is_added_not_filed(desk: FakeDesk) -> None:
    """One emergency, one report."""
    desk.file(replace(MINE, urgency="darurat"))
    memory = Memory(filed="draf1", filed_at=NOON.isoformat(), filed_urgent=True, mode="darurat")
    said, _, _ = run(
        ReportEmergency(), desk, "tolong dia bawa parang", "darurat", Talk({}, MINE, memory), "lokasi"
    )
    assert said == ["utter_darurat_ditambahkan"] and len(desk.filed) == 1
    assert desk.done[-1][:4] == ("add_information", "draf1", "keterangan", "tolong dia bawa parang")


def test_suicide_calls_an_officer_and_is_kept_from_others(desk: FakeDesk) -> None:
    """119 ext. 8 is named first."""
    said, _, _ = run(ReportEmergency(), desk, "saya mau bunuh diri", "darurat")
    assert said == ["utter_kontak_bunuh_diri"] and ("ask_officer", "bunuh diri") in desk.done
    (draft,) = desk.filed.values()
    assert draft.restricted and draft.kind == "lainnya"


def test_danger_in_a_message_taken_for_something_else_is_filed_by_the_form(desk: FakeDesk) -> None:
    """In the same turn."""
    talk = Talk({"kejadian": "x"}, MINE, Memory(danger=True))
    said, _, _ = run(ValidateLaporanForm(), desk, "tolong dia bawa parang", "lapor_kejadian", talk, "lokasi")
    assert said == ["utter_darurat_diteruskan", "utter_tanya_lokasi_darurat"] and len(desk.filed) == 1


def test_the_place_of_an_emergency_is_added_to_its_report(desk: FakeDesk) -> None:
    """And confirmed with 110."""
    desk.file(replace(MINE, urgency="darurat"))
    memory = Memory(mode="darurat", filed="draf1", filed_urgent=True)
    _, after, _ = run(ReadMessage(), desk, "di plaju", "beri_lokasi", Talk({}, MINE, memory), "lokasi")
    talk = slots.load({**slots.as_slots(Talk({}, MINE, memory)), **after})
    assert run(ValidateLaporanForm(), desk, "di plaju", "beri_lokasi", talk, "lokasi")[1] == {
        slots.REQUESTED: None
    }
    assert desk.done[-1][2] == "tempat" and desk.done[-1][4].kecamatan == "Plaju"
    assert run(FileReport(), desk, "di plaju", "beri_lokasi", talk)[0] == ["utter_darurat_tempat_diterima"]


def test_more_of_an_emergencys_story_is_no_place(desk: FakeDesk) -> None:
    """It is added, and the place asked again."""
    desk.file(replace(MINE, urgency="darurat"))
    memory = Memory(mode="darurat", filed="draf1", filed_urgent=True)
    text = "rumah kami kemalingan dua kali bulan ini"
    _, after, _ = run(ReadMessage(), desk, text, "lapor_kejadian", Talk({}, MINE, memory), "lokasi")
    talk = slots.load({**slots.as_slots(Talk({}, MINE, memory)), **after})
    said, _, _ = run(ValidateLaporanForm(), desk, text, "lapor_kejadian", talk, "lokasi")
    assert said == ["utter_darurat_ditambahkan", "utter_jelaskan_lokasi_darurat"]
    assert ("add_information", "draf1", "keterangan", text) in [deed[:4] for deed in desk.done]


def test_cancelling_keeps_the_draft_for_a_while(desk: FakeDesk) -> None:
    """Nothing is sent, and there is a way back."""
    talk = Talk({"kejadian": "x"}, MINE)
    said, after, events = run(CancelReport(), desk, "batal", "batal", talk, "lokasi")
    assert said == ["utter_laporan_batal"] and desk.done == [("keep_draft", "draf1", "lokasi", "dibatalkan")]
    assert after[slots.REQUESTED] is None and "kejadian" not in after
    assert any(event["event"] == "active_loop" and event["name"] is None for event in events)


def test_a_cancelled_report_goes_on_with_its_answers(desk: FakeDesk) -> None:
    """ "Lanjutkan laporan", in time; later it is gone."""
    cancelled = Talk({"kejadian": "x"}, MINE, Memory(cancelled_at=NOON.isoformat()))
    _, soon, _ = run(ReadMessage(), desk, "lanjutkan laporan", "setuju", cancelled)
    assert "utter_pembuka_lanjut" in soon["ingatan"]
    desk.now = NOON.replace(hour=6)
    _, late, _ = run(ReadMessage(), desk, "lanjutkan laporan", "setuju", cancelled)
    assert "utter_pembuka_lanjut" not in late["ingatan"]


def test_beginning_anew_makes_a_blank_report(desk: FakeDesk) -> None:
    """The old one is kept as cancelled."""
    talk = Talk({"kejadian": "x"}, MINE)
    said, after, _ = run(CancelReport(), desk, "ulang dari awal", "batal", talk, "lokasi")
    assert (
        said == ["utter_laporan_mulai_ulang"] and after["kejadian"] is None and "draf1" not in after["draf"]
    )


def test_cancelling_an_emergency_takes_nothing_back(desk: FakeDesk) -> None:
    """It is with the officers already."""
    desk.file(MINE)
    talk = Talk({}, MINE, Memory(mode="darurat", filed="draf1", filed_urgent=True))
    assert run(CancelReport(), desk, "batal", "batal", talk, "lokasi")[0] == [
        "utter_laporan_batal_sudah_dikirim"
    ]


def test_cancelling_nothing_says_so(desk: FakeDesk) -> None:
    """And names how to have data erased."""
    assert run(CancelReport(), desk, "batal", "batal")[0] == ["utter_laporan_batal_tidak_ada"]


def test_meanings_are_offered_first_and_an_officer_then(desk: FakeDesk) -> None:
    """Three steps, no dead end: meanings, an example, an officer."""
    assert run(OfferMeanings(), desk, "hmm anu")[0] == ["utter_default"]
    ranking = ("nlu_fallback", "cek_laporan", "menu")
    said, after, _ = run(OfferMeanings(), desk, "hmm anu", ranking=ranking)
    assert said == ["utter_maksud"]
    talk = Talk(memory=Memory.from_json(after["ingatan"]))
    assert run(OfferMeanings(), desk, "hmm anu", talk=talk, ranking=ranking)[0] == ["utter_default"]
    talk = talk.remembering(misses=2)
    assert run(OfferMeanings(), desk, "hmm anu", talk=talk, ranking=ranking)[0] == ["utter_tawaran_petugas"]


def test_three_meanings_at_most_and_none_that_cannot_be_tapped() -> None:
    """Best first."""
    ranking = (
        ("nlu_fallback", 0.3),
        ("kasar", 0.2),
        ("menu", 0.2),
        ("data_saya", 0.1),
        ("tanya_bot", 0.1),
        ("cek_laporan", 0.1),
    )
    assert offered(ranking) == ["menu", "data_saya", "tanya_bot"]


def test_a_story_taken_for_nothing_opens_the_form(desk: FakeDesk) -> None:
    """It is not answered with a choice of meanings."""
    assert followups(
        run(OfferMeanings(), desk, "dompet saya dicuri", talk=Talk({"kejadian": "x"}, MINE))[2]
    ) == [slots.FORM]
    assert followups(run(AnswerLoose(), desk, "x", "beri_lokasi", Talk({"kejadian": "x"}, MINE))[2]) == [
        slots.FORM
    ]


def test_only_own_reports_are_shown(desk: FakeDesk) -> None:
    """An unknown number and another's look the same."""
    assert run(ShowReports(), desk, "cek laporan", "cek_laporan")[0] == ["utter_laporan_belum_ada"]
    desk.file(MINE)
    assert run(ShowReports(), desk, "cek laporan", "cek_laporan")[0] == ["utter_laporan_daftar"]
    assert run(ShowReports(), desk, "status BP-251124-0001", "cek_laporan")[0] == ["utter_laporan_daftar"]
    assert run(ShowReports(), desk, "status BP-251124-0099", "cek_laporan")[0] == [
        "utter_laporan_bukan_milik"
    ]


def test_information_is_added_at_once_when_it_is_told(desk: FakeDesk) -> None:
    """To the newest report."""
    desk.file(MINE)
    said, _, _ = run(AddInformation(), desk, "tambahan pak, pelaku pakai helm merah", "tambah_informasi")
    assert said == ["utter_laporan_tambahan"] and desk.done[-1][:3] == (
        "add_information",
        "draf1",
        "keterangan",
    )


def test_information_that_was_only_announced_is_asked_for(desk: FakeDesk) -> None:
    """The next message is the addition."""
    desk.file(MINE)
    said, after, events = run(AddInformation(), desk, "mau nambah info laporan kemarin", "tambah_informasi")
    assert said == [] and followups(events) == [slots.FORM] and '"mode": "tambah"' in after["ingatan"]


def test_a_photo_right_after_the_receipt_belongs_to_that_report(desk: FakeDesk) -> None:
    """It begins no second one."""
    desk.file(MINE)
    desk.letters = PHOTO
    talk = Talk(memory=Memory(filed="draf1", filed_at=NOON.isoformat()))
    _, after, _ = run(ReadMessage(), desk, "", "kirim_media", talk)
    read = slots.load({**slots.as_slots(talk), **after})
    run(ValidateLaporanForm(), desk, "", "kirim_media", read, "kejadian")
    assert desk.done[-1] == ("add_evidence", "draf1", ("bukti1",))
    assert run(FileReport(), desk, "", "kirim_media", read)[0] == ["utter_laporan_tambahan"]


@pytest.mark.parametrize(
    ("intent", "text", "kind"),
    [
        ("hapus_data", "hapus data saya", "hapus"),
        ("data_saya", "lihat data saya", "akses"),
        ("data_saya", "nama saya di data kalian salah", "ubah"),
        ("data_saya", "saya menarik persetujuan", "cabut"),
        ("data_saya", "cabut bae izin nelpon aku", "cabut"),
    ],
)
def test_requests_about_own_data_are_told_apart(intent: str, text: str, kind: str) -> None:
    """A copy, a correction, an erasure, a withdrawal."""
    assert request_kind(intent, text) == kind and known(f"utter_data_{kind}")


def test_small_deeds_reach_the_desk(desk: FakeDesk) -> None:
    """Officer, data, feedback."""
    run(CallOfficer(), desk, "mau bicara petugas", "minta_petugas")
    run(TakeDataRequest(), desk, "hapus data saya", "hapus_data")
    run(TakeFeedback(), desk, "balasannya terlalu lama", "beri_masukan")
    assert desk.done == [
        ("ask_officer", "diminta pelapor"),
        ("ask_data", "hapus"),
        ("give_feedback", "balasannya terlalu lama", None),
    ]
