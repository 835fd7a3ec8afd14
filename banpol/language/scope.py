"""Whether a message is this service's business at all: a score from 0 (surely not) to 1 (surely)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

OUT_OF_TOPIC = "di_luar_topik"
# Words of two letters stand in every sentence and tell nothing.
TELLING = 3
Signs = tuple[float, ...]


@dataclass(frozen=True)
class ScopeWeights:
    """How much each sign counts; fitted on held-out predictions, else these guesses.

    The last two belong to messages with a sentence vector and are 0 for all others.
    """

    top: float = 2.0
    known: float = 3.0
    off_topic: float = -3.0
    margin: float = 0.0
    nearest: float = 0.0
    nearest_off: float = 0.0
    bias: float = -1.5


def known_share(text: str, knows: Callable[[str], bool]) -> float:
    """Share of the telling words of a normalised text that training has seen; 0 when there are none."""
    words = [w for w in text.split() if len(w) >= TELLING]
    return sum(map(knows, words)) / len(words) if words else 0.0


def signs(
    ranking: Sequence[tuple[str, float]],
    known: float,
    scores: Mapping[str, float],
    near: Mapping[str, float] | None = None,
) -> Signs:
    """What speaks for and against: the chance of the best real intent, the share of known words, the chance
    of being off topic, the lead of the best real intent in decision values, and how near the nearest
    training messages of both kinds are (0 without a sentence vector)."""
    chances: Mapping[str, float] = dict(ranking)
    best = max((c for name, c in ranking if name != OUT_OF_TOPIC), default=0.0)
    real = max((s for name, s in scores.items() if name != OUT_OF_TOPIC), default=0.0)
    ours = max((c for name, c in (near or {}).items() if name != OUT_OF_TOPIC), default=0.0)
    off = (near or {}).get(OUT_OF_TOPIC, 0.0)
    margin = real - scores[OUT_OF_TOPIC] if OUT_OF_TOPIC in scores else 0.0
    return best, known, chances.get(OUT_OF_TOPIC, 0.0), margin, ours, off


def in_scope(seen: Signs, weights: ScopeWeights) -> float:
    """Chance that a message with these signs is our business."""
    counted = (
        weights.top,
        weights.known,
        weights.off_topic,
        weights.margin,
        weights.nearest,
        weights.nearest_off,
    )
    score = sum(w * s for w, s in zip(counted, seen, strict=True)) + weights.bias
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def fit_weights(seen: Sequence[tuple[Signs, bool]]) -> ScopeWeights:
    """Weights from (signs, is in scope) of messages the classifier had not seen; needs scikit-learn."""
    answers = [inside for _, inside in seen]
    if not any(answers) or all(answers):
        return ScopeWeights()
    from sklearn.linear_model import LogisticRegression

    machine = LogisticRegression(C=10.0, max_iter=1000).fit([list(s) for s, _ in seen], answers)
    top, known, off_topic, margin, nearest, nearest_off = (float(v) for v in machine.coef_[0])
    bias = float(machine.intercept_[0])
    return ScopeWeights(top, known, off_topic, margin, nearest, nearest_off, bias)
