"""The share of spoken times that are read right, and the floor it may not fall through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import yaml

from banpol.language.time import WIB, TimeFound, find_time

SET = Path(__file__).parents[2] / "understanding" / "waktu.yml"
FLOOR = 0.95


def _items() -> Iterator[tuple[str, datetime, str]]:
    for group in yaml.safe_load(SET.read_text(encoding="utf-8")):
        now = datetime.fromisoformat(str(group["kini"])).replace(tzinfo=WIB)
        for text, meaning in group["butir"]:
            yield str(text), now, str(meaning)


def _right(found: TimeFound | None, meaning: str) -> bool:
    if found is None or meaning == "tidak ada":
        return found is None and meaning == "tidak ada"
    if meaning == "tanya":
        return found.ask
    if ".." in meaning:
        first, last = (date.fromisoformat(day) for day in meaning.split(".."))
        return found.start.date() == first and found.end.date() == last and not found.ask
    if len(meaning) == 10:
        return found.start.date() == date.fromisoformat(meaning) and not found.ask
    wanted = datetime.fromisoformat(meaning[:16]).replace(tzinfo=WIB)
    return abs(found.start - wanted) <= timedelta(minutes=20) and not found.ask


def test_spoken_times_are_read_right() -> None:
    """At least 95 of 100 expressions get the right day and the right hour within 20 minutes."""
    items = list(_items())
    read = [(text, meaning, find_time(text, now)) for text, now, meaning in items]
    wrong = [item for item in read if not _right(item[2], item[1])]
    share = 1 - len(wrong) / len(items)
    print(f"waktu: {len(items) - len(wrong)} of {len(items)} right ({share:.1%})")
    for text, meaning, found in wrong:
        print(f"  {text!r}: wanted {meaning}, got {found and (str(found.start), str(found.end), found.ask)}")
    assert len(items) >= 150
    assert share >= FLOOR
