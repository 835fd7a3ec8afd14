"""Statistics of a period: tables first, a bar beside each number, and every number leads to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.responses import Response

from banpol.console import period, published
from banpol.console.areas import names
from banpol.console.house import Visit
from banpol.console.map_page import ELSEWHERE
from banpol.console.pages import labels, span_of_seconds
from banpol.console.period import Period
from banpol.console.replies import shown
from banpol.register import statistics, tallies
from banpol.register.actors import AUDITOR, SUPERVISOR, Actor
from banpol.register.draft import UNKNOWN_KIND
from banpol.register.filters import filter_of
from banpol.register.office import Office
from banpol.register.statistics import Cell, Figures, Overview
from banpol.register.tallies import NOT_YET

DAYS = 365
GRAINS = {"hari": "per hari", "bulan": "per bulan", "tahun": "per tahun"}
# Tables that are counted for somebody who sees one unit only; the others are kept for the whole province.
OF_ONE_UNIT = (*tallies.PLAIN, "tempat")
_TIMES = (*tallies.DURATIONS,)
_IN_ORDER = {name: place for place, (_, name) in enumerate(tallies.CLASSES)}


@dataclass(frozen=True)
class Row:
    """One line of a table; `href` is empty where the rows are not this person's to see."""

    words: str
    number: int
    percent: float
    href: str


@dataclass(frozen=True)
class Column:
    """One bar of the chart over time; sizes in the chart's own units."""

    words: str
    number: int
    href: str
    x: float
    height: float


def show(visit: Visit) -> Response:
    days, grain = period.asked(visit, DAYS), _grain(visit)
    with visit.house.database.read() as session:
        office = visit.office(session)
        found = _figures(session, visit.actor, office, days)
        whole = "laporan" in found
        over_time = statistics.per_period(session, grain, *days.days) if whole else []
        reported = published.reported(session)
    return shown(
        visit,
        "statistik.html",
        period=days,
        grain=grain,
        grains=GRAINS,
        tiles=_tiles(statistics.overview(found), visit.actor, days) if whole else [],
        unit="" if whole else office.routing.unit(visit.actor.unit or "").name,
        columns=_columns(over_time, grain, visit.actor, days),
        tables=[(name, _rows(figures, visit.actor, office, days)) for name, figures in found.items()],
        totals={name: figures.total for name, figures in found.items()},
        reported=reported,
        may_export=visit.actor.role == SUPERVISOR,
        hidden_rows=not visit.actor.named or visit.actor.role == AUDITOR,
    )


def _grain(visit: Visit) -> str:
    asked = visit.request.query_params.get("per", "bulan")
    return asked if asked in GRAINS else "bulan"


def _figures(session: Session, actor: Actor, office: Office, days: Period) -> Mapping[str, Figures]:
    if actor.role == AUDITOR or office.routing.within(actor.unit) is None:
        return statistics.tables(session, *days.days)
    return {name: statistics.filtered(session, name, *days.days, actor, office) for name in OF_ONE_UNIT}


def _tiles(top: Overview, actor: Actor, days: Period) -> list[tuple[str, str, str]]:
    """Words, figure, and where its rows are."""
    share = {"dibuka_kembali": "ya", "jenis": UNKNOWN_KIND}
    found = [("Laporan", f"{top.reports:,}".replace(",", "."), _link(actor, days, "laporan", "semua"))]
    for words, seconds in (
        ("Rata-rata jawaban pertama", top.first_answer_seconds),
        ("Rata-rata sampai diverifikasi", top.verify_seconds),
        ("Rata-rata sampai selesai", top.close_seconds),
    ):
        found.append((words, span_of_seconds(seconds), ""))
    for words, value, name in (
        ("Dibuka kembali", top.reopened_share, "dibuka_kembali"),
        ("Jenis “lain-lain”", top.other_share, "jenis"),
    ):
        text = "–" if value is None else f"{100 * value:.1f} %".replace(".", ",")
        found.append((words, text, _link(actor, days, name, share[name])))
    stars = "–" if top.satisfaction is None else f"{top.satisfaction:.2f} dari 5".replace(".", ",")
    return [*found, (f"Kepuasan ({top.rated} penilaian)", stars, "")]


def _rows(figures: Figures, actor: Actor, office: Office, days: Period) -> list[Row]:
    return [
        Row(
            words_of(figures.dimension, cell.item, office),
            cell.reports or 0,
            cell.percent or 0.0,
            _link(actor, days, figures.dimension, cell.item),
        )
        for cell in _sorted(figures)
    ]


def _sorted(figures: Figures) -> list[Cell]:
    """Durations from short to long, stars from five to one, everything else most first."""
    if figures.dimension in _TIMES:
        return sorted(figures.cells, key=lambda cell: _IN_ORDER.get(cell.item, 90 + (cell.item == NOT_YET)))
    if figures.dimension == "kepuasan":
        return sorted(figures.cells, key=lambda cell: cell.item.replace(NOT_YET, "0"), reverse=True)
    return list(figures.cells)


def _link(actor: Actor, days: Period, dimension: str, item: str) -> str:
    """Nothing for an auditor, whose queue holds complaints only."""
    if actor.role == AUDITOR:
        return ""
    name = filter_of(dimension)
    return "/antrean?" + urlencode({**days.rows, **({name: item} if name else {})})


def words_of(dimension: str, item: str, office: Office) -> str:
    """How an item of a table is written for people."""
    if item == NOT_YET:
        return labels()["belum"].get(dimension, "Belum ada")
    if dimension == "tempat":
        return names().get(item) or ELSEWHERE.get(item, item)
    if dimension == "satuan" and item in office.routing.units:
        return office.routing.units[item].name
    if dimension == "hasil":
        return next((o[item] for o in office.outcomes.values() if item in o), item)
    group = "lama" if dimension in _TIMES else dimension
    return labels().get(group, {}).get(item, item)


def _columns(found: list[tuple[str, str, int]], grain: str, actor: Actor, days: Period) -> list[Column]:
    """At most the newest 120."""
    shown_periods = found[-120:]
    most = max((number for _, _, number in shown_periods), default=0)
    width = 100 / max(1, len(shown_periods))
    made = []
    for place, (when, _, number) in enumerate(shown_periods):
        first, last = _ends(when, grain, days)
        rows = {"tampilan": "semua", "dari": first, "sampai": last}
        href = "" if actor.role == AUDITOR else "/antrean?" + urlencode(rows)
        made.append(Column(_words(when, grain), number, href, place * width, 100 * number / most))
    return made


def _ends(when: str, grain: str, days: Period) -> tuple[str, str]:
    """First and last day (YYMMDD) of a day, month or year, within the period."""
    first, last = days.days
    return max(first, when.ljust(6, "0")), min(
        last, when + {"hari": "", "bulan": "31", "tahun": "1231"}[grain]
    )


def _words(when: str, grain: str) -> str:
    parts: Any = (when[4:6], when[2:4], "20" + when[:2])
    return "-".join(part for part in parts if part)
