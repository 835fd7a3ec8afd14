"""Which region a WhatsApp location pin lies in."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

from banpol.language.boundaries import area_at
from banpol.language.place import PlaceCandidate, PlaceFound, region

_TABLE = Path(__file__).parent / "tables" / "titik_desa.csv"
# Nobody lives farther than this from the next village point; what lies farther out is sea or another island.
_FAR_KM = 30.0
# The boundary line is drawn coarsely along coast and rivers: a pin so near to one of our villages is ours.
_SHORE_KM = 2.0
# Another kabupaten's village almost as near: the pin may lie on either side of the border.
_DOUBT = 1.6


def locate(lat: float, lon: float, boundaries: Path | None = None) -> PlaceFound:
    """The kabupaten/kota and kecamatan of a coordinate; ValueError when it is none on Earth.

    `boundaries` names a GeoJSON file of regions with their code (exact); without it the nearest village
    decides, which is right for 96 of 100 villages, so near a border the answer asks back. Latitude and
    longitude in the wrong order are put right.
    """
    lat, lon = _checked(lat, lon)
    near = _nearest(lat, lon)
    if boundaries is not None:
        code = area_at(boundaries, lat, lon)
        if code is None and not (near[0][1].startswith("16.") and near[0][0] <= _SHORE_KM):
            return _found(lat, lon, None, ())
        return _found(lat, lon, _within(code, near) if code else near[0][1], ())
    distance, code = near[0]
    if distance > _FAR_KM or not code.startswith("16."):
        return _found(lat, lon, None, ())
    return _found(lat, lon, code, _doubtful(near))


def _checked(lat: float, lon: float) -> tuple[float, float]:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValueError("coordinate is not a number")
    if abs(lat) > 90 and abs(lon) <= 90:
        lat, lon = lon, lat
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError(f"no such coordinate: latitude {lat}, longitude {lon}")
    return lat, lon


@lru_cache(maxsize=1)
def _points() -> tuple[tuple[str, float, float], ...]:
    rows = (
        line.split(";")
        for line in _TABLE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    return tuple((_dotted(code), float(lat), float(lon)) for code, lat, lon in rows)


def _dotted(code: str) -> str:
    return f"{code[:2]}.{code[2:4]}.{code[4:6]}" if len(code) > 2 else code


def _nearest(lat: float, lon: float) -> list[tuple[float, str]]:
    """Kilometres to the village points, nearest first; reckoned on a plane, close enough at this size."""
    scale = math.cos(math.radians(lat))
    found = [(math.hypot(lat - y, (lon - x) * scale) * 111.2, code) for code, y, x in _points()]
    found.sort()
    return found


def _within(code: str, near: list[tuple[float, str]]) -> str:
    """A kabupaten's polygon says nothing of the kecamatan: its nearest village does."""
    if len(code) > 5:
        return code
    return next((candidate for _, candidate in near if candidate.startswith(code + ".")), code)


def _doubtful(near: list[tuple[float, str]]) -> tuple[PlaceCandidate, ...]:
    distance, code = near[0]
    rivals = {c[:5]: d for d, c in reversed(near) if c[:5] != code[:5] and d <= distance * _DOUBT}
    if not rivals:
        return ()
    nearest = {code[:5]: distance} | dict(sorted(rivals.items(), key=lambda item: item[1]))
    ours = {c: d for c, d in nearest.items() if c.startswith("16.")}
    return tuple(
        PlaceCandidate(
            *region(c), round(distance / d / (1 + len(rivals)), 2) if d else 1.0, "titik desa terdekat"
        )
        for c, d in ours.items()
    )


def _found(lat: float, lon: float, code: str | None, candidates: tuple[PlaceCandidate, ...]) -> PlaceFound:
    said = f"{lat:.6f}, {lon:.6f}"
    if code is None:
        return PlaceFound(said, (0, 0), None, None, None, None, True, False, ())
    return PlaceFound(said, (0, 0), *region(code), False, bool(candidates), candidates)
