"""A PIN guards what the holder of a reporter's phone may learn of a report.

Digits never come here: the channel hands in a keyed mark of them, and Argon2id over that mark is kept. Five
wrong tries lock that report for a day, and only that report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from banpol.register import passwords
from banpol.register.additions import own_report
from banpol.register.errors import MoveImpossible
from banpol.register.sql.tables import report

MOST_MISSES = 5
LOCKED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class PinTry:
    """`opened` and `missed` are draft ids; `locked` says that some of the reports may not be tried now."""

    opened: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    locked: bool = False


def set_pin(session: Session, draft_id: str, reporter_id: str, mark: str, now: datetime) -> str:
    """The number of the report that is guarded from now on.

    Raises UnknownReport, MoveImpossible when it has a PIN already."""
    filed = own_report(session, draft_id, reporter_id)
    free = update(report).where(report.c.id == filed.report_id, report.c.pin_hash.is_(None))
    if session.execute(free.values(pin_hash=passwords.hashed(mark))).rowcount != 1:
        raise MoveImpossible(f"report {filed.number} has a PIN already")
    return filed.number


def attempt(session: Session, reporter_id: str, mark: str, now: datetime) -> PinTry:
    """Which of this reporter's guarded reports the mark opens; changes nothing."""
    rows = _guarded(session, reporter_id)
    free = [row for row in rows if not is_locked(row.pin_locked_until, now)]
    opened = [row.draft_id for row in free if passwords.fits(mark, row.pin_hash)]
    # A PIN of one report is no miss on another one.
    missed = [] if opened else [row.draft_id for row in free]
    return PinTry(tuple(opened), tuple(missed), len(free) < len(rows))


def note(session: Session, reporter_id: str, tried: PinTry, now: datetime) -> None:
    """Counts the misses; the fifth in a row locks. A right PIN forgets them."""
    for row in _guarded(session, reporter_id):
        if row.draft_id in tried.opened:
            _write(session, row.id, pin_misses=0, pin_locked_until=None)
        elif row.draft_id in tried.missed:
            misses = row.pin_misses + 1
            full = misses >= MOST_MISSES
            until = now + LOCKED_FOR if full else None
            _write(session, row.id, pin_misses=0 if full else misses, pin_locked_until=until)


def is_locked(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now


def _guarded(session: Session, reporter_id: str) -> list[Any]:
    columns = (
        report.c.id, report.c.draft_id, report.c.pin_hash, report.c.pin_misses, report.c.pin_locked_until
    )  # fmt: skip
    mine = (report.c.reporter_id == reporter_id, report.c.pin_hash.is_not(None))
    return list(session.execute(select(*columns).where(*mine)).all())


def _write(session: Session, report_id: str, **values: Any) -> None:
    session.execute(update(report).where(report.c.id == report_id).values(**values))
