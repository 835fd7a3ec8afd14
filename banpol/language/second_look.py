"""A second look at a message that words alone leave unsure: its sentence vector joins the decision.

The fast classifier's decision values stay as they are; a linear reading of the vector is added to them, and
for each class how near its nearest training message is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from banpol.language.classifier import Ranking, softmax
from banpol.language.neighbours import Neighbours, collect, name_of
from banpol.language.sentences import WIDTH
from banpol.language.training import best_temperature

FOLDS = 3
# So many held-out texts fit a temperature as well as three times as many.
ENOUGH = 1500
# After 80 steps the regression answers as it does after 200, in half the time.
STEPS = 80
CACHE = Path(__file__).resolve().parents[2] / "var" / "cache" / "kalimat.npz"


# Letters without a known word among them mean nothing, and cost the encoder several times as much.
NOISE_CHARS, NOISE_KNOWN = 40, 0.2


def worth_a_look(text: str, known: float) -> bool:
    """Whether a normalised text, of whose words this share is known, is language at all."""
    return len(text) <= NOISE_CHARS or known >= NOISE_KNOWN


def cache_path() -> Path:
    """Where training keeps vectors by hash of their text; BANPOL_VECTOR_CACHE names another file."""
    return Path(os.environ.get("BANPOL_VECTOR_CACHE") or CACHE)


@dataclass(frozen=True)
class Strengths:
    """How much a second look adds: a part of the vector's reading, and of each class's nearest cosine."""

    share: float
    near: float


# In cross-validation over the training examples 0.15 to 0.3 differ by less than half a point,
# and so do 1 to 3 for the nearest message; 0 for that loses 0.6 points.
USUAL = Strengths(share=0.2, near=2.0)


@dataclass(frozen=True)
class Seen:
    """A second look's answer: decision values of both together, and the nearest training messages."""

    scores: list[float]
    ranking: Ranking
    near: tuple[tuple[str, float, int], ...]  # class, cosine, name
    by_class: dict[str, float]  # the greatest cosine of each class


@dataclass(frozen=True)
class SecondLook:
    """What was learnt: the centre and size of vectors, weights (vector × classes), bias, temperature."""

    centre: Any
    size: float
    weights: Any
    bias: Any
    temperature: float
    neighbours: Neighbours
    strengths: Strengths = USUAL

    def look(self, classes: Sequence[str], fast: Sequence[float], vector: Any) -> Seen:
        """The fast classifier's decision values with the vector's added, and why."""
        likeness = self.neighbours.likeness(_direction(vector - self.centre))
        nearest = self.neighbours.nearest(likeness, len(classes))
        scores = self._add(fast, vector, nearest)
        chances = softmax(scores, self.temperature)
        ranking = tuple(sorted(zip(classes, chances, strict=True), key=lambda pair: (-pair[1], pair[0])))
        near = tuple((classes[c], cosine, name) for c, cosine, name in self.neighbours.few(likeness))
        return Seen(scores, ranking, near, dict(zip(classes, nearest.tolist(), strict=True)))

    def _add(self, fast: Sequence[float], vector: Any, nearest: Any) -> list[float]:
        read = (vector - self.centre) / self.size @ self.weights + self.bias
        share, near = self.strengths.share, self.strengths.near
        return [float(f + share * r + near * n) for f, r, n in zip(fast, read, nearest, strict=True)]

    def save(self, path: Path) -> None:
        """Plain arrays, no pickle."""
        import numpy as np

        np.savez_compressed(
            path,
            centre=self.centre,
            weights=self.weights,
            bias=self.bias,
            scalars=np.array([self.size, self.temperature, *astuple(self.strengths)], dtype=np.float32),
            **self.neighbours.arrays(),
        )

    @classmethod
    def load(cls, path: Path, classes: int) -> SecondLook | None:
        """What `save` wrote; None when there is none, or when it is of other classes or of older code."""
        import numpy as np

        if not path.is_file():
            return None
        with np.load(path, allow_pickle=False) as box:
            if box["scalars"].shape != (4,):
                return None
            size, temperature, *strengths = (float(v) for v in box["scalars"])
            near = Neighbours.from_arrays(box)
            read = (box["centre"], size, box["weights"], box["bias"], temperature)
            found = cls(*read, near, Strengths(*strengths))
        return found if found.weights.shape == (WIDTH, classes) else None


def _direction(row: Any) -> Any:
    """A vector, or each row of a matrix, scaled to length 1."""
    import numpy as np

    length = np.linalg.norm(row, axis=-1, keepdims=True)
    return row / np.where(length > 0, length, 1.0)


@dataclass(frozen=True)
class Unseen:
    """One held-out text under a second look that has not seen it."""

    number: int  # its place among the texts
    seen: Seen


def learn(
    rows: Any,
    texts: Sequence[str],
    labels: Sequence[str],
    fast: Sequence[Sequence[float]],
    strengths: Strengths = USUAL,
    *,
    parts: int = 1,
) -> tuple[SecondLook, list[Unseen]]:
    """From vectors, texts, labels and the fast classifier's held-out decision values; needs scikit-learn.

    The temperature is fitted on texts that neither classifier has seen: some of each of so many `parts` of
    the three that the texts are divided into. They come back too.
    """
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    classes = sorted(set(labels))
    right = np.array([classes.index(label) for label in labels])
    names = [name_of(text) for text in texts]
    split = StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(rows, right)
    unseen: list[Unseen] = []
    for known, hidden in islice(split, parts):
        part = _fit(rows[known], right[known], [names[i] for i in known], len(classes))
        part = replace(part, strengths=strengths)
        asked = hidden[:: 1 + len(hidden) // ENOUGH]
        unseen += [Unseen(int(i), part.look(classes, fast[i], rows[i])) for i in asked]
    scores = np.array([one.seen.scores for one in unseen])
    temperature = best_temperature(scores, right[[one.number for one in unseen]])
    whole = replace(_fit(rows, right, names, len(classes)), temperature=temperature, strengths=strengths)
    return whole, [Unseen(one.number, _retold(one.seen, classes, temperature)) for one in unseen]


def _retold(seen: Seen, classes: Sequence[str], temperature: float) -> Seen:
    """The same answer with the chances of the right temperature."""
    pairs = zip(classes, softmax(seen.scores, temperature), strict=True)
    ranking = tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
    return Seen(seen.scores, ranking, seen.near, seen.by_class)


def _fit(rows: Any, right: Any, names: Sequence[int], width: int) -> SecondLook:
    """Centred, scaled vectors, one multinomial regression, and the rows themselves in eight bits."""
    import numpy as np

    centre = rows.mean(axis=0)
    size = float(np.linalg.norm(rows - centre, axis=1).mean())
    weights, bias = _regression((rows - centre) / size, right)
    if len(weights) == 1:  # of two classes scikit-learn keeps one row
        weights, bias = np.vstack([-weights, weights]), np.hstack([-bias, bias])
    if len(weights) != width:
        raise ValueError("every class needs texts on both sides of the split")
    near = collect(_direction(rows - centre), right, names)
    return SecondLook(centre, size, weights.T.astype(np.float32), bias.astype(np.float32), 1.0, near)


def _regression(rows: Any, right: Any) -> tuple[Any, Any]:
    """Weights and bias; not walking to the very end of the descent is meant, so nothing is said of it."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    machine = LogisticRegression(C=10, class_weight="balanced", max_iter=STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(rows, right)
    return machine.coef_, machine.intercept_
