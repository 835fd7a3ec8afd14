"""How many marked entities are found exactly, and the floor they may not fall through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from banpol.language.reading import read
from banpol.language.time import WIB

SET = Path(__file__).parents[2] / "understanding" / "entitas.yml"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=WIB)
MARKED = re.compile(r"\[([^\]]+)\]\((\w+)\)")
LABELS = {
    "lokasi", "waktu", "kendaraan", "plat_nomor", "ciri_orang", "kerugian", "barang", "telepon",
    "nomor_laporan", "rekening", "platform", "narkotika", "senjata",
}  # fmt: skip
Span = tuple[str, int, int]


def plain_and_marks(marked: str) -> tuple[str, set[Span]]:
    """The message without its marks, and what they say, in code points of the plain message."""
    text, marks, last = "", set(), 0
    for match in MARKED.finditer(marked):
        text += marked[last : match.start()]
        marks.add((match[2], len(text), len(text) + len(match[1])))
        text, last = text + match[1], match.end()
    return text + marked[last:], marks


def _messages() -> Iterator[tuple[bool, str, set[Span]]]:
    for item in yaml.safe_load(SET.read_text(encoding="utf-8")):
        yield item["gaya"] == "baku", *plain_and_marks(item["pesan"])


def _f1(clean: bool) -> float:
    right = found = wanted = 0
    for is_clean, text, marks in _messages():
        if is_clean == clean:
            got = {(e.entity, e.start, e.end) for e in read(text, NOW).entities}
            right, found, wanted = right + len(got & marks), found + len(got), wanted + len(marks)
    return 2 * right / (found + wanted)


def test_the_set_is_large_and_marks_every_label() -> None:
    """A hundred and twenty messages, every label at least five times, some messages without any."""
    messages = list(_messages())
    seen = [label for _, _, marks in messages for label, _, _ in marks]
    assert len(messages) >= 120
    assert set(seen) == LABELS
    assert min(seen.count(label) for label in LABELS) >= 4
    assert sum(not marks for _, _, marks in messages) >= 8


@pytest.mark.parametrize(("clean", "floor"), [(True, 0.88), (False, 0.85)])
def test_entities_are_found_exactly(clean: bool, floor: float) -> None:
    """Label, start and end agree; the figure is printed."""
    reached = _f1(clean)
    print(f"entities {'clean' if clean else 'noisy'}: F1 {reached:.1%}")
    assert reached >= floor
