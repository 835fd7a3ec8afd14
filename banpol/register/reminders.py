"""One gentle word to a reporter who fell silent in the middle of a report, while the channel still allows it.

Whoever has written anything since is not silent. The words name no crime: another may hold the phone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from banpol.post import inbox
from banpol.post.ids import new_id
from banpol.register import handovers, notices
from banpol.register.audit import serialise
from banpol.register.office import Office
from banpol.register.phrases import say
from banpol.register.sql.tables import draft

SILENT_FOR = timedelta(hours=2)
# WhatsApp's window is open for 24 hours after the reporter's last message; an hour is left for the way.
LAST_MOMENT = timedelta(hours=23)
RESPONSE = "utter_pengingat"
CAUSE = "ingat-"
AT_ONCE = 200


def remind(session: Session, office: Office, now: datetime) -> int:
    """How many reporters were reminded; each draft once."""
    serialise(session)
    due = select(draft.c.id, draft.c.reporter_id).where(
        draft.c.state == "berjalan",
        draft.c.reminded_at.is_(None),
        draft.c.updated_at <= now - SILENT_FOR,
        draft.c.updated_at > now - LAST_MOMENT,
    )
    rows = session.execute(due.order_by(draft.c.updated_at).limit(AT_ONCE)).all()
    return sum(
        _remind(session, office, row, now) for row in rows if _is_silent(session, row.reporter_id, now)
    )


def _is_silent(session: Session, reporter_id: str, now: datetime) -> bool:
    route = inbox.last_route(session, reporter_id)
    quiet = route is not None and now - LAST_MOMENT < route.last_at <= now - SILENT_FOR
    return (
        quiet
        and not inbox.is_waiting(session, reporter_id)
        and handovers.holder(session, reporter_id) is None
    )


def _remind(session: Session, office: Office, row: Any, now: datetime) -> bool:
    to = {"reporter_id": row.reporter_id}
    notices.send(session, office, to, f"{CAUSE}{new_id()}", say(office.phrases, RESPONSE), now)
    session.execute(update(draft).where(draft.c.id == row.id).values(reminded_at=now))
    return True
