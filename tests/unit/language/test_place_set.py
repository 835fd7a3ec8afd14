"""The share of spoken places that are resolved right, and the floor it may not fall through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from banpol.language.place import PlaceFound, find_place

SET = Path(__file__).parents[2] / "understanding" / "tempat.yml"
FLOOR = 0.95


def _items() -> Iterator[tuple[str, bool, str]]:
    for group in yaml.safe_load(SET.read_text(encoding="utf-8")):
        for text, meaning in group["butir"]:
            yield str(text), bool(group["menjawab"]), str(meaning)


def _right(found: PlaceFound | None, meaning: str) -> bool:
    if found is None or meaning == "tidak ada":
        return found is None and meaning == "tidak ada"
    if meaning == "luar":
        return found.outside
    if meaning == "tanya":
        return found.ask and found.kabupaten is None
    code = found.kecamatan_code if len(meaning) == 8 else found.kabupaten_code
    return code == meaning and not found.outside


def test_spoken_places_are_resolved_right() -> None:
    """At least 95 of 100 places get the right kabupaten, and kecamatan where one is said."""
    items = list(_items())
    read = [(text, meaning, find_place(text, answering)) for text, answering, meaning in items]
    wrong = [item for item in read if not _right(item[2], item[1])]
    share = 1 - len(wrong) / len(items)
    print(f"tempat: {len(items) - len(wrong)} of {len(items)} right ({share:.1%})")
    for text, meaning, found in wrong:
        print(f"  {text!r}: wanted {meaning}, got {found}")
    assert len(items) >= 150
    assert share >= FLOOR
