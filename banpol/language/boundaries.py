"""A boundary file of the administrator's own: exact regions for location pins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

Ring = tuple[tuple[float, float], ...]


class BoundaryError(ValueError):
    """The boundary file cannot be used; the message says why."""


@dataclass(frozen=True)
class Area:
    """One polygon of a region; corners are (longitude, latitude) in degrees, `holes` are cut out."""

    code: str
    outer: Ring
    holes: tuple[Ring, ...]
    box: tuple[float, float, float, float]


def area_at(path: Path, lat: float, lon: float) -> str | None:
    """Code of the region in the file that holds the point; the most exact one where regions nest."""
    found = [area.code for area in _areas(str(path), _changed(path)) if _holds(area, lon, lat)]
    return max(found, key=len) if found else None


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError as error:
        raise BoundaryError(f"boundary file {path} cannot be read: {error.strerror}") from error


@lru_cache(maxsize=4)
def _areas(path: str, _changed_at: float) -> tuple[Area, ...]:
    try:
        features = json.loads(Path(path).read_text(encoding="utf-8"))["features"]
        areas = tuple(area for feature in features for area in _of_feature(feature))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise BoundaryError(
            f"boundary file {path} is no GeoJSON of regions with a code: {error!r}"
        ) from error
    if not areas:
        raise BoundaryError(f"boundary file {path} holds no region")
    return areas


def _of_feature(feature: dict[str, Any]) -> Iterator[Area]:
    code, shape = str(feature["properties"]["code"]), feature["geometry"]
    for rings in [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]:
        outer, *holes = (tuple((float(x), float(y)) for x, y, *_ in ring) for ring in rings)
        xs, ys = [x for x, _ in outer], [y for _, y in outer]
        yield Area(code, outer, tuple(holes), (min(xs), min(ys), max(xs), max(ys)))


def _holds(area: Area, x: float, y: float) -> bool:
    left, low, right, high = area.box
    if not (left <= x <= right and low <= y <= high):
        return False
    return _in_ring(area.outer, x, y) and not any(_in_ring(hole, x, y) for hole in area.holes)


def _in_ring(ring: Ring, x: float, y: float) -> bool:
    """Ray casting: a ray to the east crosses the ring an odd number of times from inside."""
    inside = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > y) != (y2 > y) and x < (x1 - x2) * (y - y2) / (y1 - y2) + x2:
            inside = not inside
        x1, y1 = x2, y2
    return inside
