"""Names of places in South Sumatra and the regions outside it, ready for looking up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from banpol.language.place_words import key_of

_TABLES = Path(__file__).parent / "tables"
KAMUS = Path(__file__).resolve().parents[2] / "data" / "kamus" / "nama_tempat.yml"
_TITLE = re.compile(
    r"^(?:kabupaten|kota administrasi|kabupaten administrasi|kota|provinsi|daerah "
    r"istimewa|daerah khusus ibukota) ",
    re.I,
)
_LAST_A = re.compile(r"(?<=\w\w)a\b")
_NUMBERED = re.compile(r"\d+(?:ulu|ilir)")
# How much a name tells by itself; a road or a village name tells less than a kecamatan.
LEVELS = {
    "kabupaten": 2.5,
    "kecamatan": 3.0,
    "tempat": 3.0,
    "luar": 2.5,
    "desa": 2.0,
    "jalan": 1.6,
    "jalan_ragu": 1.2,
    "provinsi": 0.5,
}


@dataclass(frozen=True)
class Sense:
    """One thing a name may mean: a Kemendagri code (empty outside the province) and the kind of name."""

    code: str
    level: str

    @property
    def kabupaten(self) -> str:
        """Code of the kabupaten or kota, empty where there is none."""
        return self.code[:5] if len(self.code) >= 5 else ""

    @property
    def kecamatan(self) -> str:
        """Code of the kecamatan, empty where the name does not reach that far."""
        return self.code[:8] if len(self.code) >= 8 else ""


@dataclass(frozen=True)
class Gazetteer:
    """All names with their senses, and the word lists that go with them."""

    regions: dict[str, str]
    senses: dict[str, tuple[Sense, ...]]
    alike: tuple[str, ...]  # keys that may be matched with a typing error anywhere
    villages: tuple[str, ...]  # keys that may be so only where a village is expected
    need_preposition: frozenset[str]
    need_kecamatan: frozenset[str]
    plain_villages: frozenset[str]
    common: frozenset[str]
    longest: int


class PlaceTableError(ValueError):
    """A name in the dictionary of places belongs to no region."""


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read once."""
    regions, kamus = _regions(), _kamus()
    written = {str(official): str(usual) for official, usual in kamus["tulisan"].items()}
    senses: dict[str, list[Sense]] = {}
    for name, sense in written_names():
        known = senses.setdefault(key_of(name), [])
        if sense not in known:
            known.append(sense)
    for key, spoken in _as_spoken(regions).items():
        senses.setdefault(spoken, senses[key])
    long = {k: {s.level for s in all_} for k, all_ in senses.items() if len(k) > 5}
    villages = tuple(sorted(k for k, levels in long.items() if levels == {"desa"}))
    alike = tuple(sorted(k for k in long if senses[k][0].level != "desa"))
    need = frozenset(key_of(w) for w in [*kamus["perlu_kata_depan"], *kamus["luar_perlu_kata_depan"]])
    return Gazetteer(
        {code: written.get(name, name) for code, name in regions.items()},
        {k: tuple(v) for k, v in senses.items()}, alike, villages, need,
        _keys(kamus, "perlu_kec"), _keys(kamus, "perlu_desa"), _keys(kamus, "tempat_umum"), 6,
    )  # fmt: skip


def written_names() -> Iterator[tuple[str, Sense]]:
    """Every name as it is written, with one thing it may mean."""
    regions, kamus = _regions(), _kamus()
    yield from _official(regions)
    yield from _local(kamus, regions)
    yield from _outside(kamus)


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    return dict(_rows("wilayah.csv"))


@lru_cache(maxsize=1)
def _kamus() -> dict[str, Any]:
    # The C parser is as safe as safe_load and four times as fast on this, the largest table.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(KAMUS.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return loaded


def _keys(kamus: dict[str, Any], group: str) -> frozenset[str]:
    return frozenset(key_of(str(word)) for word in kamus[group])


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in (_TABLES / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _, label = line.partition(";")
            yield code, label


def _official(regions: dict[str, str]) -> Iterator[tuple[str, Sense]]:
    for code, name in regions.items():
        bare = _TITLE.sub("", name) if len(code) == 5 else name  # but "Kota Agung" is a name
        # Palembang's numbered kelurahan ("tujuh ulu") are like no other word, so they need no introduction.
        village = "tempat" if _NUMBERED.match(key_of(bare)) else "desa"
        level = {5: "kabupaten", 8: "kecamatan"}.get(len(code), village)
        yield bare, Sense(code, level)
        if level == "kabupaten":
            yield name, Sense(code, level)


def _as_spoken(regions: dict[str, str]) -> dict[str, str]:
    """Key → the same name as Palembang says it: "Tanjung Rajo", "Jayo Loko"."""
    wide = {code: name for code, name in regions.items() if len(code) <= 8}
    names = (_TITLE.sub("", name) if len(code) == 5 else name for code, name in wide.items())
    spoken = {name: _LAST_A.sub("o", name.lower()) for name in names}
    return {key_of(name): key_of(said) for name, said in spoken.items() if said != name.lower()}


def _local(kamus: dict[str, Any], regions: dict[str, str]) -> Iterator[tuple[str, Sense]]:
    codes = _codes(regions)
    groups = {
        "wilayah": "kabupaten",
        "kecamatan": "kecamatan",
        "hanya_kabupaten": "tempat",
        "tempat": "tempat",
        "jalan": "jalan",
        "jalan_ragu": "jalan_ragu",
    }
    for group, level in groups.items():
        for where, names in kamus[group].items():
            code = codes.get(_path(where))
            if code is None:
                raise PlaceTableError(
                    f'data/kamus/nama_tempat.yml: "{where}" ({group}) bukan nama resmi wilayah '
                    f"Sumatera Selatan"
                )
            for name in names:
                yield f"jalan {name}" if level.startswith("jalan") else str(name), Sense(code, level)


def _path(where: str) -> str:
    return " / ".join(part.strip().lower() for part in where.split("/"))


def _codes(regions: dict[str, str]) -> dict[str, str]:
    out = {name.lower(): code for code, name in regions.items() if len(code) == 5}
    return out | {f"{regions[c[:5]]} / {n}".lower(): c for c, n in regions.items() if len(c) == 8}


def _outside(kamus: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for _, name in _rows("luar.csv"):
        yield _TITLE.sub("", name), Sense("", "luar")
        yield name, Sense("", "luar")
    for names in kamus["luar"].values():
        for name in names:
            yield str(name), Sense("", "luar")
    for name in ("sumatera selatan", "sumatra selatan", "sumsel"):
        yield name, Sense("16", "provinsi")
