"""Trains the linear text classifier; needs scikit-learn, and nobody else in this room does."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from banpol.language.classifier import LinearTextClassifier
from banpol.language.counted import Block, Weighing, blocks, joined, learn_weighing

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
    counted = blocks(texts, chosen.word_ngrams, chosen.char_ngrams)
    held = _held_out(texts, counted, labels, chosen) if min(Counter(labels).values()) >= FOLDS else []
    model, _ = _fit(counted, range(len(texts)), labels, chosen)
    model.temperature = _temperature(held)
    for one in held:
        one.model.temperature = model.temperature
    return model, held


def _fit(
    counted: Sequence[Block], texts: Sequence[int], labels: Sequence[str], settings: TrainingSettings
) -> tuple[LinearTextClassifier, list[Weighing]]:
    """Features of the texts of these numbers, then one linear SVM for each class against the others."""
    from sklearn.svm import LinearSVC

    weighings = [learn_weighing(block, texts, settings.min_texts) for block in counted]
    model = LinearTextClassifier(
        classes=sorted(set(labels)),
        words=weighings[0].names,
        letters=weighings[1].names,
        ideas=weighings[2].names,
        idf=array("f", [value for weighing in weighings for value in weighing.idf]),
        weights=array("f"),
        bias=array("f"),
        temperature=1.0,
        word_ngrams=settings.word_ngrams,
        char_ngrams=settings.char_ngrams,
    )
    machine = LinearSVC(C=settings.c, class_weight="balanced", random_state=settings.seed)
    machine.fit(joined(counted, weighings, texts), labels)
    return model.with_weights(*_both_sides(machine.coef_, machine.intercept_)), weighings


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
    texts: Sequence[str], counted: Sequence[Block], labels: Sequence[str], settings: TrainingSettings
) -> list[HeldOut]:
    """Every text once, judged by a model that has not seen it."""
    from sklearn.model_selection import StratifiedKFold

    found: list[HeldOut] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=settings.seed)
    for known, hidden in folds.split(texts, labels):
        model, weighings = _fit(counted, known, [labels[i] for i in known], settings)
        scores = model.decide_all(joined(counted, weighings, hidden))
        for i, row in zip(hidden, scores, strict=True):
            found.append(HeldOut(model, texts[i], labels[i], row))
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
