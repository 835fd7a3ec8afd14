"""Feasts and public holidays that people use as dates ("pas lebaran")."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent / "tables" / "hari_besar.csv"
# Spelling in plain time words -> the feast's own name.
FEASTS = {
    "lebaran": "lebaran",
    "idul fitri": "lebaran",
    "hari raya": "lebaran",
    "iduladha": "iduladha",
    "idul adha": "iduladha",
    "lebaran haji": "iduladha",
    "hari raya haji": "iduladha",
    "kurban": "iduladha",
    "ramadan": "ramadan",
    "bulan puasa": "ramadan",
    "imlek": "imlek",
    "cap go meh": "imlek",
    "nyepi": "nyepi",
    "waisak": "waisak",
    "maulid": "maulid",
    "natal": "natal",
    "kemerdekaan": "kemerdekaan",
    "tujuh belasan": "kemerdekaan",
    "17 an": "kemerdekaan",
    "17 agustusan": "kemerdekaan",
    "tahun baru": "tahun baru",
    "hari buruh": "buruh",
    "may day": "buruh",
    "hari kartini": "kartini",
    "hari pahlawan": "pahlawan",
    "hari guru": "guru",
    "hari ibu": "ibu",
    "sumpah pemuda": "pemuda",
    "hari pancasila": "pancasila",
}
_FIXED = {
    "natal": (12, 25),
    "kemerdekaan": (8, 17),
    "tahun baru": (1, 1),
    "buruh": (5, 1),
    "kartini": (4, 21),
    "pahlawan": (11, 10),
    "guru": (11, 25),
    "ibu": (12, 22),
    "pemuda": (10, 28),
    "pancasila": (6, 1),
}
_IN_LOKAL = {
    "Idulfitri": "lebaran",
    "Iduladha": "iduladha",
    "Imlek": "imlek",
    "Nyepi": "nyepi",
    "Waisak": "waisak",
    "Maulid": "maulid",
}


@lru_cache(maxsize=1)
def _moving() -> tuple[tuple[str, date, date], ...]:
    from lokal import HOLIDAY_YEARS, get_holidays  # a heavy import that most messages never need

    rows = [line.split(";") for line in _TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    found = {
        (name, int(first[:4])): (date.fromisoformat(first), date.fromisoformat(last))
        for name, first, last in rows
    }
    for year in HOLIDAY_YEARS:
        for holiday in get_holidays(year).holidays:
            name = next((ours for word, ours in _IN_LOKAL.items() if word in holiday.name), None)
            if name and holiday.type == "libur_nasional":
                day = date.fromisoformat(holiday.date)
                first, _ = found.get((name, year), (day, day))
                found[name, year] = (first, day)
    return tuple((name, first, last) for (name, _), (first, last) in sorted(found.items()))


def feast_before(name: str, today: date) -> tuple[date, date] | None:
    """First and last day of the latest such feast that has begun; None where no table reaches."""
    if name in _FIXED:
        month, day = _FIXED[name]
        year = today.year if (today.month, today.day) >= (month, day) else today.year - 1
        return date(year, month, day), date(year, month, day)
    past = [(first, last) for feast, first, last in _moving() if feast == name and first <= today]
    return max(past) if past else None
