"""What the channel says became of a message; statuses come twice and out of order, the highest one counts."""

from __future__ import annotations

from dataclasses import dataclass
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


def furthest(session: Session, ids: Iterable[str], by: str = "channel_message_id") -> dict[str, Any]:
    """The row of the furthest status of each message, by the channel's id or by `outbox_id`; those without a
    status are absent."""
    found: dict[str, Any] = {}
    for row in session.execute(select(delivery).where(delivery.c[by].in_(list(ids)))):
        known_as = getattr(row, by)
        before = found.get(known_as)
        if before is None or RANK.get(row.status, 0) > RANK.get(before.status, 0):
            found[known_as] = row
    return found


@dataclass(frozen=True)
class Outcome:
    """What became of a message of ours, for those who wait for its effect.

    `status`: queued | sending | parked | uncertain | sent | delivered | read | played | failed."""

    status: str
    at: datetime
    error_code: int | None = None
    reason: str = ""


def outcome_of(session: Session, outbox_id: str) -> Outcome | None:
    """None for an id that no message has."""
    row = session.execute(select(outbox_message).where(outbox_message.c.id == outbox_id)).first()
    if row is None:
        return None
    best = furthest(session, [outbox_id], by="outbox_id").get(outbox_id)
    if row.status == "sent" and best is not None and best.status != "failed":
        return Outcome(best.status, best.at)
    return Outcome(row.status, row.sent_at or row.created_at, row.error_code, row.reason or "")
