"""What a message does to a conversation, trouble by trouble; no Rasa, no model."""

from __future__ import annotations

import pytest

from actions.filling import VOICE_NOTE
from tests.unit.actions.talking import PHOTO, PIN, VOICE, Conversation, at, reported


def test_a_complete_message_fills_everything_and_is_asked_at_most_two_questions() -> None:
    """What, where and when are never asked again; a name and the summary are left."""
    talk = Conversation().hear("motor BG 1234 AB dicuri di pasar 16 ilir tadi malam jam 9", "lapor_kejadian")
    assert set(talk.said) == {"kejadian", "lokasi", "waktu"}
    assert talk.talk.report.plates == ("BG 1234 AB",) and talk.talk.report.kind == "pencurian"
    talk.hear("Rina").hear("ya", "setuju")
    assert talk.questions == ["nama", "konfirmasi"] and talk.asked is None


def test_step_by_step_takes_at_most_eight_questions() -> None:
    """From "mau lapor" to the receipt."""
    talk = Conversation().hear("mau lapor", "lapor_kejadian").hear("rumah saya kemalingan", "lapor_kejadian")
    talk.hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu").hear("tv dan laptop").hear(
        "tidak ada", "tolak"
    )
    talk.hear("Rina").hear("boleh", "setuju").hear("kirim", "setuju")
    assert talk.asked is None and len(talk.questions) == len(set(talk.questions)) == 8


@pytest.mark.parametrize("text", ["mau lapor", "saya mau lapor pak", "mau lapor penipuan", "lapor baru"])
def test_an_opening_alone_is_no_narrative(text: str) -> None:
    """The question what happened is asked."""
    talk = Conversation().hear(text, "lapor_kejadian")
    assert "kejadian" not in talk.said and talk.asked == "kejadian"


def test_the_kind_that_an_opening_names_is_kept() -> None:
    """ "Mau lapor penipuan" need not be guessed again from a thin story."""
    talk = (
        Conversation()
        .hear("mau lapor penipuan", "lapor_kejadian")
        .hear("uang saya tidak kembali", "lapor_kejadian")
    )
    assert talk.talk.report.kind == "penipuan"


@pytest.mark.parametrize(
    "intent",
    ["pamit", "tanya_kantor_polisi", "terima_kasih", "nlu_fallback", "beri_lokasi", "di_luar_topik", "kasar"],
)
def test_a_misread_story_is_not_lost(intent: str) -> None:
    """Incident words count when a story is asked for, whatever intent they were taken for."""
    talk = (
        Conversation()
        .hear("mau lapor", "lapor_kejadian")
        .hear("dompet saya dicuri di plaju waktu belanja", intent)
    )
    assert "kejadian" in talk.said and talk.asked == "waktu"


def test_a_story_that_was_not_understood_begins_a_report_outside_the_form() -> None:
    """The fallback does not swallow it."""
    talk = Conversation().hear("dompet saya dicuri di plaju waktu belanja", "nlu_fallback")
    assert talk.active and "kejadian" in talk.said


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("makasih ya", "terima_kasih"),
        ("halo", "sapa"),
        ("dasar goblok", "kasar"),
        ("apa data saya aman?", "tanya_privasi"),
        ("berapa biaya bikin sim", "di_luar_topik"),
        ("mau bicara petugas", "minta_petugas"),
        ("menu", "menu"),
        ("kantor polisi plaju buka jam 9 atau tidak", "tanya_kantor_polisi"),
        ("batal", "batal"),
        ("cek laporan saya", "cek_laporan"),
        ("", "pesan_tidak_didukung"),
    ],
)
@pytest.mark.parametrize("slot", ["lokasi", "waktu", "bukti", "nama", "boleh_dihubungi", "konfirmasi"])
def test_chit_chat_and_side_questions_fill_nothing(slot: str, text: str, intent: str) -> None:
    """They go to their own rules, and nothing that was said changes."""
    talk = at(slot)
    before = talk.said
    talk.hear(text, intent)
    assert not talk.taken and talk.said == before and talk.asked == slot


