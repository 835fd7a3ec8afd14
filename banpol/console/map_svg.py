"""South Sumatra as a drawing of its villages' points: no tiles, nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import banpol.language

_TABLE = Path(banpol.language.__file__).parent / "tables" / "titik_desa.csv"
WEST, EAST, NORTH, SOUTH = 102.0, 106.3, -1.6, -5.0
WIDTH, HEIGHT = 430, 340  # a degree is 100 units: so near the equator both directions are alike


@dataclass(frozen=True)
class Province:
    """One path of dots, and where a coordinate lies on it."""

    path: str

    def at(self, latitude: float, longitude: float) -> tuple[float, float] | None:
        """None for what lies off the drawing."""
        if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
            return None
        return on_paper(latitude, longitude)


@lru_cache(maxsize=1)
def province() -> Province:
    """Read once; villages of the neighbours are left out, and dots that would lie on one another are one."""
    dots = set()
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        code, _, rest = line.partition(";")
        if code.startswith("16"):
            latitude, _, longitude = rest.partition(";")
            x, y = on_paper(float(latitude), float(longitude))
            dots.add((round(x), round(y)))
    return Province("".join(f"M{x} {y}h1" for x, y in sorted(dots)))


def on_paper(latitude: float, longitude: float) -> tuple[float, float]:
    return round((longitude - WEST) * 100, 1), round((NORTH - latitude) * 100, 1)
