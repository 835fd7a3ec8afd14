"""The features of all training texts, counted once and weighed again for each part that is trained on.

Gives the same numbers as `LinearTextClassifier.weigh`, for thousands of texts at once; needs numpy and SciPy.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from banpol.language.classifier import Counts


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


def blocks(counts: Sequence[Counts]) -> list[Block]:
    """Words, letters and ideas of all texts."""
    return [_block([one[number] for one in counts]) for number in range(3)]


def _block(counts: Sequence[dict[str, int]]) -> Block:
    from scipy.sparse import csr_matrix

    names = sorted({name for one in counts for name in one})
    place = {name: i for i, name in enumerate(names)}
    starts, columns, values = [0], [], []
    for one in counts:
        columns += [place[name] for name in one]
        values += [1.0 + math.log(n) for n in one.values()]
        starts.append(len(columns))
    return Block(names, csr_matrix((values, columns, starts), shape=(len(counts), len(names))))


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