@pytest.mark.parametrize("slot", ["lokasi", "waktu", "bukti", "nama"])
@pytest.mark.parametrize("text", ["asdf qwer", "wkwkwk", "?????"])
def test_noise_fills_nothing_and_is_explained(slot: str, text: str) -> None:
    """The question comes again with an example."""
    talk = at(slot)
    before = talk.said
    talk.hear(text)
    assert talk.taken and talk.said == before and talk.talk.memory.tries == 1


def test_failures_are_counted_until_an_answer_comes() -> None:
    """Two failures offer an officer; an answer forgets them."""
    talk = at("waktu").hear("ya", "setuju").hear("ya", "setuju")
    assert talk.talk.memory.tries == 2
    assert talk.hear("kemarin", "beri_waktu").talk.memory.tries == 0


def test_a_late_time_is_kept_and_the_place_asked_again() -> None:
    """An answer to another question is not lost."""
    talk = reported().hear("tadi malam", "beri_waktu")
    assert talk.said["waktu"] == "tadi malam" and talk.asked == "lokasi"
    assert talk.notes == ("utter_catat_waktu",)


def test_a_place_that_comes_before_the_story_is_kept() -> None:
    """It is not asked again."""
    talk = Conversation().hear("mau lapor", "lapor_kejadian").hear("di plaju", "beri_lokasi")
    assert talk.asked == "kejadian" and talk.said["lokasi"] == "di plaju"


def test_more_of_the_story_is_added_while_the_place_is_asked() -> None:
    """Several bubbles make one narrative, and flight is no scene."""
    talk = reported().hear("terus malingnya kabur ke arah plaju bawa tas", "lapor_kejadian")
    assert talk.talk.report.narrative.count("\n") == 1 and talk.asked == "lokasi"


def test_facts_that_were_told_are_not_replaced_by_a_longer_story() -> None:
    """Only corrections change what was said."""
    talk = at("bukti").hear("malingnya orang kertapati yang dipukul kemarin itu", "lapor_kejadian")
    assert talk.said["lokasi"] == "di plaju" and talk.said["waktu"] == "tadi malam"


@pytest.mark.parametrize("slot", ["waktu", "bukti", "nama", "boleh_dihubungi", "konfirmasi"])
def test_a_correction_changes_only_its_answer(slot: str) -> None:
    """At every step, and the same question stays."""
    talk = at(slot)
    before = talk.said
    talk.hear("eh salah, di kertapati bukan di plaju", "koreksi")
    after = talk.said
    assert after.pop("lokasi") == "di kertapati" and before.pop("lokasi") == "di plaju"
    assert after == before and talk.asked == slot and talk.notes == ("utter_ganti_lokasi",)
    assert talk.talk.report.place and talk.talk.report.place.kecamatan == "Kertapati"


def test_a_corrected_hour_keeps_the_night() -> None:
    """ "jam 10 bukan 9"."""
    talk = at("waktu").hear("tadi malam jam 9", "beri_waktu").hear("jam 10 bukan 9", "koreksi")
    assert talk.said["waktu"] == "tadi malam jam 10" and talk.notes == ("utter_ganti_waktu",)


@pytest.mark.parametrize(
    ("text", "note", "value"),
    [
        ("bukan penganiayaan tapi penipuan", "utter_ganti_jenis", "penipuan"),
        ("nama saya salah, harusnya Joko Susilo", "utter_ganti_nama", "Joko Susilo"),
        ("platnya salah, harusnya BG 77 CD", "utter_ganti_plat", "BG 77 CD"),
        ("kerugiannya salah, harusnya 5 juta", "utter_ganti_kerugian", "5 juta"),
    ],
)
def test_the_summary_is_corrected_in_free_words(text: str, note: str, value: str) -> None:
    """And comes again."""
    talk = at("konfirmasi").hear(text, "koreksi")
    draft = talk.talk.report
    assert talk.notes == (note,) and value in (draft.kind, draft.name, *draft.plates, draft.loss)
    assert talk.asked == "konfirmasi"


