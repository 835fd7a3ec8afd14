"""Every way in which lists are narrowed down, one condition each; behind every figure stands such a list.

The items of a table of statistics (`tallies.py`) are values of these filters, so a figure and its rows agree.
"""

from __future__ import annotations

import itertools
from typing import Any, Callable, Mapping

from sqlalchemy import Column, and_, false, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Float

from banpol.register.errors import UnknownChoice
from banpol.register.sql.tables import report
from banpol.register.tallies import CLASSES, LONGER, NOT_YET

Condition = Callable[[str], Any]


class seconds_between(FunctionElement):  # type: ignore[misc]  # noqa: N801  (a function's name, as SQLAlchemy has them)
    """Seconds from the first moment to the second, on both databases; exact to the millisecond."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")  # type: ignore[untyped-decorator]
def _on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    start, end = (compiler.process(clause, **more) for clause in element.clauses)
    return f"round((julianday({end}) - julianday({start})) * 86400.0, 3)"


@compiles(seconds_between, "postgresql")  # type: ignore[untyped-decorator]
def _on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    start, end = (compiler.process(clause, **more) for clause in element.clauses)
    return f"EXTRACT(EPOCH FROM ({end} - {start}))"


def _equals(column: Column[Any]) -> Condition:
    return lambda value: column.is_(None) if value == NOT_YET else column == value


def _place(value: str) -> Any:
    if value == "luar":
        return report.c.outside_province.is_(True)
    inside = report.c.outside_province.is_(False)
    wanted = report.c.kabupaten_code.is_(None) if value == "belum_diketahui" else None
    return and_(inside, report.c.kabupaten_code == value if wanted is None else wanted)


def _duration(column: Column[Any]) -> Condition:
    """A class of duration; its seconds are whole ones, cut off."""
    lower = {name: edge for (edge, _), (_, name) in itertools.pairwise(CLASSES)}
    lower[LONGER] = CLASSES[-1][0]
    upper = {name: edge for edge, name in CLASSES}

    def condition(value: str) -> Any:
        if value == NOT_YET:
            return column.is_(None)
        if value not in upper and value != LONGER:
            return false()
        took = func.coalesce(seconds_between(report.c.filed_at, column), 0.0)
        bounds = [took >= lower[value] + 1] if value in lower else []
        return and_(column.is_not(None), *bounds, *([took < upper[value] + 1] if value in upper else []))

    return condition


def _reopened(value: str) -> Any:
    return {"ya": report.c.reopened > 0, "tidak": report.c.reopened == 0}.get(value, false())


def _rating(value: str) -> Any:
    if value == NOT_YET:
        return report.c.rating.is_(None)
    return report.c.rating == int(value) if value in ("1", "2", "3", "4", "5") else false()


FILTERS: Mapping[str, Condition] = {
    "jenis": _equals(report.c.kind),
    "urgensi": _equals(report.c.urgency),
    "status": _equals(report.c.status),
    "kabupaten": _equals(report.c.kabupaten_code),
    "kecamatan": _equals(report.c.kecamatan_code),
    "kanal": _equals(report.c.source_channel),
    "satuan": _equals(report.c.unit),
    "petugas": _equals(report.c.assigned_to),
    "hasil": _equals(report.c.outcome),
    "jawaban": _equals(report.c.answer),
    "tempat": _place,
    "jawaban_pertama": _duration(report.c.first_answer_at),
    "verifikasi": _duration(report.c.verified_at),
    "penyelesaian": _duration(report.c.closed_at),
    "dibuka_kembali": _reopened,
    "kepuasan": _rating,
}
# The filter whose values are the items of a dimension; the others are called like their dimension.
_OTHER_NAMES = {"jawaban_pelapor": "jawaban"}


def filter_of(dimension: str) -> str | None:
    """None for the dimension that holds all reports."""
    name = _OTHER_NAMES.get(dimension, dimension)
    return name if name in FILTERS else None


def conditions(chosen: Mapping[str, str]) -> list[Any]:
    """All of these together; an empty value counts for nothing. Raises UnknownChoice."""
    unknown = sorted(set(chosen) - set(FILTERS))
    if unknown:
        raise UnknownChoice(f"there is no filter {unknown[0]!r}")
    return [FILTERS[name](value) for name, value in chosen.items() if value]
