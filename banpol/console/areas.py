"""Kabupaten, kota and kecamatan as drawings of their villages' points, with their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping

import banpol.language
from banpol.console.map_svg import on_paper

_TABLES = Path(banpol.language.__file__).parent / "tables"
_MARGIN = 8.0


@dataclass(frozen=True)
class Area:
    """One path of dots on the paper of `map_svg`; `middle` is where a number about it is written."""

    code: str
    path: str
    middle: tuple[float, float]
    box: tuple[float, float, float, float]  # x, y, width, height


@lru_cache(maxsize=2)
def areas(level: int = 5) -> Mapping[str, Area]:
    """By code: `level` 5 are kabupaten and kota (16.71), 8 kecamatan (16.71.14)."""
    dots: dict[str, set[tuple[float, float]]] = {}
    for line in (_TABLES / "titik_desa.csv").read_text("utf-8").splitlines():
        code, _, rest = line.partition(";")
        if code.startswith("16"):
            latitude, _, longitude = rest.partition(";")
            dotted = f"{code[:2]}.{code[2:4]}.{code[4:6]}"[:level]
            dots.setdefault(dotted, set()).add(on_paper(float(latitude), float(longitude)))
    return {code: _area(code, sorted(found)) for code, found in sorted(dots.items())}


def _area(code: str, dots: list[tuple[float, float]]) -> Area:
    across, down = sorted(x for x, _ in dots), sorted(y for _, y in dots)
    middle = across[len(across) // 2], down[len(down) // 2]
    box = across[0] - _MARGIN, down[0] - _MARGIN, across[-1] - across[0], down[-1] - down[0]
    path = "".join(f"M{x:g} {y:g}h.01" for x, y in dots)
    return Area(code, path, middle, (box[0], box[1], box[2] + 2 * _MARGIN, box[3] + 2 * _MARGIN))


@lru_cache(maxsize=1)
def names() -> Mapping[str, str]:
    """Names of kabupaten, kota and kecamatan by code."""
    found = {}
    for line in (_TABLES / "wilayah.csv").read_text("utf-8").splitlines():
        code, _, name = line.partition(";")
        if code.startswith("16.") and len(code) <= 8:
            found[code] = name
    return found
