"""Yearly figures for everybody: what the service itself reported, and beside it what is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.clock import WIB
from banpol.console.house import Visit
from banpol.console.pages import day
from banpol.register import statistics
from banpol.register.sql.team_tables import reported_total
from banpol.register.statistics import Figures


@dataclass(frozen=True)
class ReportedLine:
    """A total that was announced, in words; never added to anything."""

    words: str
    reports: int
    source: str


def reported(session: Session) -> list[ReportedLine]:
    """Oldest first."""
    query = select(reported_total).order_by(reported_total.c.first_day, reported_total.c.last_day)
    return [ReportedLine(_span(r.first_day, r.last_day), r.reports, r.source) for r in session.execute(query)]


def _span(first_day: str, last_day: str) -> str:
    first, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return str(first.year) if whole else f"{day(first)} – {day(last)}"


@dataclass(frozen=True)
class Year:
    """One year as counted here; small cells are kept back (`statistics.public`)."""

    year: int
    total: int
    status: Figures
    kinds: Figures
    places: Figures


def years(visit: Visit, session: Session) -> list[Year]:
    """The years that hold a report, newest first."""
    found = []
    this = visit.now.astimezone(WIB).year
    counted = {2000 + int(when) for when, _, _ in statistics.per_period(session, "tahun", "000101", "991231")}
    for year in sorted(counted, reverse=True):
        if year <= this:
            first, last = f"{year % 100:02d}0101", f"{year % 100:02d}1231"
            tables = statistics.tables(session, first, last, ("status", "jenis", "tempat"))
            hidden = [statistics.public(tables[name]) for name in ("status", "jenis", "tempat")]
            found.append(Year(year, tables["status"].total, *hidden))
    return found
