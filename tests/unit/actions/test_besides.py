"""What people say beside the question: a joke taken back, a person described, a promise, no name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from actions import answer_words, course_words, phrases
from actions.file_report import FileReport
from actions.hearing import hear
from actions.message import LanguageEar, Message
from actions.moments import candidates
from actions.questions import wording
from actions.slots import as_slots, load
from actions.talk import Memory, Talk
from actions.validate_laporan_form import ValidateLaporanForm
from banpol.clock import WIB
from banpol.register.draft import Place, ReportDraft
from tests.unit.actions.fake_desk import NOON, FakeDesk
from tests.unit.actions.talking import Conversation, at, reported
from tests.unit.actions.test_actions import MINE, run

EMERGENCY = Memory(mode="darurat", filed="draf1", filed_urgent=True, filed_at=NOON.isoformat())


@pytest.mark.parametrize("intent", ["di_luar_topik", "beri_lokasi", "nlu_fallback"])
def test_a_joke_taken_back_is_no_place(intent: str) -> None:
    """ "Wkwk canda" after a cry for help ends the question for the place and is kept as said."""
    talk = Conversation(Talk({}, replace(MINE), EMERGENCY), "lokasi", active=True).hear(
        "wkwkwk canda", intent
    )
    assert talk.taken and talk.talk.place is None
    assert talk.notes == ("utter_darurat_ditarik",) and talk.talk.memory.pending_text == "wkwkwk canda"


def test_a_report_that_was_taken_back_is_not_promised_again(desk: FakeDesk) -> None:
    """The note says all; "the report goes on" would contradict it."""
    desk.file(replace(MINE, urgency="darurat"))
    memory = replace(EMERGENCY, notes=("utter_darurat_ditarik",), pending_text="canda")
    talk = Talk({"lokasi": "lewati"}, MINE, memory)
    said, _, _ = run(ValidateLaporanForm(), desk, "canda", "di_luar_topik", talk, "lokasi")
    assert said == ["utter_darurat_ditarik"]
    assert run(FileReport(), desk, "canda", "di_luar_topik", talk)[0] == []


def test_after_a_cry_that_was_taken_back_another_story_is_a_report_of_its_own(desk: FakeDesk) -> None:
    """And a new cry for help raises a new alarm; before that everything belongs to the first one."""
    desk.file(replace(MINE, urgency="darurat"))
    for notes, urgent in ((("utter_darurat_ditarik",), False), ((), True)):
        talk = Talk({"lokasi": "lewati"}, MINE, replace(EMERGENCY, notes=notes, filed_urgent=True))
        _, changed, _ = run(FileReport(), desk, "canda", "di_luar_topik", talk)
        assert load({**as_slots(talk), **changed}).memory.filed_urgent is urgent


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cuma iseng", True),
        ("bercanda pak hehe", True),
        ("boong wkwk", True),
        ("ini bukan bercanda pak tolong", False),
        ("anak saya lagi bercanda di depan rumah waktu mobil itu datang menabrak", False),
    ],
)
def test_who_takes_a_cry_back(text: str, meant: bool) -> None:
    """Only short words that mean it."""
    assert course_words.takes_back(text) is meant


def test_a_kind_told_after_the_cry_for_help_is_given_to_the_report(desk: FakeDesk) -> None:
    """ "Tolong" says nothing about the kind; what comes next may."""
    desk.file(replace(MINE, urgency="darurat"))
    text = "saya dilecehkan orang"
    talk = Talk({}, MINE, replace(EMERGENCY, pending_text=text))
    run(ValidateLaporanForm(), desk, text, "lapor_kejadian", talk, "lokasi")
    assert ("name_kind", "draf1", "kekerasan_seksual", True) in desk.done


@pytest.mark.parametrize("intent", ["lewati", "tolak", "setuju", "beri_lokasi"])
def test_after_a_cry_for_help_every_statement_belongs_to_it(intent: str) -> None:
    """Whatever it was taken for."""
    memory = replace(EMERGENCY, mode="lapor", place_settled=True)
    talk = Conversation(Talk({}, None, memory)).hear("dia mondar mandir membawa kayu panjang", intent)
    assert talk.talk.memory.mode == "tambah" and "kejadian" in talk.talk.said


@pytest.mark.parametrize("text", ["namanya Dinda", "umur 9 tahun pake seragam sd", "pakai baju merah"])
@pytest.mark.parametrize("slot", ["lokasi", "waktu"])
def test_a_described_person_is_neither_place_nor_time(text: str, slot: str) -> None:
    """It is kept with the persons and in the story, and the question stays."""
    talk = at(slot).hear(text, "lewati")
    assert text in talk.talk.report.people and text in talk.talk.report.narrative
    assert talk.asked == slot and slot not in talk.said and talk.talk.memory.tries == 0


@pytest.mark.parametrize("text", ["namanya pasar lamo di plaju", "pakai jalan kampung di plaju"])
def test_a_place_with_such_words_stays_a_place(text: str) -> None:
    """ "Namanya" may name a place, too."""
    assert "lokasi" in reported().hear(text, "beri_lokasi").said


def test_words_that_no_place_was_found_in_give_way_to_a_place_in_the_story() -> None:
    """Both are kept, the officer reads them together."""
    place = Place(said="belakang toko pakcik")
    talk = reported().talk.saying(lokasi=place.said).drafting(place=place)
    text = "kemarin sore orang itu dipukul di plaju"
    heard = Conversation(talk, "waktu", active=True).hear(text, "lapor_kejadian")
    found = heard.talk.place
    assert found and found.kecamatan == "Plaju" and found.said.startswith("belakang toko pakcik, ")


@pytest.mark.parametrize("text", ["nanti saya kirim fotonya", "menyusul ya pak", "kagek kukirim videonyo"])
def test_a_promise_ends_the_question_for_evidence(text: str) -> None:
    """Asking again and again for what was promised helps nobody."""
    assert at("bukti").hear(text, "kirim_media").asked == "nama"


@pytest.mark.parametrize(
    "text",
    [
        "dak usah namo aku yo",
        "jangan kasih tahu nama saya",
        "nama saya jangan disebut",
        "rahasiakan identitas",
    ],
)
def test_more_ways_to_ask_for_no_name(text: str) -> None:
    """Each is a wish about the reporter's own name."""
    assert phrases.wants_no_name(text)


