"""How many marked entities are found exactly, and the floor they may not fall through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from evaluation.sets import CLEAN, Span, read_sets

from banpol.language.reading import read
from banpol.language.time import WIB

SETS = Path(__file__).parents[2] / "understanding"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=WIB)
LABELS = {
    "lokasi", "waktu", "kendaraan", "plat_nomor", "ciri_orang", "kerugian", "barang", "telepon",
    "nomor_laporan", "rekening", "platform", "narkotika", "senjata",
}  # fmt: skip


def _messages() -> Iterator[tuple[bool, str, frozenset[Span]]]:
    for text, marks, manner in read_sets(SETS).entities:
        yield manner == CLEAN, text, marks


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
