"""A filter that a link brought along, in words: whoever follows a figure reads what its list holds."""

from __future__ import annotations

from datetime import date

from banpol.console.areas import names
from banpol.console.map_page import ELSEWHERE
from banpol.console.pages import day, labels
from banpol.register.office import Office
from banpol.register.tallies import DURATIONS, NOT_YET

_GROUPS = {"jawaban": "jawaban_pelapor", **dict.fromkeys(DURATIONS, "lama")}
_DIMENSIONS = {"jawaban": "jawaban_pelapor"}


def words_of_filter(name: str, value: str, office: Office) -> str:
    """The code itself where there are no words for it."""
    if name in ("dari", "sampai"):
        return _day(value)
    if value == NOT_YET:
        return labels()["belum"].get(_DIMENSIONS.get(name, name), "Belum ada")
    if name in ("tempat", "kecamatan"):
        return names().get(value) or ELSEWHERE.get(value, value)
    if name == "satuan":
        unit = office.routing.units.get(value)
        return unit.name if unit else value
    if name == "hasil":
        return next((each[value] for each in office.outcomes.values() if value in each), value)
    return labels().get(_GROUPS.get(name, name), {}).get(value, value)


def _day(value: str) -> str:
    """YYMMDD as people write it; what is no day stays as it is."""
    try:
        return day(date(2000 + int(value[:2]), int(value[2:4]), int(value[4:6])))
    except ValueError:
        return value