def test_a_kind_that_the_reporter_set_is_not_guessed_again() -> None:
    """More of the story leaves it."""
    talk = at("konfirmasi").hear("bukan penganiayaan tapi penipuan", "koreksi")
    talk.hear("oh iya waktu itu saya dipukul dua kali sama dia", "tambah_informasi")
    assert talk.talk.report.kind == "penipuan" and "dua kali" in talk.talk.report.narrative


def test_a_part_chosen_from_the_list_is_asked_again_and_the_summary_follows() -> None:
    """Nothing else is asked."""
    talk = at("konfirmasi").hear("", "koreksi")
    assert talk.talk.memory.editing == "?"
    talk.hear("", "koreksi", bagian="lokasi")
    assert talk.asked == "lokasi"
    talk.hear("di kertapati", "beri_lokasi")
    assert (
        talk.asked == "konfirmasi" and talk.said["lokasi"] == "di kertapati" and not talk.talk.memory.editing
    )


def test_no_at_the_summary_opens_the_list() -> None:
    """Nothing is sent, and nothing is thrown away."""
    talk = at("konfirmasi").hear("tidak", "tolak")
    assert talk.talk.memory.editing == "?" and "konfirmasi" not in talk.said


def test_a_part_that_is_left_keeps_its_answer() -> None:
    """ "Lewati" while it is being changed."""
    talk = at("konfirmasi").hear("", "koreksi", bagian="waktu").hear("tidak jadi", "lewati")
    assert talk.said["waktu"] == "tadi malam" and talk.asked == "konfirmasi"


def test_a_changed_story_takes_the_place_of_the_first() -> None:
    """The narrative is replaced, not added to."""
    talk = (
        at("konfirmasi")
        .hear("", "koreksi", bagian="kejadian")
        .hear("saya ditipu teman sendiri", "lapor_kejadian")
    )
    assert talk.talk.report.narrative == "saya ditipu teman sendiri"


@pytest.mark.parametrize("text", ["lupa", ""])
@pytest.mark.parametrize("slot", ["lokasi", "waktu", "bukti", "nama"])
def test_skipping_keeps_what_was_said_and_is_not_asked_again(slot: str, text: str) -> None:
    """ "Lupa" is fine, and so is the button."""
    talk = at(slot).hear(text, "lewati")
    assert talk.said[slot] and talk.asked != slot


def test_what_happened_cannot_be_skipped() -> None:
    """It is explained, then an officer is offered."""
    talk = Conversation().hear("mau lapor", "lapor_kejadian").hear("tidak tahu", "lewati")
    assert talk.asked == "kejadian" and talk.talk.memory.tries == 1


def test_a_stale_tap_on_send_confirms_nothing() -> None:
    """The button of another draft is not for this one."""
    talk = at("konfirmasi").hear("", "setuju", draf="draf-lama")
    assert not talk.taken and "konfirmasi" not in talk.said


def test_the_tap_on_send_confirms_this_draft() -> None:
    """Its button carries its id."""
    talk = at("konfirmasi")
    talk.hear("", "setuju", draf=talk.talk.report.draft_id)
    assert talk.asked is None and talk.said["konfirmasi"]


@pytest.mark.parametrize("text", ["sudah", "udah benar pak", "iyo", "betul"])
def test_a_yes_that_sounds_like_a_farewell_confirms(text: str) -> None:
    """The summary asks "sudah benar?"."""
    assert at("konfirmasi").hear(text, "pamit").said["konfirmasi"] == text


