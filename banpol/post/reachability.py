"""Whom the channel says it cannot reach: nothing more is tried until they write, and the team sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from banpol.post.inserts import insert_once
from banpol.post.tables import unreachable


@dataclass(frozen=True)
class Unreachable:
    """Since when, and the channel's code for it."""

    since: datetime
    error_code: int | None


def mark(session: Session, reporter_id: str, channel: str, error_code: int | None, now: datetime) -> bool:
    """True when this is new; the first time counts as the beginning."""
    row = {"reporter_id": reporter_id, "channel": channel, "error_code": error_code, "since": now}
    return insert_once(session, unreachable, row)


def clear(session: Session, reporter_id: str) -> None:
    """They wrote, so they are there."""
    session.execute(delete(unreachable).where(unreachable.c.reporter_id == reporter_id))


def look_up(session: Session, reporter_id: str) -> Unreachable | None:
    """None for everybody who can be written to, as far as is known."""
    row = session.execute(
        select(unreachable.c.since, unreachable.c.error_code)
        .where(unreachable.c.reporter_id == reporter_id)
        .order_by(unreachable.c.since)
    ).first()
    return Unreachable(row.since, row.error_code) if row else None
