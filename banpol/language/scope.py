"""Whether a message is this service's business at all: a score from 0 (surely not) to 1 (surely)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

OUT_OF_TOPIC = "di_luar_topik"
# Words of two letters stand in every sentence and tell nothing.
TELLING = 3


@dataclass(frozen=True)
class ScopeWeights:
    """How much each sign counts; fitted on held-out predictions, else these guesses."""

    top: float = 2.0
    known: float = 3.0
    off_topic: float = -3.0
    bias: float = -1.5


def known_share(text: str, knows: Callable[[str], bool]) -> float:
    """Share of the telling words of a normalised text that training has seen; 0 when there are none."""
    words = [w for w in text.split() if len(w) >= TELLING]
    return sum(map(knows, words)) / len(words) if words else 0.0


def signs(ranking: Sequence[tuple[str, float]], known: float) -> tuple[float, float, float]:
    """The three signs: chance of the best real intent, share of known words, chance of being off topic."""
    chances: Mapping[str, float] = dict(ranking)
    best = max((c for name, c in ranking if name != OUT_OF_TOPIC), default=0.0)
    return best, known, chances.get(OUT_OF_TOPIC, 0.0)


def in_scope(ranking: Sequence[tuple[str, float]], known: float, weights: ScopeWeights) -> float:
    """Chance that a message with this ranking of intents and this share of known words is our business."""
    best, share, off = signs(ranking, known)
    score = weights.top * best + weights.known * share + weights.off_topic * off + weights.bias
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def fit_weights(seen: Sequence[tuple[tuple[float, float, float], bool]]) -> ScopeWeights:
    """Weights from (signs, is in scope) of messages the classifier had not seen; needs scikit-learn."""
    answers = [inside for _, inside in seen]
    if not any(answers) or all(answers):
        return ScopeWeights()
    from sklearn.linear_model import LogisticRegression

    machine = LogisticRegression(C=10.0, class_weight="balanced").fit([list(s) for s, _ in seen], answers)
    top, known, off = (float(v) for v in machine.coef_[0])
    return ScopeWeights(top, known, off, float(machine.intercept_[0]))
