"""What arrived, kept before anybody says so. A message id counts once, however often it is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from banpol.crypto import KeyRing, place
from banpol.post.inserts import insert_once
from banpol.post.letters import Letter
from banpol.post.tables import inbox_message


@dataclass(frozen=True)
class Arrival:
    """One message as the channel hands it over; the reporter's number is hidden already."""

    message_id: str
    reporter_id: str
    channel: str
    account: str
    letter: Letter
    sent_at: datetime
    received_at: datetime
    urgent: bool = False


def receive(session: Session, ring: KeyRing, arrivals: Iterable[Arrival]) -> int:
    """Stores each message once; the number of messages that were new."""
    return sum(_store(session, ring, arrival) for arrival in arrivals)


def _store(session: Session, ring: KeyRing, arrival: Arrival) -> bool:
    return insert_once(
        session,
        inbox_message,
        {
            "id": arrival.message_id,
            "reporter_id": arrival.reporter_id,
            "channel": arrival.channel,
            "account": arrival.account,
            "kind": arrival.letter.kind,
            "urgent": arrival.urgent,
            "sealed": ring.seal(arrival.letter.to_bytes(), _where(arrival.message_id)),
            "status": "new",
            "sent_at": arrival.sent_at,
            "received_at": arrival.received_at,
        },
    )


def open_letter(ring: KeyRing, message_id: str, sealed: bytes) -> Letter:
    return Letter.from_bytes(ring.open(sealed, _where(message_id)))


def _where(message_id: str) -> str:
    return place("inbox_message", "sealed", message_id)


def waiting(session: Session) -> int:
    """How many messages no finished turn has answered yet."""
    rows = select(func.count()).where(inbox_message.c.status.in_(("new", "taken")))
    return int(session.execute(rows).scalar_one())


def is_waiting(session: Session, reporter_id: str) -> bool:
    """Whether something this reporter wrote is not answered yet."""
    row = select(inbox_message.c.seq).where(
        inbox_message.c.status.in_(("new", "taken")), inbox_message.c.reporter_id == reporter_id
    )
    return session.execute(row.limit(1)).first() is not None


def last_inbound_at(session: Session, reporter_id: str, account: str) -> datetime | None:
    """When the reporter last wrote to this number of ours, by the channel's own stamp; opens the 24-hour
    window, which is a matter between two numbers."""
    newest = select(func.max(inbox_message.c.sent_at)).where(
        inbox_message.c.reporter_id == reporter_id, inbox_message.c.account == account
    )
    return session.execute(newest).scalar_one_or_none()


@dataclass(frozen=True)
class Route:
    """On which channel a reporter writes, to which of our numbers, and when last; answers go back there."""

    channel: str
    account: str
    last_at: datetime


def last_route(session: Session, reporter_id: str) -> Route | None:
    """None for somebody who never wrote on a channel, such as a caller."""
    row = session.execute(
        select(inbox_message.c.channel, inbox_message.c.account, inbox_message.c.sent_at)
        .where(inbox_message.c.reporter_id == reporter_id)
        .order_by(inbox_message.c.seq.desc())
        .limit(1)
    ).first()
    return Route(*row) if row else None
