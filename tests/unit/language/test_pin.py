"""Location pins: known places, a boundary file, impossible coordinates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from banpol.language.boundaries import BoundaryError
from banpol.language.pin import locate

SET = Path(__file__).parents[2] / "understanding" / "pin.yml"
RANDOM = SET.with_name("pin_acak.csv")


def _code(lat: float, lon: float, boundaries: Path | None) -> str:
    found = locate(lat, lon, boundaries)
    return "luar" if found.outside else str(found.kabupaten_code)


def _wrong(boundaries: Path | None) -> list[tuple[str, str, str]]:
    items = yaml.safe_load(SET.read_text(encoding="utf-8"))
    assert len(items) >= 40
    located = [(name, code, _code(lat, lon, boundaries)) for name, lat, lon, code in items]
    return [item for item in located if item[1] != item[2]]


def test_known_places_lie_in_their_kabupaten_without_a_boundary_file() -> None:
    """The nearest village finds the kabupaten of every known place."""
    wrong = _wrong(None)
    print("pin:", wrong)
    assert not wrong


def _around(places: list[tuple[float, float, str]], path: Path) -> Path:
    """A boundary file with one small invented square around each place."""
    ring = [(-0.01, -0.01), (0.01, -0.01), (0.01, 0.01), (-0.01, 0.01), (-0.01, -0.01)]
    features = [
        {
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[lon + x, lat + y] for x, y in ring]]},
        }
        for lat, lon, code in places
    ]
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    return path


def test_known_places_lie_in_their_kabupaten_with_a_boundary_file(tmp_path: Path) -> None:
    """The polygons of a file decide for every known place, those outside all of them included."""
    items = yaml.safe_load(SET.read_text(encoding="utf-8"))
    places = [(lat, lon, code) for _, lat, lon, code in items if code != "luar"]
    assert not _wrong(_around(places, tmp_path / "batas.geojson"))


def test_the_boundary_file_overrules_the_villages(tmp_path: Path) -> None:
    """Where a file draws Palembang's places into another kabupaten, they lie in that one."""
    items = yaml.safe_load(SET.read_text(encoding="utf-8"))
    places = [(lat, lon, "16.06") for _, lat, lon, code in items if code == "16.71"]
    drawn = _around(places, tmp_path / "batas.geojson")
    assert {locate(lat, lon, drawn).kabupaten_code for lat, lon, _ in places} == {"16.06"}
    assert {locate(lat, lon).kabupaten_code for lat, lon, _ in places} == {"16.71"}


def _random_points() -> list[tuple[float, float, str]]:
    lines = RANDOM.read_text(encoding="utf-8").splitlines()
    rows = [line.split(";") for line in lines if not line.startswith("#")]
    return [(float(lat), float(lon), code) for lat, lon, code in rows]


def test_points_anywhere_are_nearly_always_right_or_asked() -> None:
    """At least 97 of 100 random points lie where the true boundaries put them, and 99 are right or asked."""
    points = _random_points()
    wrong = [(lat, lon, code) for lat, lon, code in points if _code(lat, lon, None) != code]
    unasked = [(lat, lon, code) for lat, lon, code in wrong if not locate(lat, lon).ask]
    print(
        f"pin without file: {len(wrong)} of {len(points)} wrong, {len(unasked)} of them not asked: {unasked}"
    )
    assert len(points) >= 300
    assert len(wrong) <= 0.03 * len(points)
    assert len(unasked) <= 0.01 * len(points)


def test_a_pin_on_a_border_is_asked_with_both_sides() -> None:
    """Between two kabupaten the answer asks back and offers them, the likelier first."""
    asked = [found for found in (locate(lat, lon) for lat, lon, _ in _random_points()) if found.ask]
    assert asked
    for found in asked:
        assert found.candidates[0].kabupaten_code == found.kabupaten_code
        assert len({candidate.kabupaten_code for candidate in found.candidates}) == len(found.candidates)


def test_swapped_coordinates_are_put_right() -> None:
    """A pin whose longitude comes first is still in Palembang."""
    assert locate(104.7635, -2.9917).kabupaten == "Kota Palembang"


@pytest.mark.parametrize(
    ("lat", "lon"), [(float("nan"), 104.0), (float("inf"), 1.0), (95.0, 200.0), (-3.0, 181.0)]
)
def test_impossible_coordinates_are_refused(lat: float, lon: float) -> None:
    """What lies nowhere on Earth raises ValueError."""
    with pytest.raises(ValueError, match="coordinate"):
        locate(lat, lon)


def _square(tmp_path: Path, text: str | None = None) -> Path:
    ring = [[104.0, -3.0], [105.0, -3.0], [105.0, -2.0], [104.0, -2.0], [104.0, -3.0]]
    hole = [[104.4, -2.6], [104.6, -2.6], [104.6, -2.4], [104.4, -2.4], [104.4, -2.6]]
    feature = {"properties": {"code": "16.06"}, "geometry": {"type": "Polygon", "coordinates": [ring, hole]}}
    path = tmp_path / "batas.geojson"
    path.write_text(text if text is not None else json.dumps({"features": [feature]}), encoding="utf-8")
    return path


def test_a_boundary_file_decides_and_its_holes_count(tmp_path: Path) -> None:
    """Inside the ring is the region, inside its hole is not."""
    path = _square(tmp_path)
    assert locate(-2.9, 104.1, path).kabupaten_code == "16.06"
    assert locate(-2.55, 104.45, path).kabupaten_code != "16.06"


@pytest.mark.parametrize(
    "text", ["", "{}", '{"features": []}', '{"features": [{"properties": {}, "geometry": null}]}']
)
def test_a_broken_boundary_file_says_so(tmp_path: Path, text: str) -> None:
    """A file that is no GeoJSON of regions raises an error that names it."""
    with pytest.raises(BoundaryError, match=r"batas\.geojson"):
        locate(-2.9, 104.1, _square(tmp_path, text))


def test_a_missing_boundary_file_says_so(tmp_path: Path) -> None:
    """A file that is not there raises an error that names it."""
    with pytest.raises(BoundaryError, match=r"tidak_ada\.geojson"):
        locate(-2.9, 104.1, tmp_path / "tidak_ada.geojson")
