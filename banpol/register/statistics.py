"""Figures of a period, from the counts that are kept with every change (`tallies.py`).

A period is counted by the day of filing (WIB), both ends included; days are YYMMDD. Every table of a period
therefore adds up to the same number of reports. Percentages are rounded so that they add up to 100.0.
Figures that were published before this house counted are `reported` and stand in a table of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Iterable, Mapping

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from banpol.post.inserts import insert_once
from banpol.register import sight, tallies
from banpol.register.actors import ADMIN, Actor
from banpol.register.draft import UNKNOWN_KIND
from banpol.register.errors import NotAllowed, UnknownChoice
from banpol.register.filters import conditions
from banpol.register.office import Office
from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import reported_total, tally

# A cell of a public table smaller than this could point at a person.
SMALLEST_PUBLIC = 5
GRAINS = {"hari": 6, "bulan": 4, "tahun": 2}


@dataclass(frozen=True)
class Cell:
    """`reports` and `percent` are None where a public table keeps them back; `seconds` is a sum."""

    item: str
    reports: int | None
    percent: float | None
    seconds: int = 0


@dataclass(frozen=True)
class Figures:
    """One table: its cells, most first, and their total."""

    dimension: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True)
class Overview:
    """The few figures on top; seconds are means, shares are 0-1, None where nothing was counted."""

    reports: int
    first_answer_seconds: float | None
    verify_seconds: float | None
    close_seconds: float | None
    reopened_share: float | None
    other_share: float | None
    satisfaction: float | None
    rated: int


def table(session: Session, dimension: str, first_day: str, last_day: str) -> Figures:
    """One dimension of a period. Raises UnknownChoice."""
    return _figures(dimension, _sums(session, (dimension,), first_day, last_day)[dimension])


def tables(
    session: Session, first_day: str, last_day: str, dimensions: Iterable[str] = tallies.DIMENSIONS
) -> dict[str, Figures]:
    """Several dimensions at once. Raises UnknownChoice."""
    wanted = tuple(dimensions)
    sums = _sums(session, wanted, first_day, last_day)
    return {dimension: _figures(dimension, sums[dimension]) for dimension in wanted}


def per_period(
    session: Session, grain: str, first_day: str, last_day: str, dimension: str = "laporan"
) -> list[tuple[str, str, int]]:
    """(period, item, reports) in order of time; `grain`: hari | bulan | tahun. Raises UnknownChoice."""
    if grain not in GRAINS or dimension not in tallies.DIMENSIONS:
        raise UnknownChoice(f"there is no table of {dimension} per {grain}")
    _check_days(first_day, last_day)
    period = func.substr(tally.c.day, 1, GRAINS[grain])
    query = (
        select(period, tally.c.item, func.sum(tally.c.reports))
        .where(tally.c.dimension == dimension, tally.c.day.between(first_day, last_day))
        .group_by(period, tally.c.item)
        .having(func.sum(tally.c.reports) != 0)
        .order_by(period, tally.c.item)
    )
    return [(str(when), str(item), int(number)) for when, item, number in session.execute(query)]


def overview(found: Mapping[str, Figures]) -> Overview:
    """From the tables of one period."""
    total = found["laporan"].total
    ratings = {int(c.item): c.reports or 0 for c in found["kepuasan"].cells if c.item != tallies.NOT_YET}
    rated = sum(ratings.values())
    return Overview(
        total,
        _mean(found["jawaban_pertama"]),
        _mean(found["verifikasi"]),
        _mean(found["penyelesaian"]),
        _share(found["dibuka_kembali"], "ya"),
        _share(found["jenis"], UNKNOWN_KIND),
        sum(stars * number for stars, number in ratings.items()) / rated if rated else None,
        rated,
    )


def filtered(
    session: Session, dimension: str, first_day: str, last_day: str, actor: Actor, office: Office, **only: str
) -> Figures:
    """One dimension of the reports that this person sees and that fit all of `only` (filter=value).

    Counted from the reports themselves, so without means of durations. Raises UnknownChoice."""
    _check_days(first_day, last_day)
    column = _column(dimension)
    query = (
        select(column, func.count())
        .where(report.c.ordinal.between(int(first_day) * 1_000_000, int(last_day) * 1_000_000 + 999_999))
        .where(sight.condition(actor, office.routing), *conditions(only))
        .group_by(column)
    )
    rows = [(str(item or tallies.NOT_YET), int(n), 0) for item, n in session.execute(query)]
    return _figures(dimension, rows)


def _column(dimension: str) -> Any:
    """Raises UnknownChoice for a dimension that is not a plain one."""
    columns = {name: getattr(report.c, column) for name, column in tallies.PLAIN.items()}
    columns["kecamatan"] = report.c.kecamatan_code
    place = func.coalesce(report.c.kabupaten_code, "belum_diketahui")
    columns["tempat"] = case((report.c.outside_province.is_(True), "luar"), else_=place)
    if dimension not in columns:
        raise UnknownChoice(f"{dimension} cannot be counted for one person")
    return columns[dimension]


def public(figures: Figures, smallest: int = SMALLEST_PUBLIC) -> Figures:
    """The same table for everybody: small cells are kept back, and never only one of them.

    One hidden cell could be worked out from the total, so the next smallest goes with it."""
    counts = sorted((cell.reports or 0, cell.item) for cell in figures.cells)
    hidden = [item for number, item in counts if 0 < number < smallest]
    if len(hidden) == 1 and len(counts) > 1:
        hidden.append(next(item for _, item in counts if item not in hidden))
    cells = tuple(
        Cell(cell.item, None, None) if cell.item in hidden else Cell(cell.item, cell.reports, cell.percent)
        for cell in figures.cells
    )
    shown = tuple(sorted(cells, key=lambda cell: (cell.reports is None, -(cell.reports or 0), cell.item)))
    return Figures(figures.dimension, shown, figures.total)


def percentages(counts: Iterable[int]) -> list[float]:
    """Tenths of a percent by largest remainder: they add up to 100.0 whenever anything was counted."""
    numbers = list(counts)
    total = sum(numbers)
    if total <= 0:
        return [0.0 for _ in numbers]
    tenths = [number * 1000 // total for number in numbers]
    rests = sorted(range(len(numbers)), key=lambda n: (-(numbers[n] * 1000 % total), n))
    for n in rests[: 1000 - sum(tenths)]:
        tenths[n] += 1
    return [tenth / 10 for tenth in tenths]


def _sums(
    session: Session, dimensions: tuple[str, ...], first_day: str, last_day: str
) -> dict[str, list[tuple[str, int, int]]]:
    unknown = [dimension for dimension in dimensions if dimension not in tallies.DIMENSIONS]
    if unknown:
        raise UnknownChoice(f"there is no table of {unknown[0]}")
    _check_days(first_day, last_day)
    number, seconds = func.sum(tally.c.reports), func.sum(tally.c.seconds)
    query = (
        select(tally.c.dimension, tally.c.item, number, seconds)
        .where(tally.c.dimension.in_(dimensions), tally.c.day.between(first_day, last_day))
        .group_by(tally.c.dimension, tally.c.item)
        .having(number != 0)
    )
    found: dict[str, list[tuple[str, int, int]]] = {dimension: [] for dimension in dimensions}
    for dimension, item, n, s in session.execute(query):
        found[dimension].append((str(item), int(n), int(s)))
    return found


def _figures(dimension: str, rows: list[tuple[str, int, int]]) -> Figures:
    rows = sorted(rows, key=lambda row: (-row[1], row[0]))
    shares = percentages(number for _, number, _ in rows)
    cells = tuple(Cell(item, n, share, s) for (item, n, s), share in zip(rows, shares, strict=True))
    return Figures(dimension, cells, sum(number for _, number, _ in rows))


def _mean(figures: Figures) -> float | None:
    done = [cell for cell in figures.cells if cell.item != tallies.NOT_YET]
    number = sum(cell.reports or 0 for cell in done)
    return sum(cell.seconds for cell in done) / number if number else None


def _share(figures: Figures, item: str) -> float | None:
    if not figures.total:
        return None
    return sum(cell.reports or 0 for cell in figures.cells if cell.item == item) / figures.total


def _check_days(first_day: str, last_day: str) -> None:
    for day in (first_day, last_day):
        if len(day) != 6 or not day.isdigit():
            raise UnknownChoice(f"a day is written YYMMDD, not {day!r}")


@dataclass(frozen=True)
class Reported:
    """A total that the service itself published: days ISO, both included; the source in words."""

    first_day: str
    last_day: str
    reports: int
    source: str


def import_reported(
    session: Session, office: Office, actor: Actor, rows: Iterable[Reported], now: datetime
) -> int:
    """Keeps published totals beside the counted ones; how many were new.

    Raises NotAllowed, UnknownChoice for days that are none, a span the wrong way round, or fewer than 0."""
    if actor.role != ADMIN:
        raise NotAllowed("only an administrator brings in published figures")
    added = 0
    for row in rows:
        _check_reported(row)
        line: dict[str, Any] = {**row.__dict__, "actor": actor.id, "at": now}
        added += insert_once(session, reported_total, line)
    office.audited(session, actor, "angka_dilaporkan_dimuat", "statistik", now, baris=added)
    return added


def _check_reported(row: Reported) -> None:
    try:
        fits = date.fromisoformat(row.first_day) <= date.fromisoformat(row.last_day)
    except ValueError:
        fits = False
    if not fits or row.reports < 0 or not row.source.strip():
        raise UnknownChoice("a published total needs two ISO days in order, a count and a source")


def reported(session: Session) -> list[Reported]:
    """Published totals, oldest first; never part of any other table."""
    columns = (reported_total.c.first_day, reported_total.c.last_day, reported_total.c.reports)
    query = select(*columns, reported_total.c.source).order_by(*columns[:2])
    return [Reported(*row) for row in session.execute(query)]
