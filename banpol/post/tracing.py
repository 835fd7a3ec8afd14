"""What became of each message to a reporter: waiting, on its way, arrived, read, or not, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import KeyRing
from banpol.post import outbox
from banpol.post.deliveries import furthest
from banpol.post.tables import outbox_message

MOST = 300


@dataclass(frozen=True)
class Traced:
    """`state`: the outbox's own (queued, sending, parked, uncertain, failed, sent) or, once the channel said
    more, delivered, read, played. `error_code` and `reason` are the channel's."""

    cause: str
    ordinal: int
    text: str = field(repr=False)
    at: datetime
    state: str
    error_code: int | None
    reason: str = ""


def to_reporter(session: Session, ring: KeyRing, reporter_id: str, since: datetime) -> list[Traced]:
    """Everything put into the outbox for a reporter since then, oldest first, at most the newest MOST."""
    rows = _rows(session, reporter_id, since, *outbox_message.c)[::-1]
    reached = _reached(session, rows)
    return [_traced(ring, row, reached) for row in rows]


def states(session: Session, reporter_id: str, since: datetime) -> dict[str, tuple[str, int | None, str]]:
    """State, error code and reason of the same messages by `cause-ordinal`; no text is opened."""
    columns = ("turn_id", "ordinal", "status", "error_code", "reason", "channel_message_id")
    rows = _rows(session, reporter_id, since, *(outbox_message.c[name] for name in columns))
    reached = _reached(session, rows)
    return {f"{row.turn_id}-{row.ordinal}": _state(row, reached) for row in rows}


def _rows(session: Session, reporter_id: str, since: datetime, *columns: Any) -> Sequence[Any]:
    """The newest first."""
    query = select(*columns).where(
        outbox_message.c.reporter_id == reporter_id, outbox_message.c.created_at >= since
    )
    return session.execute(query.order_by(outbox_message.c.seq.desc()).limit(MOST)).all()


def _reached(session: Session, rows: Sequence[Any]) -> dict[str, Any]:
    return furthest(session, [row.channel_message_id for row in rows if row.channel_message_id])


def _state(row: Any, reached: dict[str, Any]) -> tuple[str, int | None, str]:
    """How far it got, and the error when it failed."""
    told = reached.get(row.channel_message_id) if row.status == "sent" else None
    found = told or row
    return found.status, found.error_code, found.reason or ""


def _traced(ring: KeyRing, row: Any, reached: dict[str, Any]) -> Traced:
    text = outbox.opened(ring, row.id, row.sealed).text
    return Traced(row.turn_id, row.ordinal, text, row.created_at, *_state(row, reached))
