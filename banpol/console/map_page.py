"""The province by kabupaten and kota, one of them by kecamatan; every number leads to its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from banpol.console import period
from banpol.console.areas import Area, areas, names
from banpol.console.house import Visit
from banpol.console.map_svg import HEIGHT, WIDTH
from banpol.console.pages import labels
from banpol.console.period import Period
from banpol.console.replies import shown
from banpol.register import statistics
from banpol.register.statistics import Figures

DAYS = 30
STEPS = 5  # shades
NARROWED_BY = ("jenis", "urgensi", "status")
ELSEWHERE = {"luar": "Di luar Sumatera Selatan", "belum_diketahui": "Tempat belum diketahui"}


@dataclass(frozen=True)
class Spot:
    """One area: its drawing (None for what is nowhere), its number, where that leads, and its shade 0-5."""

    name: str
    number: int
    percent: float
    rows: str
    deeper: str
    shade: int
    area: Area | None


def show(visit: Visit) -> Response:
    days, only = period.asked(visit, DAYS), _only(visit)
    inside = visit.request.query_params.get("kabupaten", "")
    inside = inside if inside in areas() else ""
    figures = _count(visit, days, {**only, "kabupaten": inside} if inside else only, inside)
    spots = _spots(figures, days, only, inside)
    box = areas()[inside].box if inside else (0.0, 0.0, float(WIDTH), float(HEIGHT))
    return shown(
        visit,
        "peta.html",
        spots=spots,
        total=figures.total,
        box=" ".join(f"{side:g}" for side in box),
        scale=box[2] / WIDTH,
        inside=inside,
        title=names().get(inside, "Sumatera Selatan"),
        period=days,
        only=only,
        groups={name: labels()[name] for name in NARROWED_BY},
        up="/peta?" + urlencode(_dates(days) | only),
    )


def _only(visit: Visit) -> dict[str, str]:
    asked = visit.request.query_params
    return {name: asked[name] for name in NARROWED_BY if asked.get(name, "") in labels()[name]}


def _dates(days: Period) -> dict[str, str]:
    return {"dari": days.first.isoformat(), "sampai": days.last.isoformat()}


def _count(visit: Visit, days: Period, only: Mapping[str, str], inside: str) -> Figures:
    with visit.house.database.read() as session:
        dimension = "kecamatan" if inside else "tempat"
        office = visit.office(session)
        return statistics.filtered(session, dimension, *days.days, visit.actor, office, **only)


def _spots(figures: Figures, days: Period, only: Mapping[str, str], inside: str) -> list[Spot]:
    """Most first; areas without a report are drawn as well."""
    drawn = {c: a for c, a in areas(8 if inside else 5).items() if c.startswith(inside)}
    cells = {cell.item: cell for cell in figures.cells}
    most = max((cell.reports or 0 for code, cell in cells.items() if code in drawn), default=0)
    found = []
    for code in (*cells, *(code for code in drawn if code not in cells)):
        number, percent = (
            (cells[code].reports or 0, cells[code].percent or 0.0) if code in cells else (0, 0.0)
        )
        key = {"kabupaten": inside, "kecamatan": code} if inside else {"tempat": code}
        rows = "/antrean?" + urlencode({**days.rows, **only, **key})
        deeper = "" if inside or code not in drawn else _deeper(days, only, code)
        # By the root, because one city has half of all reports.
        shade = math.ceil(STEPS * math.sqrt(number / most)) if most and code in drawn else 0
        found.append(Spot(_name(code), number, percent, rows, deeper, shade, drawn.get(code)))
    return found


def _deeper(days: Period, only: Mapping[str, str], code: str) -> str:
    return "/peta?" + urlencode({**_dates(days), **only, "kabupaten": code})


def _name(code: str) -> str:
    return names().get(code) or ELSEWHERE.get(code) or {"belum": "Kecamatan belum diketahui"}.get(code, code)
