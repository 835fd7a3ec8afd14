"""Rebuilds titik_batas.csv: `python -m banpol.language.tables.make_border_points BOUNDARIES.geojson`.

The nearest village is a poor guide along a border. Points are drawn at random, half of them around villages;
one that the points so far would put into the wrong kabupaten is kept, until all of them come out right.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from banpol.language.boundaries import area_at
from banpol.language.pin import SHORE_KM, villages

_DRAWN = 60_000
_APART_KM = 3.0
_BOX = (-5.2, -1.3, 101.8, 106.4)
_HEAD = (
    "# kode kabupaten/kota (00 = di luar Sumatera Selatan);lintang;bujur. Titik di dekat batas; "
    "kabupatennya dibaca dari cahyadsn/wilayah_boundaries 3c5a7960 (MIT, Kepmendagri 300.2.2-2430/2025)"
)
Point = tuple[str, float, float]


def main(boundaries: str) -> None:
    """Writes the table beside this file."""
    rows = sorted(f"{code};{lat:.3f};{lon:.3f}" for code, lat, lon in border_points(Path(boundaries)))
    text = "\n".join([_HEAD, *rows]) + "\n"
    (Path(__file__).parent / "titik_batas.csv").write_text(text, encoding="utf-8")


def border_points(boundaries: Path, seed: int = 5) -> list[Point]:
    """The points that the villages need beside them."""
    chance = random.Random(seed)  # noqa: S311 - places on a map are no secret
    known = [(_kabupaten(code), lat, lon) for code, lat, lon in villages()]
    ours = _tree([p for p in known if p[0] != "00"])
    told = [(area_at(boundaries, lat, lon) or "00", lat, lon) for lat, lon in _draw(known, chance)]
    # Along the shore the drawn line decides nothing; a village of ours near by does.
    told = [p for p in told if p[0] != "00" or ours.query(_plane(p))[0] > SHORE_KM]
    kept: list[Point] = []
    while wrong := _misplaced(told, known + kept):
        chance.shuffle(wrong)
        kept += _spread(wrong)
    return kept


def _kabupaten(code: str) -> str:
    return code[:5] if code.startswith("16.") else "00"


def _draw(known: list[Point], chance: random.Random) -> Iterable[tuple[float, float]]:
    for _ in range(_DRAWN // 2):
        yield chance.uniform(_BOX[0], _BOX[1]), chance.uniform(_BOX[2], _BOX[3])
        _, lat, lon = chance.choice(known)
        yield lat + chance.gauss(0, 0.035), lon + chance.gauss(0, 0.035)


def _plane(point: Point) -> tuple[float, float]:
    """Kilometres east and north, close enough at this size."""
    return point[2] * math.cos(math.radians(-3.2)) * 111.2, point[1] * 111.2


def _tree(points: list[Point]) -> Any:
    from scipy.spatial import cKDTree

    return cKDTree([_plane(point) for point in points])


def _misplaced(told: list[Point], known: list[Point]) -> list[Point]:
    _, nearest = _tree(known).query([_plane(point) for point in told])
    return [point for point, index in zip(told, nearest, strict=True) if known[index][0] != point[0]]


def _spread(wrong: list[Point]) -> list[Point]:
    """Some of the misplaced points, none close to another, since one may put its neighbours right."""
    chosen: list[Point] = []
    for point in wrong:
        if len(chosen) < 300 and all(math.dist(_plane(point), _plane(c)) > _APART_KM for c in chosen):
            chosen.append(point)
    return chosen


if __name__ == "__main__":
    main(sys.argv[1])
