"""Which region a WhatsApp location pin lies in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from banpol.language.boundaries import area_at
from banpol.language.place import PlaceCandidate, PlaceFound, region

_TABLES = Path(__file__).parent / "tables"
# Nobody lives farther than this from the next village point; what lies farther out is sea or another island.
_FAR_KM = 30.0
# The boundary line is drawn coarsely along coast and rivers: a pin so near to one of our villages is ours.
SHORE_KM = 2.0
# A pin so near to the middle between two kabupaten's points may lie on either side of the border.
_DOUBT_KM = 0.8


@dataclass(frozen=True)
class _Near:
    """A known point with its distance; `code` is that of a kecamatan, a kabupaten or another province."""

    km: float
    code: str
    lat: float
    lon: float

    @property
    def kabupaten(self) -> str:
        return self.code[:5]


def locate(lat: float, lon: float, boundaries: Path | None = None) -> PlaceFound:
    """The kabupaten/kota and kecamatan of a coordinate; ValueError when it is none on Earth.

    `boundaries` names a GeoJSON file of regions with their code (exact); without it the nearest village or
    border point decides, which is right for 98 of 100 places, so near a border the answer asks back.
    Latitude and longitude in the wrong order are put right.
    """
    lat, lon = _checked(lat, lon)
    near = _nearest(villages(), lat, lon)
    shore = bool(near) and near[0].code.startswith("16.") and near[0].km <= SHORE_KM
    if boundaries is not None:
        code = area_at(boundaries, lat, lon)
        code = _within(code, near) if code else near[0].code if shore else None
        return _found(lat, lon, code, ())
    if not near or near[0].km > _FAR_KM:
        return _found(lat, lon, None, ())
    around = sorted(near + _nearest(_borders(), lat, lon), key=lambda point: point.km)
    if not around[0].code.startswith("16."):
        return _found(lat, lon, near[0].code if shore else None, ())
    return _found(lat, lon, _within(around[0].code, near), _doubtful(around))


def _checked(lat: float, lon: float) -> tuple[float, float]:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValueError("coordinate is not a number")
    if abs(lat) > 90 and abs(lon) <= 90:
        lat, lon = lon, lat
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError(f"no such coordinate: latitude {lat}, longitude {lon}")
    return lat, lon


@lru_cache(maxsize=1)
def villages() -> tuple[tuple[str, float, float], ...]:
    """Code of the kecamatan (of the province outside ours), latitude and longitude of every known village."""
    return tuple((_dotted(code), lat, lon) for code, lat, lon in _rows("titik_desa.csv"))


@lru_cache(maxsize=1)
def _borders() -> tuple[tuple[str, float, float], ...]:
    return tuple(_rows("titik_batas.csv"))


def _rows(name: str) -> Iterator[tuple[str, float, float]]:
    for line in (_TABLES / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, lat, lon = line.split(";")
            yield code, float(lat), float(lon)


def _dotted(code: str) -> str:
    return f"{code[:2]}.{code[2:4]}.{code[4:6]}" if len(code) > 2 else code


def _nearest(points: Iterable[tuple[str, float, float]], lat: float, lon: float) -> list[_Near]:
    """Known points around the pin, nearest first; reckoned on a plane, close enough at this size."""
    scale = math.cos(math.radians(lat))
    reach = _FAR_KM / 100  # degrees; a little more than the distance that still counts
    found = [
        _Near(math.hypot(lat - y, (lon - x) * scale) * 111.2, code, y, x)
        for code, y, x in points
        if abs(lat - y) < reach and abs(lon - x) < reach
    ]
    return sorted(found, key=lambda point: (point.km, point.code))


def _within(code: str, near: list[_Near]) -> str:
    """A kabupaten by itself says nothing of the kecamatan: its nearest village does."""
    if len(code) > 5:
        return code
    return next((point.code for point in near if point.code.startswith(code + ".")), code)


def _doubtful(around: list[_Near]) -> tuple[PlaceCandidate, ...]:
    """The regions between which the pin cannot decide, the nearest first; none where it is clear."""
    first = around[0]
    rivals: dict[str, _Near] = {}
    for other in around:
        if other.kabupaten != first.kabupaten and _to_middle(first, other) < _DOUBT_KM:
            rivals.setdefault(other.kabupaten, other)
    if not rivals:
        return ()
    ours = [first, *(p for p in rivals.values() if p.code.startswith("16."))]
    scores = [round(first.km / p.km / (1 + len(rivals)), 2) if p.km else 1.0 for p in ours]
    return tuple(
        PlaceCandidate(*region(_within(p.code, around)), score, "titik terdekat")
        for p, score in zip(ours, scores, strict=True)
    )


def _to_middle(one: _Near, two: _Near) -> float:
    """Kilometres from the pin to the line on which both points are equally far."""
    scale = math.cos(math.radians(one.lat))
    apart = math.hypot(one.lat - two.lat, (one.lon - two.lon) * scale) * 111.2
    return (two.km**2 - one.km**2) / (2 * apart) if apart else 0.0


def _found(lat: float, lon: float, code: str | None, candidates: tuple[PlaceCandidate, ...]) -> PlaceFound:
    said = f"{lat:.6f}, {lon:.6f}"
    if code is None:
        return PlaceFound(said, (0, 0), None, None, None, None, True, False, ())
    return PlaceFound(said, (0, 0), *region(code), False, bool(candidates), candidates)
