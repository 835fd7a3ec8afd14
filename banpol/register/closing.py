"""The reporter's own word after a report was closed: it is right, it is not, and how good the service was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.register import changing, moving, workflow
from banpol.register.actors import REPORTER
from banpol.register.changing import Row
from banpol.register.errors import MoveImpossible, SomethingMissing, UnknownReport
from banpol.register.moving import Details, Moved
from banpol.register.office import Office
from banpol.register.sql.tables import report

CONFIRMED, DISPUTED, SILENT = "dibenarkan", "disanggah", "tanpa_jawaban"


def waiting(session: Session, reporter_id: str) -> list[str]:
    """Numbers of this reporter's closed reports that have no answer yet, newest first."""
    closed = (report.c.status == workflow.CLOSED, report.c.answer.is_(None))
    query = select(report.c.number).where(report.c.reporter_id == reporter_id, *closed)
    return list(session.execute(query.order_by(report.c.ordinal.desc())).scalars())


def confirm(session: Session, office: Office, reporter_id: str, number: str, now: datetime) -> None:
    """The reporter agrees. Twice is once. Raises UnknownReport, MoveImpossible when it is not closed."""
    row = _own(session, reporter_id, number)
    if row["status"] != workflow.CLOSED:
        raise MoveImpossible(f"report {number} is not closed")
    if row["answer"] != CONFIRMED:
        changing.write(session, row, REPORTER, now, answer=CONFIRMED, due_at=None)
        office.audited(session, REPORTER, "penutupan_dibenarkan", row["id"], now)


def dispute(
    session: Session, office: Office, reporter_id: str, number: str, text: str, now: datetime
) -> Moved:
    """The reporter disagrees: the report opens again. Raises UnknownReport, MoveImpossible."""
    row = _own(session, reporter_id, number)
    details = replace(Details(), text=text)
    return moving.move(session, office, REPORTER, number, "pelapor_menyanggah", row["version"], now, details)


def rate(session: Session, office: Office, reporter_id: str, number: str, rating: int, now: datetime) -> None:
    """One to five, of a closed report; a later rating replaces the first.

    Raises UnknownReport, MoveImpossible, SomethingMissing."""
    row = _own(session, reporter_id, number)
    if row["status"] != workflow.CLOSED:
        raise MoveImpossible(f"report {number} is not closed")
    if rating not in range(1, 6):
        raise SomethingMissing("rating", "a rating is a whole number from 1 to 5")
    changing.write(session, row, REPORTER, now, rating=rating)


def _own(session: Session, reporter_id: str, number: str) -> Row:
    row = changing.take(session, number)
    if row["reporter_id"] != reporter_id:
        raise UnknownReport(f"there is no report {number}")
    return row
