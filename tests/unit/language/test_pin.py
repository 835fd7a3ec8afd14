"""Location pins: known places, a boundary file, impossible coordinates."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
import yaml

from banpol.language.boundaries import BoundaryError
from banpol.language.pin import locate

SET = Path(__file__).parents[2] / "understanding" / "pin.yml"


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


@pytest.fixture
def boundaries() -> Path:
    """The real boundary file, where the machine has one."""
    named = os.environ.get("BANPOL_TEST_BOUNDARIES")
    if not named or not Path(named).exists():
        pytest.skip("set BANPOL_TEST_BOUNDARIES to a GeoJSON file of kabupaten boundaries to run this test")
    return Path(named)


def test_known_places_lie_in_their_kabupaten_with_a_boundary_file(boundaries: Path) -> None:
    """The polygons agree with every known place."""
    assert not _wrong(boundaries)


def test_the_nearest_village_is_mostly_right(boundaries: Path) -> None:
    """At least 9 of 10 random points agree with the polygons; the share asked back is printed."""
    chance = random.Random(7)
    points = [(chance.uniform(-4.9, -1.7), chance.uniform(102.1, 106.0)) for _ in range(300)]
    pairs = [(locate(lat, lon, boundaries), locate(lat, lon)) for lat, lon in points]
    wrong = [(exact, near) for exact, near in pairs if exact.kabupaten_code != near.kabupaten_code]
    asked = sum(near.ask for _, near in wrong)
    print(
        f"pin without file: {1 - len(wrong) / len(pairs):.1%} right, {asked} of {len(wrong)} wrong ones asked"
    )
    assert len(wrong) / len(pairs) < 0.1


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
