"""Which unit a report goes to, by kind and place (`daftar/satuan.yml`, or what the console set)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from banpol.register.errors import UnknownChoice
from banpol.register.lists import read_list

FILE = "satuan.yml"


@dataclass(frozen=True)
class Unit:
    """`level`: polda | polres | polsek; `parent` is the code of the unit above."""

    code: str
    name: str
    level: str
    parent: str | None
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Routing:
    """`by_kind` wins over `by_area`, a kecamatan over its kabupaten, and `fallback` takes the rest."""

    units: Mapping[str, Unit]
    by_kind: Mapping[str, str]
    by_area: Mapping[str, str]
    fallback: str

    def unit_for(self, kind: str, kabupaten_code: str | None, kecamatan_code: str | None) -> str:
        return (
            self.by_kind.get(kind)
            or self.by_area.get(kecamatan_code or "")
            or self.by_area.get(kabupaten_code or "")
            or self.fallback
        )

    def unit(self, code: str) -> Unit:
        """Raises UnknownChoice."""
        if code not in self.units:
            raise UnknownChoice(f"there is no unit {code!r}")
        return self.units[code]

    def within(self, code: str | None) -> tuple[str, ...] | None:
        """The unit and those under it; None for the whole province."""
        if code is None or code not in self.units or self.units[code].level == "polda":
            return None
        return (code, *(unit.code for unit in self.units.values() if unit.parent == code))


def read_routing(folder: Path | None = None) -> Routing:
    return routing_from(read_list(FILE, folder))


def routing_from(body: Mapping[str, Any]) -> Routing:
    """Raises UnknownChoice when a rule names a unit that the table lacks, or an area belongs to two."""
    units = {code: _unit(code, entry) for code, entry in body["satuan"].items()}
    by_area: dict[str, str] = {}
    for unit in units.values():
        for area in unit.areas:
            if area in by_area:
                raise UnknownChoice(f"area {area} belongs to both {by_area[area]} and {unit.code}")
            by_area[area] = unit.code
    by_kind, fallback = dict(body.get("jenis") or {}), str(body["selain_itu"])
    for code in (*by_kind.values(), fallback, *(u.parent for u in units.values() if u.parent)):
        if code not in units:
            raise UnknownChoice(f"the routing table names {code!r}, which is no unit")
    return Routing(units, by_kind, by_area, fallback)


def _unit(code: str, entry: Mapping[str, Any]) -> Unit:
    areas = tuple(str(area) for area in entry.get("wilayah") or ())
    return Unit(code, str(entry["nama"]), str(entry["tingkat"]), entry.get("induk"), areas)
