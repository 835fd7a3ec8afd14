"""Two pictures as inline SVG: a curve in the unit square, and which label is taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from evaluation.measures import Pairs

SIDE, EDGE, CELL, NAMES = 300, 40, 16, 190


def line(points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """A curve through points of the unit square, with the diagonal behind it."""
    path = " ".join(f"{EDGE + x * SIDE:.1f},{EDGE + (1 - y) * SIDE:.1f}" for x, y in points)
    size = SIDE + 2 * EDGE
    return (
        f"<svg viewBox='0 0 {size} {size}' width='{size}' role='img' aria-label='{escape(up)}'>"
        f"<rect x='{EDGE}' y='{EDGE}' width='{SIDE}' height='{SIDE}' fill='none' stroke='#999'/>"
        f"<line x1='{EDGE}' y1='{EDGE + SIDE}' x2='{EDGE + SIDE}' y2='{EDGE}' stroke='#ccc'/>"
        f"<polyline points='{path}' fill='none' stroke='#06c' stroke-width='2'/>"
        f"<text x='{EDGE}' y='{size - 12}'>{escape(across)} 0 to 1</text>"
        f"<text x='{EDGE}' y='{EDGE - 12}'>{escape(up)} 0 to 1</text></svg>"
    )


def confusion(pairs: Pairs) -> str:
    """Rows are what was meant, columns what was said in the same order; darker is more, mistakes are red."""
    names = sorted({meant for meant, _ in pairs})
    totals, cells = Counter(meant for meant, _ in pairs), Counter(pairs)
    parts = [
        _cell(column, row, cells[meant, said] / totals[meant], f"{meant} → {said}: {cells[meant, said]}")
        for row, meant in enumerate(names)
        for column, said in enumerate(names)
        if cells[meant, said]
    ]
    labels = [
        f"<text x='{NAMES - 6}' y='{(row + 1) * CELL - 4}' text-anchor='end' font-size='11'>"
        f"{escape(name)}</text>"
        for row, name in enumerate(names)
    ]
    width, height = NAMES + len(names) * CELL, len(names) * CELL
    return f"<svg viewBox='0 0 {width} {height}' width='{width}'>{''.join(labels + parts)}</svg>"


def _cell(column: int, row: int, share: float, told: str) -> str:
    colour = "#06c" if column == row else "#c00"
    return (
        f"<rect x='{NAMES + column * CELL}' y='{row * CELL}' width='{CELL - 1}' height='{CELL - 1}' "
        f"fill='{colour}' fill-opacity='{0.15 + 0.85 * share:.2f}'><title>{escape(told)}</title></rect>"
    )
