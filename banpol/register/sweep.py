"""What time itself does to reports; a process calls it every half minute, and twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from banpol.register import alerts, changing, moving, workflow
from banpol.register.actors import HOUSE
from banpol.register.audit import serialise
from banpol.register.closing import SILENT
from banpol.register.errors import RegisterError
from banpol.register.office import Office
from banpol.register.sql.tables import report

AT_ONCE = 200  # per transaction: the write lock is not held for long


@dataclass(frozen=True)
class Swept:
    """How many questions ran out, closings stayed without an answer, and deadlines were missed."""

    returned: int
    unanswered: int
    escalated: int

    @property
    def total(self) -> int:
        return self.returned + self.unanswered + self.escalated


def sweep(session: Session, office: Office, now: datetime) -> Swept:
    """Returns asked reports whose time is over, ends the wait for an answer, escalates what is late."""
    serialise(session)
    counts = {"returned": 0, "unanswered": 0, "escalated": 0}
    for row in session.execute(_due(now)).mappings().all():
        try:
            with session.begin_nested():
                outcome = _settle(session, office, row, now)
        except RegisterError:
            continue  # one report that cannot be moved must not hold up the others
        counts[outcome] += 1
    return Swept(**counts)


def _due(now: datetime) -> Any:
    still_open = and_(report.c.status.in_(workflow.OPEN), report.c.escalated_at.is_(None))
    waits = report.c.status.in_((workflow.ASKED, workflow.CLOSED))
    due = select(report).where(report.c.due_at <= now, or_(still_open, waits))
    return due.order_by(report.c.due_at).limit(AT_ONCE)


def _settle(session: Session, office: Office, row: Any, now: datetime) -> str:
    if row["status"] == workflow.ASKED:
        moving.move(session, office, HOUSE, row["number"], "batas_tanya_lewat", row["version"], now)
        return "returned"
    if row["status"] == workflow.CLOSED:
        values = {} if row["answer"] else {"answer": SILENT}
        changing.write(session, row, HOUSE, now, due_at=None, **values)
        return "unanswered"
    _escalate(session, office, row, now)
    return "escalated"


def _escalate(session: Session, office: Office, row: Any, now: datetime) -> None:
    """Once per deadline: a move sets a new one and clears this."""
    changing.write(session, row, HOUSE, now, escalated_at=now)
    urgency = "darurat" if row["urgency"] == "darurat" else "mendesak"
    cause = f"{row['id']}-{row['version']}"
    alerts.raise_alert(session, "tenggat_terlewat", urgency, cause, row["id"], now)
    office.audited(session, HOUSE, "tenggat_terlewat", row["id"], now, status=row["status"])
