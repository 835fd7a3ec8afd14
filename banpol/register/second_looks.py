"""Identities opened without a second person: somebody else must look into each within a day.

What nobody has looked into by then is escalated to supervisors and auditors, and stays in their list in red.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from banpol.register import alerts, sight
from banpol.register.actors import AUDITOR, HOUSE, SUPERVISOR, Actor
from banpol.register.office import Office
from banpol.register.routing import Routing
from banpol.register.sql.tables import alert, report
from banpol.register.sql.team_tables import disclosure

WITHIN = timedelta(hours=24)
_UNREVIEWED = and_(disclosure.c.break_glass.is_(True), disclosure.c.reviewed_at.is_(None))


def escalate(session: Session, office: Office, now: datetime) -> int:
    """Raises an alert for each opening that is a day old and was looked into by nobody else; how many new.

    Whoever opened it cannot settle that alert, nor can working on the report."""
    late = select(disclosure.c.id, disclosure.c.report_id, disclosure.c.asked_by).where(
        _UNREVIEWED,
        disclosure.c.asked_at <= now - WITHIN,
        disclosure.c.id.not_in(select(alert.c.cause_id).where(alert.c.kind == alerts.LATE_LOOK)),
    )
    new = 0
    for row in session.execute(late).all():
        if alerts.raise_alert(session, alerts.LATE_LOOK, "mendesak", row.id, row.report_id, now):
            act = "tinjauan_terlewat"
            office.audited(session, HOUSE, act, row.report_id, now, permintaan=row.id, pembuka=row.asked_by)
            new += 1
    return new


def settle(session: Session, request_id: str, actor: Actor, now: datetime) -> None:
    """The opening was looked into: its alerts are seen by whoever did."""
    mine = and_(alert.c.cause_id == request_id, alert.c.kind.in_(alerts.OF_OPENINGS))
    session.execute(
        update(alert).where(mine, alert.c.seen_at.is_(None)).values(seen_at=now, seen_by=actor.id)
    )


def waiting(session: Session, actor: Actor, routing: Routing) -> int:
    """How many openings wait for this person's look, and requests for their decision."""
    if actor.role not in (SUPERVISOR, AUDITOR):
        return 0
    mine = _UNREVIEWED
    if actor.role == SUPERVISOR:
        mine = and_(or_(_UNREVIEWED, disclosure.c.state == "diminta"), sight.condition(actor, routing))
    joined = disclosure.join(report, report.c.id == disclosure.c.report_id)
    query = select(func.count()).select_from(joined).where(mine, disclosure.c.asked_by != actor.id)
    return int(session.execute(query).scalar_one())
