"""The share of spoken times that are read right, and the floor it may not fall through."""

from __future__ import annotations

from pathlib import Path

from evaluation.sets import read_sets, time_is_right

from banpol.language.time import find_time

SETS = Path(__file__).parents[2] / "understanding"
FLOOR = 0.95


def test_spoken_times_are_read_right() -> None:
    """At least 95 of 100 expressions get the right day and the right hour within 20 minutes."""
    items = read_sets(SETS).times
    read = [(text, meaning, find_time(text, now)) for text, now, meaning in items]
    wrong = [item for item in read if not time_is_right(item[2], item[1])]
    share = 1 - len(wrong) / len(items)
    print(f"waktu: {len(items) - len(wrong)} of {len(items)} right ({share:.1%})")
    for text, meaning, found in wrong:
        print(f"  {text!r}: wanted {meaning}, got {found and (str(found.start), str(found.end), found.ask)}")
    assert len(items) >= 150
    assert share >= FLOOR