@pytest.mark.parametrize(
    "text", ["mayat tanpa identitas", "korban tidak bawa identitas", "saya tidak tahu namanya"]
)
def test_names_of_others_are_no_such_wish(text: str) -> None:
    """A corpse without papers does not want to stay anonymous."""
    assert not phrases.wants_no_name(text)


def test_what_comes_again_and_again_has_no_single_moment() -> None:
    """The words are kept, and no interval is made up."""
    talk = at("waktu").hear("tiap sore rumah saya kemalingan terus pak", "lapor_kejadian")
    moment = talk.talk.report.moment
    assert moment and moment.start is None and moment.said.startswith("tiap sore")


def test_who_greets_the_police_complains_of_nobody() -> None:
    """ "Mang polisi, aku nak ngelapor" opens an ordinary report, "komplain soal petugas" a complaint."""
    plain = Conversation().hear("mang polisi, aku nak ngelapor", "keluhan_layanan_polri")
    assert plain.talk.report.kind == "lainnya"
    complaint = Conversation().hear("mau komplain soal petugas", "keluhan_layanan_polri")
    assert complaint.talk.report.kind == "pelayanan_polri"


def test_a_story_without_police_is_no_complaint_any_more() -> None:
    """The intent was wrong, the story decides; a story about an officer stays a complaint."""
    opened = Conversation().hear("mau komplain soal petugas", "keluhan_layanan_polri")
    assert opened.hear("rumah saya kemalingan semalam", "lapor_kejadian").talk.report.kind == "pencurian"
    told = Conversation().hear("mau komplain soal petugas", "keluhan_layanan_polri")
    told.hear("polisi dan maling yang dipukul itu teman", "lapor_kejadian")
    assert told.talk.report.kind == "pelayanan_polri"


def test_a_cry_for_help_long_ago_takes_nothing_in() -> None:
    """An hour later a new statement is not added silently."""
    memory = replace(EMERGENCY, mode="lapor", filed_at=(NOON - timedelta(hours=3)).isoformat())
    talk = Conversation(Talk({}, None, memory)).hear("dia mondar mandir membawa kayu panjang", "tolak")
    assert talk.talk.memory.mode == "lapor" and talk.talk.draft is None


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("jangan ditelpon pak, wa aja", True),
        ("lewat chat bae", True),
        ("boleh tapi jangan malam malam", True),
        ("jangan hubungi saya", False),
        ("dak usah ditelpon", False),
        ("siapa yang menelepon nanti", None),
    ],
)
def test_whether_officers_may_write_is_said_in_many_ways(text: str, allowed: bool | None) -> None:
    """Who wants no call but a message may be written to."""
    assert answer_words.allows_contact(text) is allowed


def test_no_call_but_a_message_is_no_wish_for_an_officer() -> None:
    """It answers the question, whatever intent it was taken for."""
    talk = at("boleh_dihubungi").hear("jangan ditelpon pak, wa aja", "minta_petugas")
    assert talk.talk.report.contact_allowed is True and talk.asked == "konfirmasi"


@pytest.mark.parametrize(
    "text", ["sudah benar pak terima kasih", "iyo lah bener galo mang", "ya kirim saja pak"]
)
def test_a_polite_yes_is_a_yes(text: str) -> None:
    """Thanks beside it change nothing."""
    assert answer_words.agrees(text)


@pytest.mark.parametrize("text", ["ya tapi tempatnya salah", "sudah lapor kemarin", "benar benar takut saya"])
def test_a_yes_with_more_is_no_plain_yes(text: str) -> None:
    """What follows it matters."""
    assert not answer_words.agrees(text)


def test_an_answer_with_a_but_is_no_correction() -> None:
    """Who is it? "Punya pak haji, tapi dia sering keluar kota" changes nothing that was said."""
    told = at("bukti").talk
    talk = Conversation(told, "orang", active=True)
    talk.hear("bukan orang sini, tapi anak buah pak haji", "koreksi")
    assert talk.talk.report.people == "bukan orang sini, tapi anak buah pak haji"


