"""Report numbers: BP-YYMMDD-NNNN, the day in WIB, counted within the transaction that files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from banpol.clock import wib_day
from banpol.post.inserts import insert_once
from banpol.register.sql.tables import report_counter


def next_number(session: Session, now: datetime) -> str:
    """The next number of the day; a transaction rolled back uses none up. Past 9999 it grows a digit."""
    day = wib_day(now)
    insert_once(session, report_counter, {"day": day, "last": 0})
    session.execute(
        update(report_counter).where(report_counter.c.day == day).values(last=report_counter.c.last + 1)
    )
    count = session.execute(select(report_counter.c.last).where(report_counter.c.day == day)).scalar_one()
    return f"BP-{day}-{count:04d}"


def ordinal_of(number: str) -> int:
    """A report number as an integer that sorts by filing: day, then count of the day."""
    _, day, count = number.split("-")
    return int(day) * 1_000_000 + int(count)