def test_nothing_is_confirmed_by_another_answer() -> None:
    """Only a yes sends."""
    for text, intent in (
        ("Rina", "nlu_fallback"),
        ("di plaju", "beri_lokasi"),
        ("lupa", "lewati"),
        ("", "kirim_media"),
    ):
        assert "konfirmasi" not in at("konfirmasi").hear(text, intent).said


@pytest.mark.parametrize("text", ["anonim saja", "jangan sebut nama saya", "dak usah pake namo"])
@pytest.mark.parametrize("slot", ["lokasi", "waktu", "bukti", "nama", "konfirmasi"])
def test_the_wish_to_stay_unnamed_counts_at_every_step(slot: str, text: str) -> None:
    """Neither name nor contact is asked afterwards."""
    talk = at(slot).hear(text, "lewati")
    assert talk.talk.report.confidentiality == "anonim" and talk.talk.report.name == ""
    assert "utter_catat_anonim" in talk.notes and talk.asked not in ("nama", "boleh_dihubungi")


def test_a_photo_first_is_kept_and_the_story_asked() -> None:
    """Thanks, and what happened?"""
    talk = Conversation().hear("", "kirim_media", letters=PHOTO)
    assert talk.talk.report.evidence_ids == ("bukti1",) and talk.asked == "kejadian"
    assert talk.notes == ("utter_pembuka_foto",)


def test_evidence_that_came_is_not_asked_for() -> None:
    """The question for photos falls away."""
    talk = Conversation().hear("", "kirim_media", letters=PHOTO).hear("saya dipukul orang", "lapor_kejadian")
    talk.hear("di plaju", "beri_lokasi").hear("kemarin", "beri_waktu")
    assert talk.asked == "nama"


@pytest.mark.parametrize("slot", ["lokasi", "waktu", "nama", "konfirmasi"])
def test_a_photo_counts_at_every_step(slot: str) -> None:
    """It is kept, and the same question stays."""
    talk = at(slot).hear("", "kirim_media", letters=PHOTO)
    assert talk.talk.report.evidence_ids == ("bukti1",) and talk.asked == slot and talk.taken
    assert talk.notes == ("utter_catat_bukti",) and talk.talk.memory.tries == 0


def test_a_photo_answers_the_question_for_evidence() -> None:
    """And the next question follows."""
    assert at("bukti").hear("", "kirim_media", letters=PHOTO).asked == "nama"


def test_a_pin_answers_where() -> None:
    """Coordinates and region are kept."""
    talk = at("lokasi").hear("", "kirim_lokasi", letters=PIN)
    place = talk.talk.report.place
    assert place and place.latitude == -2.99 and place.kecamatan == "Plaju" and talk.asked == "waktu"


def test_a_pin_first_opens_a_report_with_its_place() -> None:
    """Where is never asked again."""
    talk = Conversation().hear("", "kirim_lokasi", letters=PIN)
    assert talk.asked == "kejadian" and "lokasi" in talk.said and talk.notes == ("utter_pembuka_titik",)


def test_a_voice_message_tells_the_story() -> None:
    """Its file is evidence, the narrative says so."""
    talk = Conversation().hear("mau lapor", "lapor_kejadian").hear("", "kirim_suara", letters=VOICE)
    assert talk.said["kejadian"] == VOICE_NOTE and talk.talk.report.evidence_ids == ("suara1",)
    assert talk.asked == "lokasi"


def test_a_place_without_its_region_is_asked_once_more() -> None:
    """The region follows the words that came first."""
    talk = reported().hear("di rumah saya", "beri_lokasi")
    assert talk.asked == "lokasi" and talk.talk.memory.half_place
    talk.hear("kertapati", "beri_lokasi")
    assert talk.said["lokasi"] == "di rumah saya, kertapati" and talk.asked == "waktu"


def test_a_region_that_stays_unknown_is_not_asked_a_third_time() -> None:
    """The first words are kept."""
    talk = reported().hear("di rumah saya", "beri_lokasi").hear("tidak tahu", "lewati")
    assert talk.said["lokasi"] == "di rumah saya" and talk.asked == "waktu"


