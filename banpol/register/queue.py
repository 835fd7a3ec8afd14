"""The team's lists: saved views, filters, and pages that go on where the last one ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Mapping

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from banpol.register import sight, workflow
from banpol.register.actors import Actor
from banpol.register.errors import UnknownChoice, UnknownReport
from banpol.register.filters import conditions
from banpol.register.routing import Routing
from banpol.register.sql.tables import alert, report, status_change
from banpol.register.sql.team_tables import assignment

MOST = 200
COUNT_UP_TO = 1000  # beyond that a number tells an officer nothing more
Condition = Callable[[Actor, datetime], Any]

_OPEN = report.c.status.in_(workflow.OPEN)
VIEWS: Mapping[str, Condition] = {
    "terbuka": lambda actor, now: _OPEN,
    "baru": lambda actor, now: report.c.status == workflow.RECEIVED,
    "darurat": lambda actor, now: and_(_OPEN, report.c.priority == 0),
    "melewati_tenggat": lambda actor, now: and_(_OPEN, report.c.due_at < now),
    "milik_saya": lambda actor, now: and_(
        report.c.assigned_to == actor.id, report.c.status.notin_(workflow.OVER)
    ),
    "menunggu_pelapor": lambda actor, now: report.c.status == workflow.ASKED,
    "semua": lambda actor, now: None,
}
LINE_COLUMNS = (
    report.c.number,
    report.c.status,
    report.c.kind,
    report.c.urgency,
    report.c.filed_at,
    report.c.due_at,
    report.c.kabupaten_code,
    report.c.kecamatan_code,
    report.c.unit,
    report.c.source_channel,
    report.c.restricted,
    report.c.completeness,
    report.c.assigned_to,
    report.c.locked_by,
    report.c.locked_until,
    report.c.version,
    report.c.priority,
    report.c.ordinal,
)


@dataclass(frozen=True)
class Line:
    """One report in a list: no content, no identity."""

    number: str
    status: str
    kind: str
    urgency: str
    filed_at: datetime
    due_at: datetime | None
    kabupaten_code: str | None
    kecamatan_code: str | None
    unit: str | None
    source_channel: str
    restricted: bool
    completeness: int
    assigned_to: str | None
    locked_by: str | None
    locked_until: datetime | None
    version: int
    priority: int
    ordinal: int

    def late(self, now: datetime) -> bool:
        return self.status in workflow.OPEN and self.due_at is not None and self.due_at < now


@dataclass(frozen=True)
class Page:
    """`after` goes back in for the page that follows; None on the last one."""

    lines: tuple[Line, ...]
    after: str | None


def page(
    session: Session,
    actor: Actor,
    routing: Routing,
    view: str,
    now: datetime,
    *,
    filters: Mapping[str, str] | None = None,
    first_day: str = "",
    last_day: str = "",
    after: str = "",
    limit: int = 50,
) -> Page:
    """A view from its top or from where a page ended: most urgent first, then newest; `semua` newest first.

    Days are YYMMDD. Raises UnknownChoice for a view, a filter or a page that does not exist."""
    by_day = view == "semua"
    query = select(*LINE_COLUMNS).where(*_conditions(actor, routing, view, now, filters or {}))
    if first_day:
        query = query.where(report.c.ordinal >= int(first_day) * 1_000_000)
    if last_day:
        query = query.where(report.c.ordinal < (int(last_day) + 1) * 1_000_000)
    if after:
        query = query.where(_beyond(after, by_day))
    order = (report.c.ordinal.desc(),) if by_day else (report.c.priority, report.c.ordinal.desc())
    size = max(1, min(limit, MOST))
    found = [Line(*row) for row in session.execute(query.order_by(*order).limit(size + 1))]
    last = found[size - 1] if len(found) > size else None
    return Page(tuple(found[:size]), f"{last.priority}.{last.ordinal}" if last else None)


def counts(session: Session, actor: Actor, routing: Routing, now: datetime) -> dict[str, int]:
    """How many reports each view holds for this person; COUNT_UP_TO means that many or more."""
    found = {}
    for view in VIEWS:
        inner = select(report.c.ordinal).where(*_conditions(actor, routing, view, now, {}))
        capped = select(func.count()).select_from(inner.limit(COUNT_UP_TO).subquery())
        found[view] = int(session.execute(capped).scalar_one())
    return found


def row_for(session: Session, actor: Actor, routing: Routing, number: str) -> Mapping[str, Any]:
    """The report's row for reading. Raises UnknownReport also for one that is not this person's to see."""
    query = select(report).where(report.c.number == number, sight.condition(actor, routing))
    row = session.execute(query).mappings().first()
    if row is None:
        raise UnknownReport(f"there is no report {number}")
    return row


def emergencies(session: Session, actor: Actor, routing: Routing, now: datetime, most: int = 50) -> list[str]:
    """Numbers of the newest emergencies that wait for the team."""
    query = select(report.c.number).where(*_conditions(actor, routing, "darurat", now, {}))
    return list(session.execute(query.order_by(report.c.ordinal.desc()).limit(most)).scalars())


def mark(session: Session) -> str:
    """Changes when a report is filed, moves, goes to somebody, or an alert is raised; read from indexes."""
    newest = (status_change.c.seq, assignment.c.seq, alert.c.raised_at)
    return ".".join(str(session.execute(select(func.max(column))).scalar()) for column in newest)


def _conditions(
    actor: Actor, routing: Routing, view: str, now: datetime, filters: Mapping[str, str]
) -> list[Any]:
    if view not in VIEWS:
        raise UnknownChoice(f"there is no view {view!r}")
    wanted = VIEWS[view](actor, now)
    held = [] if wanted is None else [wanted]
    return [sight.condition(actor, routing), *held, *conditions(filters)]


def place_of(after: str) -> tuple[int, int]:
    """Priority and ordinal of the last line before a page. Raises UnknownChoice."""
    try:
        priority, ordinal = (int(part) for part in after[:40].split("."))
    except ValueError:
        raise UnknownChoice("that page does not exist") from None
    if not (0 <= priority < 10 and 0 <= ordinal < 2**63):
        raise UnknownChoice("that page does not exist")
    return priority, ordinal


def _beyond(after: str, by_day: bool) -> Any:
    priority, ordinal = place_of(after)
    if by_day:
        return report.c.ordinal < ordinal
    same = and_(report.c.priority == priority, report.c.ordinal < ordinal)
    return or_(report.c.priority > priority, same)
