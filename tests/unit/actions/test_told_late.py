"""What is told when only the name or a yes is missing: kept in the story, and no answer to the question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions import answer_words
from actions.hearing import hear
from actions.message import LanguageEar, Message
from banpol.register.draft import ReportDraft
from tests.unit.actions.talking import Conversation, at


def heard(talk: Conversation, text: str, intent: str) -> Conversation:
    """One message with real ears."""
    message = Message("99", talk.now, text, intent, 0.9)
    how = {"active": True, "requested": talk.asked, "fresh": ReportDraft("draf99")}
    told = hear(talk.talk, message, LanguageEar(), **how)  # type: ignore[arg-type]
    return replace(talk, talk=told.talk, taken=told.taken)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("aku gpp cuma lecet", True),
        ("alhamdulillah kami dak apo apo", True),
        ("saya luka di kaki", True),
        ("saya Selamat Riyadi", False),
        ("aku gpp kan kalo lapor?", False),
        ("nama saya Rina", False),
    ],
)
def test_who_says_how_they_came_off(text: str, meant: bool) -> None:
    """A statement, short, and nobody's name."""
    assert answer_words.tells_own_state(text) is meant


@pytest.mark.parametrize("slot", ["bukti", "nama", "boleh_dihubungi"])
@pytest.mark.parametrize(
    ("text", "intent"), [("aku gpp cuma lecet", "di_luar_topik"), ("oppo a57 biru", "nlu_fallback")]
)
def test_a_late_fact_is_kept_and_answers_nothing(slot: str, text: str, intent: str) -> None:
    """It joins the story; the question is asked again."""
    talk = heard(at(slot), text, intent)
    assert talk.taken and slot not in talk.talk.said
    assert text in talk.talk.report.narrative
    assert talk.notes == ("utter_catat_kejadian",)


def test_a_name_that_is_also_a_thing_stays_a_name() -> None:
    """ "Honda Kusuma" is somebody; without a number nothing is taken for a thing there."""
    talk = heard(at("nama"), "Honda Kusuma", "nlu_fallback")
    assert talk.talk.report.name == "Honda Kusuma"


@pytest.mark.parametrize("text", ["nanti malah saya yg dicari?", "malah aku yang dituduh"])
def test_who_fears_to_be_blamed_is_told_that_it_stays_secret(text: str) -> None:
    """Though it stands there as a question."""
    talk = heard(at("nama"), text, "nlu_fallback")
    assert "utter_catat_takut" in talk.notes and "nama" not in talk.talk.said


def test_where_somebody_is_treated_now_changes_no_place() -> None:
    """The place of the incident stays."""
    talk = at("nama")
    before = talk.talk.place
    talk = heard(talk, "sekarang bapak di rs bari", "beri_lokasi")
    assert talk.talk.place == before and "nama" not in talk.talk.said
    assert talk.talk.report.narrative.endswith("sekarang bapak di rs bari")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("namonyo Irwan umur dua puluh limo", "utter_catat_orang"),
        ("namanya Riko, anak sma sebelah", "utter_catat_orang"),
        ("dak katek foto", "utter_catat_kejadian"),
    ],
)
def test_another_name_or_the_evidence_is_not_the_reporters_name(text: str, note: str) -> None:
    """It is kept, and the own name is asked again."""
    talk = heard(at("nama"), text, "nlu_fallback")
    assert talk.taken and "nama" not in talk.talk.said and talk.notes == (note,)


def test_a_name_that_comes_after_its_question_is_taken() -> None:
    """Also alone, unless somebody wanted none; and whatever it resembles."""
    assert heard(at("nama"), "Beni", "menu").talk.report.name == "Beni"
    talk = at("nama").hear("lewati", "lewati")
    assert heard(talk, "Yudi", "sapa").talk.report.name == "Yudi"
    hidden = at("nama").hear("anonim saja", "tolak")
    assert heard(hidden, "Yudi", "sapa").talk.report.name == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("permisi pak polisi, rumah orang tua saya dibobol", True),
        ("pak polisi di polsek minta uang", False),
        ("polisi minta uang di jalan", False),
    ],
)
def test_who_calls_the_police_complains_of_nobody(text: str, meant: bool) -> None:
    """Unless they are named again."""
    assert answer_words.greets_police(text) is meant