def test_a_future_time_is_doubted_once() -> None:
    """Who insists means it."""
    talk = at("waktu").hear("besok", "pamit")
    assert talk.asked == "waktu" and talk.notes == ("utter_catat_waktu_depan",)
    assert talk.hear("besok", "beri_waktu").asked != "waktu"


def test_what_happens_again_and_again_needs_no_hour() -> None:
    """ "Tiap malam" is an answer."""
    assert at("waktu").hear("tiap malam", "beri_waktu").said["waktu"] == "tiap malam"


def test_a_sensitive_story_is_restricted_and_asks_no_detail() -> None:
    """Place, time, name: nothing about what hurts."""
    talk = Conversation().hear("saya dilecehkan", "lapor_kejadian")
    assert talk.talk.report.restricted and talk.notes == ("utter_pembuka_sensitif",)
    talk.hear("di plaju", "beri_lokasi").hear("kemarin", "beri_waktu")
    assert talk.asked == "nama"


def test_a_complaint_about_the_police_keeps_its_kind() -> None:
    """Also when the story sounds like another crime."""
    talk = Conversation().hear("mau komplain polisi", "keluhan_layanan_polri")
    talk.hear("saya dipukul petugas di plaju", "lapor_kejadian")
    assert talk.talk.report.kind == "pelayanan_polri" and talk.talk.report.restricted


def test_a_bare_wish_to_report_does_not_replace_the_report_being_told() -> None:
    """It is said that one is under way."""
    talk = at("waktu").hear("mau lapor", "lapor_kejadian")
    assert (
        talk.notes == ("utter_catat_masih_jalan",)
        and talk.asked == "waktu"
        and talk.said["lokasi"] == "di plaju"
    )


def test_who_comes_back_after_hours_is_greeted_and_loses_nothing() -> None:
    """The answer counts, too."""
    talk = at("lokasi").hear("di plaju", "beri_lokasi", minutes=600)
    assert talk.notes == ("utter_pembuka_kembali",) and talk.asked == "waktu"


@pytest.mark.parametrize("slot", ["lokasi", "waktu", "bukti", "nama", "boleh_dihubungi", "konfirmasi"])
def test_danger_is_heard_at_every_step(slot: str) -> None:
    """It answers nothing and goes to its rule."""
    talk = at(slot)
    before = talk.said
    talk.hear("tolong dia bawa parang", "darurat")
    assert not talk.taken and talk.talk.memory.danger and talk.said == before


def test_danger_that_was_taken_for_something_else_is_heard_too() -> None:
    """The form itself then files it."""
    talk = at("waktu").hear("tolong dia bawa parang", "lapor_kejadian")
    assert talk.taken and talk.talk.memory.danger


def test_danger_that_is_over_is_a_report_like_any_other() -> None:
    """ "Semalam" needs no alarm."""
    talk = Conversation().hear("semalam ada maling bawa parang di plaju", "darurat")
    assert not talk.talk.memory.danger and talk.asked == "waktu"


def test_an_answer_that_only_resembles_a_cry_for_help_is_an_answer() -> None:
    """Without a danger word an uncertain likeness raises no alarm; a sure one does, and so do the words."""
    talk = at("bukti").hear("dua tungku dan truk tangki di sana", "darurat", confidence=0.7)
    assert not talk.talk.memory.danger
    assert at("bukti").hear("dio lah di dalem", "darurat", confidence=1.0).talk.memory.danger
    assert at("bukti").hear("tolong dia bawa parang", "darurat", confidence=0.4).talk.memory.danger


def test_every_fact_of_a_burst_counts() -> None:
    """Several bubbles reach us as one message."""
    talk = Conversation().hear(
        "pak\nmau lapor\nrumah saya kemalingan\ndi plaju\ntadi malam", "lapor_kejadian"
    )
    assert set(talk.said) == {"kejadian", "lokasi", "waktu"}
