"""spaCy's side of the comparison gets the names it should, so that it loses by what it cannot do alone."""

from __future__ import annotations

import pytest

from banpol.language.place import PlaceFound

pytest.importorskip("spacy", reason="the assistant's packages are not installed")
from benchmarks.places.by_spacy import Ruler


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler()


def _found(ruler: Ruler, text: str) -> PlaceFound:
    found = ruler.find_place(text)
    assert found is not None
    return found


def test_a_name_as_it_is_written_is_resolved(ruler: Ruler) -> None:
    """Kabupaten and kecamatan, in whatever capitals, and the one that tells more wins."""
    assert _found(ruler, "maling di Lahat tadi").kabupaten_code == "16.04"
    assert _found(ruler, "di kec ILIR BARAT I palembang").kabupaten_code == "16.71"


def test_outside_and_unclear_names_are_told_apart_and_none_is_none(ruler: Ruler) -> None:
    """As our own reading answers."""
    assert _found(ruler, "kejadiannya di Jakarta Selatan").outside
    assert _found(ruler, "di Suka Maju").ask
    assert ruler.find_place("halo pak") is None
