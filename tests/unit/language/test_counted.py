"""The features of many texts at once: as one text's are counted, also for whoever has counted before."""

from __future__ import annotations

import math

import pytest

from banpol.language import remembering
from banpol.language.classifier import count_features
from banpol.language.counted import Block, blocks
from banpol.language.ideas import marked

TEXTS = [marked("motor motor hilang", ["kendaraan"]), "tadi malam", marked("", ["bertanya"]), "motor tadi"]
SIZES = (2, (2, 5))


def as_counts(block: Block, text: int) -> dict[str, float]:
    row = block.rows[text]
    return {block.names[i]: float(v) for i, v in zip(row.indices, row.data, strict=True)}


def expected(text: str, kind: int) -> dict[str, float]:
    return {name: 1.0 + math.log(n) for name, n in count_features(text, *SIZES)[kind].items()}


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["words", "letters", "ideas"])
def test_many_texts_are_counted_as_one_is(kind: int) -> None:
    """Row by row the same features with 1 + ln(count), under names in order."""
    block = blocks(TEXTS, *SIZES)[kind]
    assert block.names == sorted({name for text in TEXTS for name in expected(text, kind)})
    for number, text in enumerate(TEXTS):
        assert as_counts(block, number) == pytest.approx(expected(text, kind))


def test_what_was_counted_before_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trainer that stays loaded, after an edit, gives what a new one gives; older texts leave no name."""
    fresh = blocks(TEXTS[1:], *SIZES)
    monkeypatch.setattr(remembering, "_memory", None)
    remembering.remember()
    blocks(["sesuatu yang lain", *TEXTS], *SIZES)
    again = blocks(TEXTS[1:], *SIZES)
    for new, old in zip(again, fresh, strict=True):
        assert new.names == old.names
        assert (new.rows != old.rows).nnz == 0
        assert new.rows.indices.tolist() == old.rows.indices.tolist()
