"""Trains the linear text classifier; the only place of this room that needs numpy, scipy and scikit-learn."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Any

from banpol.language.classifier import Counts, LinearTextClassifier, TrainingSettings, count_features

FOLDS = 3
TEMPERATURES = [0.05 * 1.12**step for step in range(36)]


class TooLittleToLearn(ValueError):
    """Fewer than two classes, or a class without examples."""


def train(
    texts: Sequence[str], labels: Sequence[str], settings: TrainingSettings | None = None
) -> LinearTextClassifier:
    """A classifier over normalised texts. The same input gives the same model. Raises TooLittleToLearn."""
    chosen = settings or TrainingSettings()
    if len(set(labels)) < 2:
        raise TooLittleToLearn("a classifier needs examples of at least two classes")
    model = _fit(texts, labels, chosen)
    model.temperature = _temperature(texts, labels, chosen)
    return model


def _fit(texts: Sequence[str], labels: Sequence[str], settings: TrainingSettings) -> LinearTextClassifier:
    from sklearn.svm import LinearSVC

    counts = [count_features(text, settings.word_ngrams, settings.char_ngrams) for text in texts]
    words, letters = (_vocabulary(counts, part, settings.min_texts) for part in (0, 1))
    model = _empty(words, letters, _idf(counts, words, letters), sorted(set(labels)), settings)
    machine = LinearSVC(C=settings.c, class_weight="balanced", random_state=settings.seed, max_iter=4000)
    machine.fit(_rows(model, texts), list(labels))
    weights, bias = machine.coef_, machine.intercept_
    if len(model.classes) == 2:
        # scikit-learn keeps one row for two classes: the second one's.
        weights, bias = [-weights[0], weights[0]], [-bias[0], bias[0]]
    return _with_weights(model, weights, bias)


def _vocabulary(counts: Sequence[Counts], part: int, min_texts: int) -> list[str]:
    seen: Counter[str] = Counter()
    for both in counts:
        seen.update(both[part].keys())
    return sorted(feature for feature, texts in seen.items() if texts >= min_texts)


def _idf(counts: Sequence[Counts], words: list[str], letters: list[str]) -> array[float]:
    values = array("f")
    for part, names in enumerate((words, letters)):
        seen: Counter[str] = Counter()
        for both in counts:
            seen.update(both[part].keys())
        values.extend(math.log((1 + len(counts)) / (1 + seen[name])) + 1 for name in names)
    return values


def _empty(
    words: list[str], letters: list[str], idf: array[float], classes: list[str], settings: TrainingSettings
) -> LinearTextClassifier:
    return LinearTextClassifier(
        classes=classes,
        words=words,
        letters=letters,
        idf=idf,
        weights=array("f"),
        bias=array("f", [0.0] * len(classes)),
        temperature=1.0,
        word_ngrams=settings.word_ngrams,
        char_ngrams=settings.char_ngrams,
    )


def _rows(model: LinearTextClassifier, texts: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix

    data, columns, starts = [], [], [0]
    for text in texts:
        found = model.vector(text)
        columns.extend(found)
        data.extend(found.values())
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(texts), len(model.idf)))


def _with_weights(model: LinearTextClassifier, weights: Any, bias: Any) -> LinearTextClassifier:
    import numpy as np

    matrix = np.asarray(weights, dtype=np.float32).T
    return LinearTextClassifier(
        classes=model.classes,
        words=model.words,
        letters=model.letters,
        idf=model.idf,
        weights=array("f", matrix.tobytes()),
        bias=array("f", np.asarray(bias, dtype=np.float32).tobytes()),
        temperature=1.0,
        word_ngrams=model.word_ngrams,
        char_ngrams=model.char_ngrams,
    )


def _temperature(texts: Sequence[str], labels: Sequence[str], settings: TrainingSettings) -> float:
    """The temperature under which held-out answers are least surprising; 1 for too few texts."""
    held_out: list[tuple[list[float], int]] = []
    for fold in range(FOLDS):
        kept = [i for i in range(len(texts)) if i % FOLDS != fold]
        if len({labels[i] for i in kept}) < 2:
            return 1.0
        model = _fit([texts[i] for i in kept], [labels[i] for i in kept], settings)
        known = {name: number for number, name in enumerate(model.classes)}
        held_out += [
            (model.scores(texts[i]), known[labels[i]])
            for i in range(fold, len(texts), FOLDS)
            if labels[i] in known
        ]
    return min(TEMPERATURES, key=lambda temperature: _surprise(held_out, temperature))


def _surprise(answers: Sequence[tuple[list[float], int]], temperature: float) -> float:
    total = 0.0
    for scores, right in answers:
        top = max(scores)
        powers = [math.exp((score - top) / temperature) for score in scores]
        total -= math.log(max(powers[right] / sum(powers), 1e-12))
    return total
