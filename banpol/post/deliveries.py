"""What the channel says became of a message; statuses come twice and out of order, the highest one counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from banpol.post.inserts import insert_once
from banpol.post.tables import delivery, outbox_message

RANK = {"sent": 1, "delivered": 2, "read": 3, "played": 4, "failed": 5}


def note(
    session: Session,
    channel_message_id: str,
    status: str,
    outbox_id: str | None,
    error_code: int | None,
    at: datetime,
) -> bool:
    """Keeps a status once. A status also settles a message of which we did not know whether it left."""
    row = {
        "channel_message_id": channel_message_id,
        "status": status,
        "outbox_id": outbox_id,
        "error_code": error_code,
        "at": at,
    }
    new = insert_once(session, delivery, row)
    if new and outbox_id:
        _settle(session, channel_message_id, status, outbox_id, error_code, at)
    return new


def _settle(
    session: Session,
    channel_message_id: str,
    status: str,
    outbox_id: str,
    error_code: int | None,
    at: datetime,
) -> None:
    values = {"status": "failed", "error_code": error_code} if status == "failed" else {"status": "sent"}
    session.execute(
        update(outbox_message)
        .where(
            outbox_message.c.id == outbox_id,
            or_(outbox_message.c.status.in_(("uncertain", "sending")), status == "failed"),
        )
        .values(channel_message_id=channel_message_id, sent_at=at, **values)
    )


def best_status(session: Session, channel_message_id: str) -> str | None:
    """The furthest a message got: sent < delivered < read < played; failed is final."""
    rows = session.execute(
        select(delivery.c.status).where(delivery.c.channel_message_id == channel_message_id)
    ).scalars()
    return max(rows, key=lambda status: RANK.get(status, 0), default=None)
