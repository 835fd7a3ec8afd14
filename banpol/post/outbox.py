"""Everything that leaves is a row here first. Per recipient, messages leave in the order they were put in.

Sending is at least once: a sender that dies between Meta's answer and its own mark leaves a row `sending`;
after its lease it becomes `uncertain` and is not sent again at once. Statuses settle it (deliveries). Until
then it holds back what is for the same recipient: sent again after newer ones, an old question would be the
last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from banpol.crypto import KeyRing, place
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.post.letters import OutgoingMessage
from banpol.post.tables import outbox_message

LEASE_SECONDS = 30.0
WAITING = ("queued", "sending")
HOLDING = (*WAITING, "uncertain")
_IN_FLIGHT = ("sending", "uncertain")


@dataclass(frozen=True)
class Parcel:
    """A message that its sender may carry out now; `attempts` counts the tries before this one."""

    id: str
    reporter_id: str
    channel: str
    account: str
    attempts: int
    message: OutgoingMessage
    created_at: datetime
    error_code: int | None = None  # what the channel said to the try before this one


def put(
    session: Session,
    ring: KeyRing,
    *,
    reporter_id: str,
    channel: str,
    account: str,
    turn_id: str,
    ordinal: int,
    message: OutgoingMessage,
    asks: str | None,
    now: datetime,
    not_before: float = 0.0,
) -> bool:
    """Queues one message; the same turn and ordinal count once. True when it is new.

    `not_before`: seconds of the machine, until when it waits."""
    outbox_id = new_id()
    return insert_once(
        session,
        outbox_message,
        {
            "id": outbox_id,
            "reporter_id": reporter_id,
            "channel": channel,
            "account": account,
            "turn_id": turn_id,
            "ordinal": ordinal,
            "asks": asks,
            "sealed": ring.seal(message.to_bytes(), _where(outbox_id)),
            "status": "queued",
            "next_try_at": not_before,
            "created_at": now,
        },
    )


def claim(
    session: Session, ring: KeyRing, owner: str, now_s: float, limit: int = 50, channel: str = "whatsapp"
) -> list[Parcel]:
    """The oldest waiting message of each of the channel's recipients, marked as being sent."""
    _settle_abandoned(session, now_s)
    rows = session.execute(
        select(outbox_message)
        .where(
            outbox_message.c.seq.in_(_heads(channel)),
            outbox_message.c.status == "queued",
            outbox_message.c.next_try_at <= now_s,
        )
        .order_by(outbox_message.c.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if rows:
        session.execute(
            update(outbox_message)
            .where(outbox_message.c.seq.in_([row.seq for row in rows]))
            .values(
                status="sending",
                lease_owner=owner,
                lease_until=now_s + LEASE_SECONDS,
                attempts=outbox_message.c.attempts + 1,
            )
        )
    return [_parcel(ring, row) for row in rows]


def _heads(channel: str) -> Any:
    """Sequence numbers of each recipient's first message that is not through yet."""
    return (
        select(func.min(outbox_message.c.seq))
        .where(outbox_message.c.status.in_(HOLDING), outbox_message.c.channel == channel)
        .group_by(outbox_message.c.reporter_id)
        .scalar_subquery()
    )


def _settle_abandoned(session: Session, now_s: float) -> None:
    """A sender died while sending: whether the message went out is not known."""
    session.execute(
        update(outbox_message)
        .where(outbox_message.c.status == "sending", outbox_message.c.lease_until <= now_s)
        # Stamped now: a status may still settle it before it is sent again.
        .values(status="uncertain", lease_owner=None, lease_until=None, next_try_at=now_s)
    )


def _parcel(ring: KeyRing, row: Any) -> Parcel:
    message = opened(ring, row.id, row.sealed)
    return Parcel(
        row.id,
        row.reporter_id,
        row.channel,
        row.account,
        row.attempts,
        message,
        row.created_at,
        row.error_code,
    )


def _where(outbox_id: str) -> str:
    return place("outbox_message", "sealed", outbox_id)


def sent(
    session: Session, outbox_id: str, channel_message_id: str, now: datetime, error_code: int | None = None
) -> None:
    """`error_code`: why it had to leave in another form than it was written in, if so."""
    values = {"channel_message_id": channel_message_id, "sent_at": now, "error_code": error_code}
    _mark(session, outbox_id, "sent", (*_IN_FLIGHT, "sent"), **values)


def hurry(session: Session, reporter_id: str) -> None:
    """Messages that were only held back leave now, so that nothing urgent waits behind them."""
    session.execute(
        update(outbox_message)
        .where(
            outbox_message.c.reporter_id == reporter_id,
            outbox_message.c.status == "queued",
            outbox_message.c.attempts == 0,
        )
        .values(next_try_at=0)
    )


def retry(session: Session, outbox_id: str, next_try_at: float, error_code: int | None) -> None:
    _mark(session, outbox_id, "queued", next_try_at=next_try_at, error_code=error_code)


def put_back(session: Session, outbox_id: str, next_try_at: float) -> None:
    """Not even tried: it was not this recipient's time yet."""
    untried = outbox_message.c.attempts - 1
    _mark(session, outbox_id, "queued", next_try_at=next_try_at, attempts=untried)


def fail(session: Session, outbox_id: str, error_code: int | None, reason: str = "") -> None:
    """Given up; `reason` is what the channel said, without personal data."""
    _mark(session, outbox_id, "failed", error_code=error_code, reason=reason or None)


def park(session: Session, outbox_id: str, error_code: int | None) -> None:
    """Kept until the reporter writes again."""
    _mark(session, outbox_id, "parked", error_code=error_code)


def uncertain(session: Session, outbox_id: str, now_s: float, error_code: int | None) -> None:
    """From `now_s` the wait for a status is counted."""
    _mark(session, outbox_id, "uncertain", next_try_at=now_s, error_code=error_code)


def refused_later(session: Session, outbox_id: str, error_code: int, again: bool) -> None:
    """The channel had accepted it and says afterwards that it did not go: tried again, or parked."""
    status = "queued" if again else "parked"
    _change(session, outbox_message.c.id == outbox_id, status=status, next_try_at=0, error_code=error_code)


def resend_uncertain(session: Session, now_s: float, alone_s: float, waited_for_s: float) -> int:
    """Queues again what has stayed uncertain for long: an answer twice is better than none. Less long
    (`waited_for_s`) where it holds back another message to the same recipient."""
    behind = outbox_message.alias()
    waited_for = exists().where(
        behind.c.reporter_id == outbox_message.c.reporter_id,
        behind.c.channel == outbox_message.c.channel,
        behind.c.status == "queued",
        behind.c.seq > outbox_message.c.seq,
    )
    since = outbox_message.c.next_try_at
    stale = or_(since <= now_s - alone_s, and_(since <= now_s - waited_for_s, waited_for))
    result = session.execute(
        update(outbox_message)
        .where(outbox_message.c.status == "uncertain", stale)
        .values(status="queued")
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)


def unpark(session: Session, reporter_id: str) -> None:
    """The reporter has written: what was parked may leave."""
    session.execute(
        update(outbox_message)
        .where(outbox_message.c.status == "parked", outbox_message.c.reporter_id == reporter_id)
        .values(status="queued", next_try_at=0, error_code=None, reason=None)
    )


def _mark(
    session: Session, outbox_id: str, status: str, since: tuple[str, ...] = _IN_FLIGHT, **values: Any
) -> None:
    """The sender's word on a message. The channel's own word may have come first, and then it stands."""
    which = and_(outbox_message.c.id == outbox_id, outbox_message.c.status.in_(since))
    _change(session, which, status=status, **values)


def _change(session: Session, which: Any, **values: Any) -> None:
    session.execute(update(outbox_message).where(which).values(lease_owner=None, lease_until=None, **values))


def opened(ring: KeyRing, outbox_id: str, sealed: bytes) -> OutgoingMessage:
    """The message; an empty one where time has taken its text away (`forgetting`)."""
    if not sealed:
        return OutgoingMessage("")
    return OutgoingMessage.from_bytes(ring.open(sealed, _where(outbox_id)))


def look_at(session: Session, ring: KeyRing, outbox_id: str) -> Parcel | None:
    """A message as it stands, without taking it up."""
    row = session.execute(select(outbox_message).where(outbox_message.c.id == outbox_id)).first()
    return _parcel(ring, row) if row is not None else None


def newest(session: Session, ring: KeyRing, reporter_id: str, beside: str) -> Parcel | None:
    """The newest message to this reporter, apart from those whose cause begins with `beside`."""
    row = session.execute(
        select(outbox_message)
        .where(outbox_message.c.reporter_id == reporter_id, ~outbox_message.c.turn_id.startswith(beside))
        .order_by(outbox_message.c.seq.desc())
        .limit(1)
    ).first()
    return _parcel(ring, row) if row is not None else None


def pending(session: Session, channel: str = "whatsapp") -> int:
    """How many messages of this channel still have to leave."""
    rows = select(func.count()).where(
        outbox_message.c.status.in_(WAITING), outbox_message.c.channel == channel
    )
    return int(session.execute(rows).scalar_one())


def last_texts(session: Session, ring: KeyRing, reporter_id: str, most: int) -> list[str]:
    """The texts of the newest messages to one reporter, newest first."""
    newest = (
        select(outbox_message.c.id, outbox_message.c.sealed)
        .where(outbox_message.c.reporter_id == reporter_id)
        .order_by(outbox_message.c.seq.desc())
        .limit(most)
    )
    rows = session.execute(newest).all()
    return [opened(ring, row.id, row.sealed).text for row in rows]
