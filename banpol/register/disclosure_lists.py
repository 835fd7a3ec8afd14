"""Lists about hidden identities: emergency openings that wait for a second look, and one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.register import changing, second_looks, sight
from banpol.register.actors import AUDITOR, SUPERVISOR, Actor
from banpol.register.office import Office
from banpol.register.seals import open_json
from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import disclosure

MOST = 100


def to_review(
    session: Session, office: Office, opener: ContentOpener, actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """Emergency openings that nobody else has looked into, oldest first, as far as this person sees them.

    `late`: nobody did within a day; `due` is until when."""
    if actor.role not in (SUPERVISOR, AUDITOR):
        return []
    query = select(disclosure).where(
        disclosure.c.break_glass.is_(True),
        disclosure.c.reviewed_at.is_(None),
        disclosure.c.asked_by != actor.id,
    )
    found = []
    for row in session.execute(query.order_by(disclosure.c.asked_at).limit(MOST)).all():
        seen = changing.look(session, row.report_id)
        # An auditor judges the opening itself; the report's content stays with those who work on it.
        if actor.role == AUDITOR or sight.sees(actor, seen, office.routing):
            said = open_json(opener, "disclosure", "sealed", row.id, row.wrapped_key, row.sealed)
            due = row.asked_at + second_looks.WITHIN
            time = {"due": due, "late": due <= now}
            found.append({**row._mapping, "number": seen["number"], **said, **time})
    return found


def mine(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """What this person asked for, newest first."""
    columns = ("id", "state", "basis", "fields", "asked_at", "decided_by", "expires_at", "break_glass")
    query = select(*(disclosure.c[name] for name in columns), report.c.number).join(
        report, report.c.id == disclosure.c.report_id
    )
    rows = session.execute(
        query.where(disclosure.c.asked_by == actor.id).order_by(disclosure.c.asked_at.desc()).limit(MOST)
    )
    return [dict(row._mapping) for row in rows]
