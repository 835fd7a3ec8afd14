"""What an officer may see of the register, and the lists of it: most urgent first, no content."""

from __future__ import annotations

from typing import Any, Mapping

from sqlalchemy import case, false, func, select
from sqlalchemy.orm import Session

from banpol.register import sight
from banpol.register.actors import Actor
from banpol.register.errors import UnknownReport
from banpol.register.reading import SUMMARY_COLUMNS, ReportSummary
from banpol.register.sql.tables import alert, report, status_change

CLOSED = ("selesai", "tidak_valid", "duplikat", "diteruskan")
VIEWS: Mapping[str, tuple[Any, ...]] = {
    "terbuka": (report.c.status.notin_(CLOSED),),
    "baru": (report.c.status == "diterima",),
    "darurat": (report.c.urgency == "darurat", report.c.status.notin_(CLOSED)),
    "menunggu_pelapor": (report.c.status == "perlu_informasi",),
    "semua": (),
}
FILTERS = {
    "jenis": report.c.kind,
    "urgensi": report.c.urgency,
    "status": report.c.status,
    "kabupaten": report.c.kabupaten_code,
    "kanal": report.c.source_channel,
}
LONGEST = 100
_FIRST = case((report.c.urgency == "darurat", 0), (report.c.urgency == "mendesak", 1), else_=2)


def seen_by(actor: Actor) -> tuple[Any, ...]:
    """The conditions under which a report exists for this person (`sight.py`)."""
    return (sight.condition(actor),)


def lines(
    session: Session, actor: Actor, view: str, filters: Mapping[str, str], limit: int = LONGEST
) -> list[ReportSummary]:
    """The reports of a view, the most urgent first, then the newest; an unknown view is empty."""
    wanted = VIEWS.get(view, (false(),))
    chosen = [FILTERS[name] == value for name, value in filters.items() if name in FILTERS and value]
    query = select(*SUMMARY_COLUMNS).where(*seen_by(actor), *wanted, *chosen)
    if view not in ("semua",):
        query = query.order_by(_FIRST)
    query = query.order_by(report.c.filed_at.desc(), report.c.number.desc()).limit(min(limit, LONGEST))
    return [ReportSummary(*row) for row in session.execute(query)]


def counts(session: Session, actor: Actor) -> dict[str, int]:
    """How many reports each view holds for this person."""
    columns = [_count_if(conditions).label(name) for name, conditions in VIEWS.items()]
    row = session.execute(select(*columns).select_from(report).where(*seen_by(actor))).one()
    return {name: int(row._mapping[name] or 0) for name in VIEWS}


def row_for(session: Session, actor: Actor, number: str) -> Any:
    """The report's row. Raises UnknownReport also for one that is not this person's to see."""
    row = session.execute(select(report).where(report.c.number == number, *seen_by(actor))).first()
    if row is None:
        raise UnknownReport(f"there is no report {number}")
    return row


def mark(session: Session) -> str:
    """Changes whenever a report is filed, changes its status, or an alert is raised."""
    last = session.execute(select(func.max(status_change.c.seq))).scalar()
    alerts = session.execute(select(func.count()).select_from(alert)).scalar()
    return f"{last}.{alerts}"


def _count_if(conditions: tuple[Any, ...]) -> Any:
    if not conditions:
        return func.count()
    both = conditions[0]
    for condition in conditions[1:]:
        both = both & condition
    return func.sum(case((both, 1), else_=0))