def test_a_statement_that_is_no_place_is_kept_in_the_story() -> None:
    """Nothing that was told is lost, though the question is asked again."""
    talk = reported().hear("kami sekeluarga trauma berat sekali", "nlu_fallback")
    assert "trauma berat" in talk.talk.report.narrative and talk.asked == "lokasi"


def test_what_is_said_beside_a_time_is_kept_in_the_story() -> None:
    """ "Kemarin sore, mata adik bengkak" answers when and tells more."""
    talk = reported().hear("kemarin sore, mata adik bengkak biru", "lapor_kejadian")
    assert "bengkak biru" in talk.talk.report.narrative and "waktu" in talk.said


def test_more_of_the_story_at_the_question_for_evidence_is_no_evidence() -> None:
    """It goes into the story; a word of a video stays with the evidence."""
    told = at("bukti").hear("hp oppo warna hitam sama dompet", "nlu_fallback")
    assert "oppo" in told.talk.report.narrative and told.asked == "nama"
    noted = at("bukti").hear("ada rekaman cctv di toko", "nlu_fallback")
    assert noted.talk.report.evidence_note == "ada rekaman cctv di toko"


def test_a_place_keeps_the_words_around_a_time() -> None:
    """ "Di plaju depan masjid, tadi malam" is more than "plaju"."""
    talk = reported().hear("di plaju depan masjid, tadi malam", "beri_lokasi")
    assert talk.talk.place and talk.talk.place.said == "di plaju depan masjid"


@pytest.mark.parametrize("text", ["pak wito", "Bu Rahma Yulianti", "mang Ujang"])
def test_a_title_makes_a_name(text: str) -> None:
    """ "Pak Wito" sounds like a greeting and answers the question for the name."""
    assert at("nama").hear(text, "sapa").talk.report.name == text


@pytest.mark.parametrize("text", ["pak polisi", "pak tolong dibantu ya cepat", "bu petugas"])
def test_a_title_before_the_police_makes_none(text: str) -> None:
    """It calls whoever reads."""
    assert not answer_words.has_title(text)


@pytest.mark.parametrize("text", ["sekarang masih", "barusan saja", "tadi malam sampai sekarang"])
def test_a_bare_time_is_no_cry_for_help(text: str) -> None:
    """The guesser of danger is sure of "sekarang", which answers the question for the time."""
    talk = at("waktu").hear(text, "darurat", confidence=1.0)
    assert not talk.talk.memory.danger
    assert Conversation().hear(text, "darurat", confidence=1.0).talk.memory.danger


def test_evidence_that_is_promised_in_many_words_is_not_the_story() -> None:
    """ "Ada ss chat nya nanti saya kirim" answers the question."""
    talk = at("bukti").hear("ada ss chat penipuan itu nanti saya kirim ya", "lapor_kejadian")
    assert talk.asked == "nama" and "ss chat" not in talk.talk.report.narrative


@pytest.mark.parametrize(
    ("hour", "said", "offered"),
    [
        (21, "jam 9", ("Tadi malam jam 9", "Tadi pagi jam 9")),
        (8, "jam 9", ("Kemarin malam jam 9", "Kemarin pagi jam 9")),
        (8, "jam 3", ("Tadi subuh jam 3", "Kemarin sore jam 3")),
    ],
)
def test_an_hour_alone_is_asked_back_with_the_moments_it_may_mean(
    hour: int, said: str, offered: tuple[str, ...]
) -> None:
    """Only what is over, the newest first."""
    now = datetime(2026, 11, 24, hour, 30, tzinfo=WIB)
    found = LanguageEar().read(said, now).time
    assert found is not None and candidates(found, LanguageEar(), now) == offered


def test_a_moment_is_offered_once_and_a_tap_answers() -> None:
    """Who says the bare hour again means it."""
    now, ear, fresh = datetime(2026, 11, 24, 21, 30, tzinfo=WIB), LanguageEar(), ReportDraft("d1")
    begun = Talk({"kejadian": "x", "lokasi": "y"}, ReportDraft("d1", narrative="x"))

    def heard(talk: Talk, text: str, **given: str) -> Talk:
        message = Message(text or "tap", now, text, "beri_waktu", 0.9, (), given)
        return hear(talk, message, ear, active=True, requested="waktu", fresh=fresh).talk

    asked = heard(begun, "jam 9")
    assert wording("waktu", asked) == "utter_tanya_waktu_pilih" and "waktu" not in asked.said
    assert heard(asked, "", pilihan=asked.memory.moments[1]).said["waktu"] == "Tadi pagi jam 9"
    assert heard(asked, "jam 9").said["waktu"] == "jam 9"


@pytest.mark.parametrize(("text", "taken"), [("Wati", True), ("selamat pagi", False), ("makasih ya", False)])
def test_a_name_that_resembles_a_greeting_is_a_name(text: str, taken: bool) -> None:
    """Only the words of a greeting greet."""
    assert ("nama" in at("nama").hear(text, "sapa").said) is taken
