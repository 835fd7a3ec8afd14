"""The only way to change a report's row: version checked, edit lock respected, counts booked.

Every writer of reports begins with `serialise`, which on PostgreSQL takes one lock before any row is touched;
two writers can then never wait for each other crosswise. SQLite queues its writers by itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from banpol.register import tallies
from banpol.register.actors import ROLES, Actor
from banpol.register.audit import serialise
from banpol.register.errors import LockedByOther, SeenVersion, UnknownReport, VersionConflict
from banpol.register.sql.tables import report

Row = Mapping[str, Any]


def take(session: Session, number: str) -> Row:
    """The report's row for changing it. Raises UnknownReport."""
    serialise(session)
    row = session.execute(select(report).where(report.c.number == number)).mappings().first()
    if row is None:
        raise UnknownReport(f"there is no report {number}")
    return row


def take_by_id(session: Session, report_id: str) -> Row:
    """Raises UnknownReport."""
    serialise(session)
    return look(session, report_id)


def look(session: Session, report_id: str) -> Row:
    """The row for reading only. Raises UnknownReport."""
    row = session.execute(select(report).where(report.c.id == report_id)).mappings().first()
    if row is None:
        raise UnknownReport("there is no such report")
    return row


def expect(row: Row, actor: Actor, version: int, now: datetime) -> None:
    """Refuses what was decided over an older version, or while somebody else is editing.

    Raises VersionConflict, LockedByOther."""
    if row["version"] != version:
        seen = SeenVersion(row["version"], row["status"], row["changed_by"], row["changed_at"])
        raise VersionConflict(row["number"], version, seen)
    # A hold keeps officers apart; what a reporter says or what time does is never held up by it.
    held = row["locked_by"] and row["locked_by"] != actor.id and row["locked_until"] > now
    if held and actor.role in ROLES:
        raise LockedByOther(row["number"], row["locked_by"], row["locked_until"])


def write(session: Session, row: Row, actor: Actor, now: datetime, **values: Any) -> int:
    """Writes over exactly the version that was read; the new version. Raises VersionConflict."""
    version = row["version"] + 1
    change = {**values, "version": version, "changed_at": now, "changed_by": actor.id}
    result = session.execute(
        update(report).where(report.c.id == row["id"], report.c.version == row["version"]).values(**change)
    )
    if result.rowcount != 1:
        expect(take_by_id(session, row["id"]), actor, row["version"], now)
    tallies.changed(session, row, {**row, **values})
    return version
