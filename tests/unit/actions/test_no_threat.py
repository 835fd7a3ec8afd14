"""What sounds like danger in the middle of a report and is none; beside it, what is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.urgency import is_out_of_reach, is_past_culprit
from banpol.register.draft import Moment
from tests.unit.actions.fake_desk import NOON
from tests.unit.actions.talking import at
from tests.unit.actions.test_told_late import heard

MORNING = Moment("tadi subuh", NOON - timedelta(hours=7), NOON - timedelta(hours=6))
JUST_NOW = Moment("barusan", NOON - timedelta(minutes=10), NOON)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dia lagi tidur sekarang", True),
        ("suami saya udah kerja pak", False),
        ("suami udah kerja pak", True),
        ("tolong, dia lagi tidur", False),
        ("dia pergi bawa anak saya", False),
        ("dia sekarang di depan rumah", False),
    ],
)
def test_who_sleeps_or_works_can_do_nothing_now(text: str, meant: bool) -> None:
    """Whoever left with somebody, or stands outside, is another matter."""
    assert is_out_of_reach(text) is meant


@pytest.mark.parametrize(
    ("text", "moment", "meant"),
    [
        ("pelakunyo 4 orang pake 2 motor, bawa celurit", MORNING, True),
        ("pelakunyo 4 orang pake 2 motor, bawa celurit", JUST_NOW, False),
        ("pelakunyo 4 orang pake 2 motor, bawa celurit", None, False),
        ("pelakunya balik lagi bawa celurit", MORNING, False),
        ("tolong pelakunya bawa celurit", MORNING, False),
    ],
)
def test_a_culprit_of_the_morning_is_described(text: str, moment: Moment | None, meant: bool) -> None:
    """Unless they came back, or somebody cries for help."""
    assert is_past_culprit(text, moment, NOON) is meant


def test_a_yes_with_hours_allows_contact_and_changes_no_time() -> None:
    """ "Jam kerja" is when not to call."""
    talk = at("boleh_dihubungi")
    before = talk.talk.report.moment
    talk = heard(talk, "boleh, tapi jangan telpon jam kerja", "setuju")
    assert talk.talk.report.contact_allowed is True
    assert talk.talk.report.moment == before


def test_an_account_is_no_place() -> None:
    """Nor off topic: it joins the story, and the place is asked again."""
    talk = heard(at("lokasi"), "transfer ke BRI 0000-01-000123-50-1 a.n. Dedi S", "di_luar_topik")
    assert talk.taken and "lokasi" not in talk.talk.said
    assert "BRI" in talk.talk.report.narrative


def test_who_sleeps_is_told_of_and_no_place() -> None:
    """It joins the story, and the place is asked again."""
    talk = heard(at("lokasi"), "dia lagi tidur sekarang", "darurat")
    assert talk.taken and talk.talk.report.narrative.endswith("dia lagi tidur sekarang")


@pytest.mark.parametrize("text", ["ortu jangan tau", "jangan sampe tau aku yg lapor"])
def test_who_wants_it_kept_from_somebody_names_no_place(text: str) -> None:
    """They hear that it stays secret."""
    talk = heard(at("lokasi"), text, "beri_lokasi")
    assert "utter_catat_takut" in talk.notes and "lokasi" not in talk.talk.said
