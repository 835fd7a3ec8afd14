"""Figures over pairs of what was meant and what was said; pure functions, shares from 0 to 1."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pairs = Sequence[tuple[str, str]]  # (meant, said)
BINS = 10


@dataclass(frozen=True)
class Label:
    """How one label fared; `taken_for` is its commonest mistake, empty when there is none."""

    name: str
    count: int
    precision: float
    recall: float
    f1: float
    taken_for: str


def share(hits: Iterable[bool]) -> float:
    """The share of true answers, 0 for none at all."""
    seen = list(hits)
    return sum(seen) / len(seen) if seen else 0.0


def accuracy(pairs: Pairs) -> float:
    return share(meant == said for meant, said in pairs)


def by_label(pairs: Pairs) -> list[Label]:
    """One row for each label that was meant, in alphabetical order."""
    meant, said = Counter(m for m, _ in pairs), Counter(s for _, s in pairs)
    right = Counter(m for m, s in pairs if m == s)
    mixed = mistakes(pairs)
    return [
        Label(
            name,
            meant[name],
            right[name] / said[name] if said[name] else 0.0,
            right[name] / meant[name],
            2 * right[name] / (meant[name] + said[name]),
            next((other for (first, other), _ in mixed if first == name), ""),
        )
        for name in sorted(meant)
    ]


def macro_f1(pairs: Pairs) -> float:
    """The mean F1 over the labels that were meant, each counted once."""
    rows = by_label(pairs)
    return sum(row.f1 for row in rows) / len(rows) if rows else 0.0


def mistakes(pairs: Pairs) -> list[tuple[tuple[str, str], int]]:
    """(meant, said) of every mistake with its count, commonest first."""
    mixed = Counter((m, s) for m, s in pairs if m != s)
    return sorted(mixed.items(), key=lambda item: (-item[1], item[0]))


def span_f1(counts: Iterable[tuple[int, int, int]]) -> float:
    """Micro F1 of exact spans from (right, found, wanted) of each message."""
    rows = list(counts)
    right, found, wanted = (sum(row[i] for row in rows) for i in range(3))
    return 2 * right / (found + wanted) if found + wanted else 0.0


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The chance that a message of ours scores above one that is not; ties count half."""
    low = sorted(outside)
    wins = sum(bisect_left(low, s) + bisect_right(low, s) for s in inside)
    return wins / (2 * len(inside) * len(outside)) if inside and outside else 0.0


def curve(inside: Sequence[float], outside: Sequence[float]) -> list[tuple[float, float]]:
    """(share of ours refused, share of the others refused) for every threshold, from none to all."""
    ours, others = sorted(inside), sorted(outside)
    steps = sorted({*ours, *others})
    points = [(bisect_right(ours, t) / len(ours), bisect_right(others, t) / len(others)) for t in steps]
    return [(0.0, 0.0), *points]


def calibration(answers: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, messages) of each tenth of the confidence scale that is not empty."""
    boxes: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in answers:
        boxes.setdefault(min(int(chance * BINS), BINS - 1), []).append((chance, right))
    return [
        (sum(c for c, _ in box) / len(box), share(r for _, r in box), len(box))
        for _, box in sorted(boxes.items())
    ]


def calibration_error(answers: Sequence[tuple[float, bool]]) -> float:
    """The mean distance of confidence from truth over the tenths, weighted by their messages (ECE)."""
    rows = calibration(answers)
    return sum(abs(chance - right) * n for chance, right, n in rows) / len(answers) if answers else 0.0


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which this part of the values lies; 0 for no values."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0
