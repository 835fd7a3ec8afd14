"""Slots in, conversation out, and back."""

from __future__ import annotations

from actions import slots
from actions.talk import Memory, Talk, blank
from banpol.register.draft import Place, ReportDraft


def test_a_conversation_survives_its_slots() -> None:
    """Nothing is lost or changed on the way through the tracker."""
    talk = Talk(
        {"kejadian": "x", "lokasi": "di plaju"},
        ReportDraft("d", narrative="x", place=Place("di plaju", "Kota Palembang", "16.71")),
        Memory(read="7", notes=("utter_catat_lokasi",), pending_evidence=("e",), quick=True),
    )
    assert slots.load(slots.as_slots(talk)) == talk


def test_only_what_changed_becomes_an_event() -> None:
    """A tracker need not store again what it has."""
    before = Talk({"kejadian": "x"}, None, Memory(read="1"))
    assert [event["name"] for event in slots.changes(before, before.saying(lokasi="y"))] == ["lokasi"]


def test_an_answer_that_is_taken_away_empties_its_slot() -> None:
    """The form asks for it again."""
    events = slots.changes(Talk({"lokasi": "y"}), Talk())
    assert {event["name"]: event["value"] for event in events} == {"lokasi": None}


def test_answers_without_a_draft_are_read() -> None:
    """Test stories set visible slots only."""
    assert slots.load({"kejadian": "x", "draf": None, "ingatan": None}).said == {"kejadian": "x"}


def test_a_blank_conversation_remembers_the_last_report_only() -> None:
    """For "tambah informasi" and a second tap."""
    kept = blank(Memory(read="3", filed="d", filed_at="t", filed_urgent=True, tries=2, quick=True)).memory
    assert (kept.filed, kept.filed_urgent, kept.tries, kept.quick) == ("d", True, 0, False)
