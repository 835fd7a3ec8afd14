"""The features of all training texts, counted once and weighed again for each part that is trained on.

Gives the same numbers as `LinearTextClassifier.weigh`, for thousands of texts at once; needs numpy and SciPy.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from banpol.language.classifier import count_ideas, count_written, split_ideas
from banpol.language.remembering import kept


@dataclass(frozen=True)
class Block:
    """One kind of features: sorted names, and texts × features with 1 + ln(count)."""

    names: list[str]
    rows: Any


@dataclass(frozen=True)
class Weighing:
    """What one training keeps of a block: the columns, their names and their idf."""

    columns: Any
    names: list[str]
    idf: array[float]

    def weigh(self, block: Block, texts: Any) -> Any:
        """TF-IDF of some texts, each scaled to length 1."""
        import numpy as np
        from scipy.sparse import diags

        raw = block.rows[texts][:, self.columns] @ diags(np.array(self.idf, dtype=np.float64))
        lengths = np.sqrt(np.asarray(raw.multiply(raw).sum(axis=1)).ravel())
        return (diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ raw).tocsr()


@dataclass
class Tally:
    """Features in short: a number for each name, and of each text the numbers with 1 + ln(count)."""

    names: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def short(self, counts: dict[str, int]) -> Row:
        """A tenth of the room that the names themselves take."""
        numbers = array("l", [self._number(name) for name in counts])
        return numbers, array("d", [1.0 + math.log(n) for n in counts.values()])

    def _number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


Row = tuple["array[int]", "array[float]"]


@dataclass
class Counting:
    """Words and letters of texts, each looked at once; intents and danger are read off the same words."""

    words: Tally = field(default_factory=Tally)
    letters: Tally = field(default_factory=Tally)
    known: dict[str, tuple[Row, Row]] = field(default_factory=dict)

    def of(self, written: str, word_ngrams: int, char_ngrams: tuple[int, int]) -> tuple[Row, Row]:
        if written not in self.known:
            grams, letters = count_written(written, word_ngrams, char_ngrams)
            self.known[written] = self.words.short(grams), self.letters.short(letters)
        return self.known[written]


def blocks(texts: Sequence[str], word_ngrams: int, char_ngrams: tuple[int, int]) -> list[Block]:
    """Words, letters and ideas of all texts, as `classifier.count_features` counts them."""
    counting = kept(f"{__name__} {word_ngrams} {char_ngrams}", Counting)
    ideas = Tally()
    parted = [split_ideas(text) for text in texts]
    rows = [counting.of(written, word_ngrams, char_ngrams) for written, _ in parted]
    return [
        _block(counting.words, [words for words, _ in rows]),
        _block(counting.letters, [letters for _, letters in rows]),
        _block(ideas, [ideas.short(count_ideas(marked)) for _, marked in parted]),
    ]


def _block(tally: Tally, rows: Sequence[Row]) -> Block:
    import numpy as np
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(numbers) for numbers, _ in rows)])
    numbers = np.concatenate([np.frombuffer(n, dtype=np.dtype("l")) for n, _ in rows])
    values = np.concatenate([np.frombuffer(v, dtype=np.float64) for _, v in rows])
    used = sorted(np.unique(numbers).tolist(), key=tally.names.__getitem__)
    place = np.zeros(len(tally.names), dtype=np.int32)
    place[used] = np.arange(len(used))
    shape = (len(rows), len(used))
    return Block([tally.names[i] for i in used], csr_matrix((values, place[numbers], starts), shape=shape))


def learn_weighing(block: Block, texts: Any, min_texts: int) -> Weighing:
    """Features that stand in enough of these texts, with their smoothed inverse document frequency."""
    import numpy as np

    seen = block.rows[texts].getnnz(axis=0)
    columns = np.flatnonzero(seen >= max(min_texts, 1))
    idf = np.log((1 + len(texts)) / (1 + seen[columns])) + 1
    return Weighing(columns, [block.names[i] for i in columns], array("f", idf.tolist()))


def joined(block_list: Sequence[Block], weighings: Sequence[Weighing], texts: Any) -> Any:
    """All blocks of some texts side by side, in the order of a classifier's features."""
    from scipy.sparse import hstack

    pairs = zip(block_list, weighings, strict=True)
    return hstack([weighing.weigh(block, texts) for block, weighing in pairs]).tocsr()
