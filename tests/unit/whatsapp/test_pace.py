"""Rate limits per recipient and number, and the day in which we may answer."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from banpol.whatsapp.pace import Pace
from banpol.whatsapp.window import is_open

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=timezone.utc)


def test_a_burst_of_45_is_free_and_then_every_message_waits_six_seconds() -> None:
    """Meta allows the burst but wants the debt waited off."""
    pace = Pace()
    waits = [pace.wait_for("r1", 1000.0) for _ in range(47)]
    assert waits[:45] == [0.0] * 45
    assert [round(wait) for wait in waits[45:]] == [6, 12]
    assert pace.wait_for("r2", 1000.0) == 0.0


def test_the_debt_is_paid_by_waiting() -> None:
    """Six seconds buy one message, not a new burst."""
    pace = Pace()
    for _ in range(45):
        pace.wait_for("r1", 1000.0)
    assert pace.wait_for("r1", 1006.0) == 0.0
    assert pace.wait_for("r1", 1006.0) > 5.9


def test_the_number_as_a_whole_sends_eighty_a_second() -> None:
    """Whoever the recipients are."""
    pace = Pace()
    waits = [pace.wait_for(f"r{n}", 1000.0) for n in range(161)]
    assert waits[79] == 0.0
    assert 0.9 < waits[159] <= 1.0
    assert waits[160] > 1.0


def test_a_clock_set_back_does_not_block() -> None:
    """The bucket never fills by going backwards, nor waits for hours."""
    pace = Pace()
    pace.wait_for("r1", 10_000.0)
    assert pace.wait_for("r1", 10.0) == 0.0


def test_window_closes_five_minutes_early() -> None:
    """A message that arrives just too late is refused after it was accepted."""
    assert is_open(NOW, NOW)
    assert is_open(NOW, NOW + timedelta(hours=23, minutes=54))
    assert not is_open(NOW, NOW + timedelta(hours=23, minutes=55))
    assert not is_open(None, NOW)
