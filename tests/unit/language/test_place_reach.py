"""Every kecamatan and every desa of the province can be named and is found."""

from __future__ import annotations

from collections import defaultdict

from banpol.language.gazetteer import gazetteer
from banpol.language.place import PlaceFound, find_place
from banpol.language.place_words import key_of

NAMES = gazetteer().regions
KABUPATEN = {code: name for code, name in NAMES.items() if len(code) == 5}
KECAMATAN = {code: name for code, name in NAMES.items() if len(code) == 8}
DESA = {code: name for code, name in NAMES.items() if len(code) > 8}


def _in(found: PlaceFound | None, kecamatan: str) -> bool:
    return found is not None and found.kecamatan_code == kecamatan and not found.outside


def test_the_whole_province_is_in_the_table() -> None:
    """17 kabupaten and kota, 241 kecamatan, 3,259 desa and kelurahan."""
    assert (len(KABUPATEN), len(KECAMATAN), len(DESA)) == (17, 241, 3259)


def test_every_kecamatan_is_found_with_its_kabupaten() -> None:
    """ "kecamatan X kabupaten Y", in small letters, is X in Y."""
    missed = [
        (name, code)
        for code, name in KECAMATAN.items()
        if not _in(find_place(f"di kecamatan {name.lower()} {KABUPATEN[code[:5]].lower()}"), code)
    ]
    assert missed == []


def test_every_desa_is_found_in_its_kecamatan() -> None:
    """ "desa X kecamatan Y" is in Y, whatever ordinary word X may be."""
    missed = [
        (name, code)
        for code, name in DESA.items()
        if not _in(find_place(f"di desa {name} kecamatan {KECAMATAN[code[:8]]}"), code[:8])
    ]
    assert missed == []


def test_a_desa_by_itself_is_found_or_asked() -> None:
    """A name that stands once is found; one that several kabupaten share is asked and never sent outside."""
    homes: dict[str, set[str]] = defaultdict(set)
    for code, name in DESA.items():
        homes[key_of(name)].add(code[:8])
    wrong = []
    for code, name in DESA.items():
        found = find_place(f"kejadiannya di desa {name.lower()}")
        alone = len(homes[key_of(name)]) == 1
        shared = found is not None and (found.ask or found.kabupaten_code == code[:5]) and not found.outside
        if not (_in(found, code[:8]) if alone else shared):
            wrong.append((name, code, found))
    assert wrong == []


def test_joined_official_names_are_shown_as_people_write_them() -> None:
    """The register's "Bukitkecil" is read as "Bukit Kecil"; the code stays."""
    for said in ("di bukit kecil palembang", "di kec bukitkecil"):
        found = find_place(said)
        assert found and (found.kecamatan, found.kecamatan_code) == ("Bukit Kecil", "16.71.11")


def test_a_street_is_known_by_its_own_name() -> None:
    """That both are called "jalan" makes a word no street: who "walks with a limp" names no place."""
    limping = find_place("jalan agak pincang", answering=True)
    assert limping is not None and limping.ask and not limping.candidates
    mistyped = find_place("di jalan parameswra")
    assert mistyped is not None and mistyped.kabupaten_code == "16.71"
