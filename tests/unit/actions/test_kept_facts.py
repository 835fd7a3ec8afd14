"""What people tell unasked is kept, and nobody is asked for it again or held up by it."""

from __future__ import annotations

import pytest

from actions import answer_words, course_words, phrases
from actions.message import LanguageEar, Message
from actions.talk import Talk
from actions.urgency import advice, is_urgent, tells_of_another
from banpol.register.draft import ReportDraft
from tests.unit.actions.talking import NOON, Conversation, at


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nama saya Hendra dari Kertapati, motor saya hilang", "Hendra"),
        ("assalamualaikum nak ini nenek Rokiah mau lapor kambing hilang", "nenek Rokiah"),
        ("saya bu Tini warga plaju, dompet saya dicopet", "bu Tini"),
        ("nama saya dipakai orang buat pinjam uang", None),
        ("nama saya dicemarkan tetangga di facebook", None),
        ("saya pak polisi yang baik", None),
        ("atas nama siapa laporannya", None),
    ],
)
def test_a_name_within_a_story(text: str, name: str | None) -> None:
    """It ends where the story goes on, and a deed is no name."""
    assert phrases.told_name(text) == name


def test_a_told_name_is_not_asked_for() -> None:
    """Who sees it is said at once, since the question that says so is left out."""
    talk = Conversation().hear(
        "nama saya Hendra, rumah saya kemalingan di plaju tadi malam", "lapor_kejadian"
    )
    assert talk.talk.report.name == "Hendra" and "utter_catat_nama" in talk.notes
    assert talk.asked != "nama" and talk.talk.memory.privacy_told


def test_a_name_with_consent_answers_both_questions() -> None:
    """The part before the comma is the name."""
    talk = at("nama").hear("Pak Suryadi, boleh dihubungi kapan saja", "setuju")
    assert (talk.talk.report.name, talk.talk.report.contact_allowed) == ("Pak Suryadi", True)
    assert talk.asked == "konfirmasi"


@pytest.mark.parametrize("text", ["tiap malem jam 11 balapan liar", "biasanya malam minggu jam 11"])
def test_a_habit_keeps_its_words_and_no_more(text: str) -> None:
    """From the habit to the end of its hour."""
    said = "tiap malem jam 11" if "tiap" in text else "biasanya malam minggu jam 11"
    start = text.index("malem" if "malem" in text else "malam")
    assert phrases.recurring(text, (start, len(said))) == said


def test_a_habit_may_stand_behind_its_hour() -> None:
    """The hour alone would be a single night."""
    text = "orgen sampe jam 3 pagi tiap malem sabtu"
    assert phrases.recurring(text, (text.index("jam"), len(text))) == "jam 3 pagi tiap malem sabtu"
    assert phrases.recurring("orgen jam 3 pagi malem sabtu", (6, 28)) == ""


def test_fear_of_words_is_no_danger() -> None:
    """ "Takut mama marah" needs comfort, and no patrol; "takut dia bunuh saya" does."""
    frightened = Message("1", NOON, "tapi saya takut nanti mama marah", "darurat", 1.0)
    assert not is_urgent(frightened, LanguageEar(), answering=True)
    assert answer_words.wants_secrecy("tp jgn smp dia tau ya pak")
    assert not answer_words.wants_secrecy("jangan lama-lama ya pak saya mau tahu hasilnya")


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("kebakaran rumah tetangga", "utter_nasihat_api"),
        ("banjir air sudah sedada", "utter_nasihat_banjir"),
        ("ada orang bawa parang mau bakar rumah", "utter_nasihat_lawan"),
        ("tabung elpiji bocor bau gas", "utter_nasihat_gas"),
        ("tabrakan dua motor korban pingsan", "utter_nasihat_luka"),
        ("ada mayat mengambang di sungai", "utter_nasihat_mayat"),
        ("tolong", "utter_nasihat_umum"),
    ],
)
def test_the_advice_fits_the_danger(text: str, response: str) -> None:
    """Nobody is told not to fight a fire."""
    talk = Talk(draft=ReportDraft("d"))
    assert advice(talk, Message("1", NOON, text), LanguageEar()) == response


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("loh kok ga ada, ak lapor minggu lalu pake hp suami", True),
        ("saya sudah lapor kemarin pak", True),
        ("mau lapor kejadian kemarin", False),
        ("saya mau lapor, tadi malam rumah saya dibobol", False),
    ],
)
def test_an_earlier_report_is_no_new_one(text: str, earlier: bool) -> None:
    """Who speaks of it wants to hear of it."""
    assert course_words.speaks_of_earlier(text) is earlier


