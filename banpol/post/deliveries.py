"""What the channel says became of a message; statuses come twice and out of order, the highest one counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Iterable

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
    reason: str = "",
) -> bool:
    """Keeps a status once. A status also settles a message of which we did not know whether it left."""
    row = {
        "channel_message_id": channel_message_id,
        "status": status,
        "outbox_id": outbox_id,
        "error_code": error_code,
        "reason": reason or None,
        "at": at,
    }
    new = insert_once(session, delivery, row)
    if new and outbox_id:
        _settle(session, row)
    return new


def _settle(session: Session, row: dict[str, Any]) -> None:
    status, outbox_id = row["status"], row["outbox_id"]
    failed = {"status": "failed", "error_code": row["error_code"], "reason": row["reason"]}
    values = failed if status == "failed" else {"status": "sent"}
    session.execute(
        update(outbox_message)
        .where(
            outbox_message.c.id == outbox_id,
            or_(outbox_message.c.status.in_(("uncertain", "sending")), status == "failed"),
        )
        .values(channel_message_id=row["channel_message_id"], sent_at=row["at"], **values)
    )


def best_status(session: Session, channel_message_id: str) -> str | None:
    """The furthest a message got: sent < delivered < read < played; failed is final."""
    row = furthest(session, [channel_message_id]).get(channel_message_id)
    return row.status if row else None


def furthest(session: Session, ids: Iterable[str]) -> dict[str, Any]:
    """The row of each message's furthest status, by the channel's id; those without a status are absent."""
    found: dict[str, Any] = {}
    for row in session.execute(select(delivery).where(delivery.c.channel_message_id.in_(list(ids)))):
        before = found.get(row.channel_message_id)
        if before is None or RANK.get(row.status, 0) > RANK.get(before.status, 0):
            found[row.channel_message_id] = row
    return found
