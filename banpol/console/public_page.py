"""The page for everybody: how to report, by which ways, and yearly figures without small cells."""

from __future__ import annotations

from starlette.responses import Response

from banpol.console import published
from banpol.console.house import Visit
from banpol.console.replies import shown
from banpol.console.statistics_page import words_of
from banpol.register import statistics


def show(visit: Visit) -> Response:
    with visit.house.database.read() as session:
        years, reported = published.years(visit, session), published.reported(session)
    groups = (("status", "Status"), ("kinds", "Jenis kejadian"), ("places", "Wilayah"))
    office = visit.house.office
    tables = [
        (
            year,
            [(title, [(words_of(f.dimension, c.item, office), c) for c in f.cells]) for title, f in found],
        )
        for year in years
        for found in [[(title, getattr(year, name)) for name, title in groups]]
    ]
    return shown(visit, "publik.html", tables=tables, reported=reported, smallest=statistics.SMALLEST_PUBLIC)