@pytest.mark.parametrize(
    ("text", "cost", "long"),
    [
        ("bayar ga pak lapornya", True, False),
        ("berapa lama diprosesnya", False, True),
        ("biaya bikin sim berapa", False, False),
    ],
)
def test_short_questions_have_short_answers(text: str, cost: bool, long: bool) -> None:
    """What it costs and how long it takes; papers have prices of their own."""
    assert (course_words.asks_cost(text), course_words.asks_how_long(text)) == (cost, long)


@pytest.mark.parametrize("text", ["nenek tidak bisa foto foto", "ga punya bukti pak"])
def test_who_cannot_take_pictures_promises_none(text: str) -> None:
    """It is answered as nothing to show, also where it sounds like a yes."""
    talk = at("bukti").hear(text, "setuju")
    assert talk.asked == "nama" and "utter_catat_ada_bukti" not in talk.notes


def test_thanks_with_a_wish_for_haste_is_no_cry() -> None:
    """Its words are courtesy alone; a cry for help without thanks stays one."""
    assert not is_urgent(
        Message("1", NOON, "oke pak makasih, tolong cepet ya", "darurat", 1.0), LanguageEar()
    )
    assert is_urgent(Message("1", NOON, "tolong pak cepet", "darurat", 1.0), LanguageEar())


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("kak temen kos saya ngurung diri, katanya udah ga kuat hidup", True),
        ("saya takut adik saya mau bunuh diri", True),
        ("pak saya bangkrut, istri pergi, ga ada gunanya hidup", False),
        ("aku mau mati aja", False),
    ],
)
def test_whose_life_is_in_danger(text: str, another: bool) -> None:
    """Who tells of a friend is told to stay with the friend, who tells of the own life is comforted."""
    assert tells_of_another(text) is another


@pytest.mark.parametrize(
    ("text", "empty"),
    [("ka aku mau curhat boleh?", True), ("mau cerita pak, suami mukul saya", False)],
)
def test_who_wants_to_be_heard_is_asked_to_tell(text: str, empty: bool) -> None:
    """Unless the story stands beside it."""
    assert course_words.wants_to_talk(text) is empty


def test_hesitation_is_no_story() -> None:
    """ "Mau lapor tapi malu" is met with the first question."""
    talk = Conversation().hear("saya mau lapor tapi malu", "keluhan_layanan_polri")
    assert talk.asked == "kejadian" and talk.talk.report.kind == "lainnya"


def test_a_wish_for_no_name_is_no_story() -> None:
    """What is to be told comes next, and stays without a name."""
    talk = Conversation().hear("mau kasih info tapi jangan bawa2 nama saya", "data_saya")
    assert talk.asked == "kejadian" and talk.talk.report.confidentiality == "anonim"


@pytest.mark.parametrize("slot", ["nama", "boleh_dihubungi"])
def test_nobody_is_held_up_at_the_end(slot: str) -> None:
    """What is not understood for the third time is left out."""
    talk = at(slot)
    for _ in range(3):
        talk.hear("dapok ditulis nihan 12", "nlu_fallback", confidence=0.3)
    assert talk.asked != slot and talk.talk.report.contact_allowed is not True


def test_a_kecamatan_told_later_joins_the_street() -> None:
    """It is neither the reporter's name nor a replacement."""
    talk = Conversation().hear("rumah saya kemalingan tadi malam", "lapor_kejadian")
    talk.hear("jalan merdeka palembang", "beri_lokasi")
    said = talk.talk.report.place
    assert said is not None
    talk.asked = "nama"
    talk.hear("plaju", "beri_lokasi")
    place = talk.talk.report.place
    assert place is not None and place.kecamatan == "Plaju" and said.said in place.said
    assert not talk.talk.report.name


@pytest.mark.parametrize(
    ("text", "name"),
    [("Ucok", True), ("Togar Silalahi", True), ("Bangsat", False), ("Polisi", False), ("ucok", False)],
)
def test_a_rare_name_insults_nobody(text: str, name: bool) -> None:
    """Written as a name, and no word of abuse or of the language."""
    assert answer_words.is_bare_name(text) is name
