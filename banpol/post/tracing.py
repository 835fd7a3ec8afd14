"""What became of each message to a reporter: waiting, on its way, arrived, read, or not, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import KeyRing, place
from banpol.post.deliveries import RANK
from banpol.post.letters import OutgoingMessage
from banpol.post.tables import delivery, outbox_message

MOST = 300


@dataclass(frozen=True)
class Traced:
    """`state`: the outbox's own (queued, sending, parked, uncertain, failed, sent) or, once the channel said
    more, delivered, read, played. `error_code` is the channel's."""

    cause: str
    ordinal: int
    text: str = field(repr=False)
    at: datetime
    state: str
    error_code: int | None


def to_reporter(session: Session, ring: KeyRing, reporter_id: str, since: datetime) -> list[Traced]:
    """Everything put into the outbox for a reporter since then, oldest first, at most the newest MOST."""
    query = select(outbox_message).where(
        outbox_message.c.reporter_id == reporter_id, outbox_message.c.created_at >= since
    )
    rows = session.execute(query.order_by(outbox_message.c.seq.desc()).limit(MOST)).all()[::-1]
    furthest = _furthest(session, [row.channel_message_id for row in rows if row.channel_message_id])
    return [_traced(ring, row, furthest) for row in rows]


def states(session: Session, reporter_id: str, since: datetime) -> dict[str, tuple[str, int | None]]:
    """State and error code of the same messages by `cause-ordinal`; no text is opened."""
    columns = ("turn_id", "ordinal", "status", "error_code", "channel_message_id")
    query = select(*(outbox_message.c[name] for name in columns)).where(
        outbox_message.c.reporter_id == reporter_id, outbox_message.c.created_at >= since
    )
    rows = session.execute(query.order_by(outbox_message.c.seq.desc()).limit(MOST)).all()
    furthest = _furthest(session, [row.channel_message_id for row in rows if row.channel_message_id])
    return {f"{row.turn_id}-{row.ordinal}": _state(row, furthest) for row in rows}


def _state(row: Any, furthest: dict[str, tuple[str, int | None]]) -> tuple[str, int | None]:
    if row.status == "sent" and row.channel_message_id in furthest:
        return furthest[row.channel_message_id]
    return row.status, row.error_code


def _traced(ring: KeyRing, row: Any, furthest: dict[str, tuple[str, int | None]]) -> Traced:
    where = place("outbox_message", "sealed", row.id)
    text = OutgoingMessage.from_bytes(ring.open(row.sealed, where)).text
    return Traced(row.turn_id, row.ordinal, text, row.created_at, *_state(row, furthest))


def _furthest(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, int | None]]:
    """By the channel's message id: how far it got, and the error when it failed."""
    query = select(delivery).where(delivery.c.channel_message_id.in_(list(ids)))
    found: dict[str, tuple[str, int | None]] = {}
    for row in session.execute(query):
        before = found.get(row.channel_message_id, ("", None))[0]
        if RANK.get(row.status, 0) > RANK.get(before, 0):
            found[row.channel_message_id] = (row.status, row.error_code)
    return found
