"""Trains the linear text classifier; needs scikit-learn, and nobody else in this room does."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from banpol.language.classifier import Counts, LinearTextClassifier, count_features

FOLDS = 3
# Between the values that real sets of examples give, for sets too small to be asked.
UNTRIED_TEMPERATURE = 0.3


@dataclass(frozen=True)
class HeldOut:
    """One training text, and what a model that has not seen it decides."""

    model: LinearTextClassifier
    text: str
    label: str
    scores: list[float]


@dataclass(frozen=True)
class TrainingSettings:
    """What may be tuned; the defaults are the measured ones."""

    c: float = 0.5
    word_ngrams: int = 2
    char_ngrams: tuple[int, int] = (2, 5)
    # A feature of a single training text says little and could spell out a rare name.
    min_texts: int = 2
    seed: int = 7


def train(
    texts: Sequence[str], labels: Sequence[str], settings: TrainingSettings | None = None
) -> tuple[LinearTextClassifier, list[HeldOut]]:
    """A classifier over normalised texts, and every text with a model that has not seen it.

    The second list is empty when a class has too few texts. Equal data and seed give an equal model, in
    whatever order the texts stand. Raises ValueError without two classes.
    """
    chosen = settings or TrainingSettings()
    if len(texts) != len(labels) or len(set(labels)) < 2:
        raise ValueError("training needs one label per text and at least two different labels")
    pairs = sorted(zip(texts, labels, strict=True))
    texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
    counts = [count_features(text, chosen.word_ngrams, chosen.char_ngrams) for text in texts]
    held = _held_out(texts, counts, labels, chosen) if min(Counter(labels).values()) >= FOLDS else []
    model = _fit(counts, labels, chosen)
    model.temperature = _temperature(held)
    for one in held:
        one.model.temperature = model.temperature
    return model, held


def _fit(counts: Sequence[Counts], labels: Sequence[str], settings: TrainingSettings) -> LinearTextClassifier:
    """Features of all texts, then one linear SVM for each class against the others."""
    from sklearn.svm import LinearSVC

    names = [_kept([c[block] for c in counts], settings.min_texts) for block in range(3)]
    idf = [value for block in range(3) for value in _idf([c[block] for c in counts], names[block])]
    model = LinearTextClassifier(
        classes=sorted(set(labels)),
        words=names[0],
        letters=names[1],
        ideas=names[2],
        idf=array("f", idf),
        weights=array("f"),
        bias=array("f"),
        temperature=1.0,
        word_ngrams=settings.word_ngrams,
        char_ngrams=settings.char_ngrams,
    )
    machine = LinearSVC(C=settings.c, class_weight="balanced", random_state=settings.seed)
    machine.fit(_rows([model.weigh(c) for c in counts], len(idf)), labels)
    return model.with_weights(*_both_sides(machine.coef_, machine.intercept_))


def _kept(counts: Sequence[Mapping[str, int]], min_texts: int) -> list[str]:
    """Features that stand in enough texts, sorted; their order tells nothing of the texts."""
    seen = Counter(name for one in counts for name in one)
    return sorted(name for name, texts in seen.items() if texts >= min_texts)


def _idf(counts: Sequence[Mapping[str, int]], names: Sequence[str]) -> list[float]:
    """Smoothed inverse document frequency, in the order of the names."""
    seen = Counter(name for one in counts for name in one)
    return [math.log((1 + len(counts)) / (1 + seen[name])) + 1 for name in names]


def _rows(vectors: Sequence[Mapping[int, float]], width: int) -> Any:
    """Sparse matrix with one row per text."""
    from scipy.sparse import csr_matrix

    starts = [0]
    for vector in vectors:
        starts.append(starts[-1] + len(vector))
    columns = [i for vector in vectors for i in vector]
    values = [v for vector in vectors for v in vector.values()]
    return csr_matrix((values, columns, starts), shape=(len(vectors), width))


def _both_sides(coefficients: Any, intercepts: Any) -> tuple[array[float], array[float]]:
    """Weights feature by feature; of two classes scikit-learn keeps one row, its negative is the other's."""
    import numpy as np

    if len(coefficients) == 1:
        coefficients = np.vstack([-coefficients, coefficients])
        intercepts = np.hstack([-intercepts, intercepts])
    weights, bias = array("f"), array("f")
    weights.frombytes(np.ascontiguousarray(coefficients.T, dtype=np.float32).tobytes())
    bias.frombytes(intercepts.astype(np.float32).tobytes())
    return weights, bias


def _held_out(
    texts: Sequence[str], counts: Sequence[Counts], labels: Sequence[str], settings: TrainingSettings
) -> list[HeldOut]:
    """Every text once, judged by a model that has not seen it."""
    from sklearn.model_selection import StratifiedKFold

    found: list[HeldOut] = []
    for known, hidden in StratifiedKFold(FOLDS, shuffle=True, random_state=settings.seed).split(
        texts, labels
    ):
        model = _fit([counts[i] for i in known], [labels[i] for i in known], settings)
        for i in hidden:
            found.append(HeldOut(model, texts[i], labels[i], model.decide(model.weigh(counts[i]))))
    return found


def _temperature(held: Sequence[HeldOut]) -> float:
    """The temperature under which held-out probabilities fit best."""
    if not held:
        return UNTRIED_TEMPERATURE
    import numpy as np

    right = [one.model.classes.index(one.label) for one in held]
    return best_temperature(np.array([one.scores for one in held]), np.array(right))


def best_temperature(scores: Any, right: Any) -> float:
    """The temperature under which the chances of a matrix of decision values fit the right columns best."""
    import numpy as np

    def misfit(temperature: float) -> float:
        scaled = scores / temperature
        top = scaled.max(axis=1, keepdims=True)
        total = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((total - scaled[np.arange(len(right)), right]).sum())

    return min((0.05 * 1.15**step for step in range(26)), key=misfit)
