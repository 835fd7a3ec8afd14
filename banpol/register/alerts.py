"""Something the team must see now; one alert per cause and kind, open until somebody has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register import sight
from banpol.register.actors import AUDITOR, SUPERVISOR, TEAM, Actor
from banpol.register.errors import UnknownReport
from banpol.register.routing import Routing
from banpol.register.sql.tables import alert, report

MOST = 100
OPENED, LATE_LOOK = "identitas_dibuka_darurat", "tinjauan_terlewat"
ACCOUNT = "akun_berubah"
OF_OPENINGS = (OPENED, LATE_LOOK)  # about officers: for those who look into what officers do
BY_LOOKING = (*OF_OPENINGS, ACCOUNT)  # settled by looking into it on a page of its own, not by a click here


@dataclass(frozen=True)
class AlertLine:
    """One alert in the console's list; without a number it is about the house and not about a report."""

    id: str
    kind: str
    urgency: str
    raised_at: datetime
    number: str | None
    seen_by: str | None
    seen_at: datetime | None


def raise_alert(
    session: Session, kind: str, urgency: str, cause_id: str, report_id: str | None, now: datetime
) -> bool:
    row = {
        "id": new_id(),
        "kind": kind,
        "urgency": urgency,
        "cause_id": cause_id,
        "report_id": report_id,
        "raised_at": now,
    }
    return insert_once(session, alert, row)


def lines(session: Session, actor: Actor, routing: Routing, *, seen: bool = False) -> list[AlertLine]:
    """The newest alerts that are this person's to see: those nobody has seen yet, or (`seen`) the others."""
    columns = (alert.c.id, alert.c.kind, alert.c.urgency, alert.c.raised_at, report.c.number)
    query = select(*columns, alert.c.seen_by, alert.c.seen_at).where(_visible(actor, routing))
    query = query.select_from(alert.outerjoin(report, report.c.id == alert.c.report_id))
    query = query.where(alert.c.seen_at.is_not(None) if seen else alert.c.seen_at.is_(None))
    newest = alert.c.seen_at if seen else alert.c.raised_at
    return [AlertLine(*row) for row in session.execute(query.order_by(newest.desc(), alert.c.id).limit(MOST))]


def see(session: Session, actor: Actor, routing: Routing, alert_id: str, now: datetime) -> None:
    """Somebody takes notice, once. Raises UnknownReport for an alert that is not this person's to see.

    An opened identity and a changed account are settled by looking into them, not by a click on the alert."""
    joined = alert.outerjoin(report, report.c.id == alert.c.report_id)
    mine = select(alert.c.id).select_from(joined).where(alert.c.id == alert_id, _visible(actor, routing))
    if session.execute(mine).first() is None:
        raise UnknownReport("there is no such alert")
    open_still = (alert.c.id == alert_id, alert.c.seen_at.is_(None), alert.c.kind.not_in(BY_LOOKING))
    session.execute(update(alert).where(*open_still).values(seen_at=now, seen_by=actor.id))


def settle(session: Session, report_id: str, actor: Actor, now: datetime) -> None:
    """Whoever of the team works on a report has seen what it raised."""
    if actor.role in TEAM:
        of_report = (alert.c.report_id == report_id, alert.c.kind.not_in(OF_OPENINGS))
        still_open = (*of_report, alert.c.seen_at.is_(None))
        session.execute(update(alert).where(*still_open).values(seen_at=now, seen_by=actor.id))


def _visible(actor: Actor, routing: Routing) -> Any:
    """About a report: who sees the report. About the house: the team, and of one unit its supervisors.
    About an opened identity: supervisors who see the report, and auditors. About an account: both."""
    opening, account = alert.c.kind.in_(OF_OPENINGS), alert.c.kind == ACCOUNT
    of_report = and_(alert.c.report_id.is_not(None), sight.condition(actor, routing))
    if actor.role == AUDITOR:
        return or_(opening, account, of_report)
    if actor.role != SUPERVISOR:
        of_report = and_(~opening, of_report)
    whole = routing.within(actor.unit) is None
    if actor.role not in TEAM or not (whole or actor.role == SUPERVISOR):
        return of_report
    of_house = alert.c.report_id.is_(None)
    return or_(of_house if actor.role == SUPERVISOR else and_(~account, of_house), of_report)
