"""A second look at a message that words alone leave unsure: its sentence vector joins the decision.

The fast classifier's decision values stay as they are; a linear reading of the vector is added to them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from banpol.language.classifier import LinearTextClassifier, Ranking, softmax
from banpol.language.sentences import WIDTH

# In cross-validation over the training examples 0.15 to 0.3 differ by less than half a point.
SHARE = 0.2
FOLDS = 3
CACHE = Path(__file__).resolve().parents[2] / "var" / "cache" / "kalimat.npz"


def cache_path() -> Path:
    """Where training keeps vectors by hash of their text; BANPOL_VECTOR_CACHE names another file."""
    return Path(os.environ.get("BANPOL_VECTOR_CACHE") or CACHE)


@dataclass(frozen=True)
class SecondLook:
    """What was learnt: the centre and size of vectors, weights (vector × classes), bias, temperature."""

    centre: Any
    size: float
    weights: Any
    bias: Any
    temperature: float

    def add(self, fast: Sequence[float], vector: Any) -> list[float]:
        """Decision values of the fast classifier with the vector's added."""
        read = (vector - self.centre) / self.size @ self.weights + self.bias
        return [float(f + SHARE * r) for f, r in zip(fast, read, strict=True)]

    def rank(self, model: LinearTextClassifier, fast: Sequence[float], vector: Any) -> Ranking:
        """Classes with probabilities, best first."""
        chances = softmax(self.add(fast, vector), self.temperature)
        return tuple(sorted(zip(model.classes, chances, strict=True), key=lambda pair: (-pair[1], pair[0])))

    def save(self, path: Path) -> None:
        """Plain arrays, no pickle."""
        import numpy as np

        np.savez(
            path,
            centre=self.centre,
            weights=self.weights,
            bias=self.bias,
            scalars=np.array([self.size, self.temperature], dtype=np.float32),
        )

    @classmethod
    def load(cls, path: Path, classes: int) -> SecondLook | None:
        """What `save` wrote; None when there is none, or when it belongs to other classes."""
        import numpy as np

        if not path.is_file():
            return None
        with np.load(path, allow_pickle=False) as box:
            size, temperature = (float(v) for v in box["scalars"])
            found = cls(box["centre"], size, box["weights"], box["bias"], temperature)
        return found if found.weights.shape == (WIDTH, classes) else None


def learn(rows: Any, labels: Sequence[str], fast: Sequence[Sequence[float]]) -> SecondLook:
    """From vectors, labels and the fast classifier's held-out decision values; needs scikit-learn.

    The temperature is fitted on texts that neither classifier has seen.
    """
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    classes = sorted(set(labels))
    right = np.array([classes.index(label) for label in labels])
    joined = np.zeros((len(labels), len(classes)))
    for known, hidden in StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(rows, right):
        part = _fit(rows[known], right[known], 1.0)
        for i in hidden:
            joined[i] = part.add(fast[i], rows[i])
    return _fit(rows, right, _temperature(joined, right))


def _fit(rows: Any, right: Any, temperature: float) -> SecondLook:
    """Centred, scaled vectors and one multinomial regression."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    centre = rows.mean(axis=0)
    size = float(np.linalg.norm(rows - centre, axis=1).mean())
    machine = LogisticRegression(C=10, class_weight="balanced", max_iter=200)
    machine.fit((rows - centre) / size, right)
    weights, bias = machine.coef_, machine.intercept_
    if len(weights) == 1:  # of two classes scikit-learn keeps one row
        weights, bias = np.vstack([-weights, weights]), np.hstack([-bias, bias])
    return SecondLook(centre, size, weights.T.astype(np.float32), bias.astype(np.float32), temperature)


def _temperature(joined: Any, right: Any) -> float:
    """The temperature under which held-out chances fit best."""
    import numpy as np

    def misfit(temperature: float) -> float:
        scaled = joined / temperature
        top = scaled.max(axis=1, keepdims=True)
        total = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((total - scaled[np.arange(len(right)), right]).sum())

    return min((0.05 * 1.15**step for step in range(26)), key=misfit)
