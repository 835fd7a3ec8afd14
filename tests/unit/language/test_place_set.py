"""The share of spoken places that are resolved right, and the floor it may not fall through."""

from __future__ import annotations

from pathlib import Path

from evaluation.sets import place_is_right, read_sets

from banpol.language.place import find_place

SETS = Path(__file__).parents[2] / "understanding"
FLOOR = 0.95


def test_spoken_places_are_resolved_right() -> None:
    """At least 95 of 100 places get the right kabupaten, and kecamatan where one is said."""
    items = read_sets(SETS).places
    read = [(text, meaning, find_place(text, answering)) for text, answering, meaning in items]
    wrong = [item for item in read if not place_is_right(item[2], item[1])]
    share = 1 - len(wrong) / len(items)
    print(f"tempat: {len(items) - len(wrong)} of {len(items)} right ({share:.1%})")
    for text, meaning, found in wrong:
        print(f"  {text!r}: wanted {meaning}, got {found}")
    assert len(items) >= 150
    assert share >= FLOOR
