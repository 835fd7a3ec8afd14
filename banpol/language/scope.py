"""How much a message is a matter for this service, from 0 to 1."""

from __future__ import annotations

from banpol.language.classifier import LinearTextClassifier, Ranking

OUTSIDE = "di_luar_topik"


def in_scope(model: LinearTextClassifier, normalised: str, ranking: Ranking) -> float:
    """High when known words point to one matter of the service; low for strange words and other topics.

    The chance that it is off topic counts against it, unknown words and an unsure classifier do too.
    """
    words = normalised.split()
    if not words or not ranking:
        return 0.0
    known = sum(model.knows(word) for word in words) / len(words)
    off_topic = dict(ranking).get(OUTSIDE, 0.0)
    best = max((chance for name, chance in ranking if name != OUTSIDE), default=0.0)
    return round((1.0 - off_topic) * (0.5 * known + 0.5 * best), 4)
