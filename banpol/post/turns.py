"""Which messages form a turn, who may work on it, and how it ends.

A turn is a run of bubbles of one reporter, or one tapped choice. Its messages are fixed when it is made,
before it first runs, so that a second try has the same input. One turn at a time per reporter: a partial
unique index holds that, whatever workers do. Leases count machine seconds and end by themselves when a worker
dies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Sequence

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from banpol.crypto import KeyRing
from banpol.database import Database
from banpol.post.ids import new_id
from banpol.post.inbox import open_letter
from banpol.post.inserts import insert_once
from banpol.post.letters import Letter
from banpol.post.tables import inbox_message, turn

LEASE_SECONDS = 10.0
# A lease further ahead than this was written by a clock that has since been set back.
LONGEST_BELIEVABLE_LEASE = 6 * LEASE_SECONDS
MAX_BUBBLES = 50
MOST_OFFERS = 20


@dataclass(frozen=True)
class TurnLease:
    """A turn this worker may run. `attempts` counts the tries before this one."""

    turn_id: str
    reporter_id: str
    owner: str
    attempts: int


@dataclass(frozen=True)
class Bubble:
    """One message of a turn, opened."""

    message_id: str
    channel: str
    account: str
    letter: Letter
    sent_at: datetime


@dataclass(frozen=True)
class Patience:
    """How long a run of bubbles may wait for the next one."""

    quiet: timedelta
    longest: timedelta


class LeaseLost(Exception):
    """Another worker has taken this turn over; what was done for it must not be written."""


@dataclass(frozen=True)
class Offers:
    """What a worker may try to claim: open turns whose time has come, and reporters with waiting messages."""

    turn_ids: tuple[str, ...] = ()
    reporter_ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.turn_ids or self.reporter_ids)


def take(database: Database, owner: str, now: datetime, now_s: float, patience: Patience) -> TurnLease | None:
    """A turn to run. It is looked for before the write lock is taken: webhooks wait for that lock."""
    with database.read() as session:
        found = offers(session, now, now_s, patience)
    if not found:
        return None
    with database.write() as session:
        return claim(session, found, owner, now, now_s)


def offers(session: Session, now: datetime, now_s: float, patience: Patience) -> Offers:
    """Turns that wait for another try go first, then those in danger, then who has waited longest."""
    due = select(turn.c.id).where(turn.c.status == "open", *_free(now_s)).order_by(turn.c.created_at)
    turn_ids = tuple(session.execute(due.limit(MOST_OFFERS)).scalars())
    return Offers(turn_ids, () if turn_ids else tuple(_ready_reporters(session, now, patience)))


def claim(session: Session, offered: Offers, owner: str, now: datetime, now_s: float) -> TurnLease | None:
    """The first of the offers that nobody else has taken meanwhile."""
    for turn_id in offered.turn_ids:
        lease = _lease_again(session, turn_id, owner, now_s)
        if lease is not None:
            return lease
    for reporter_id in offered.reporter_ids:
        lease = _open_turn(session, owner, now, now_s, reporter_id)
        if lease is not None:
            return lease
    return None


def _free(now_s: float) -> tuple[Any, Any]:
    """Due, and held by nobody who lives."""
    return turn.c.next_try_at <= now_s, or_(
        turn.c.lease_until.is_(None),
        turn.c.lease_until <= now_s,
        turn.c.lease_until > now_s + LONGEST_BELIEVABLE_LEASE,
    )


def _lease_again(session: Session, turn_id: str, owner: str, now_s: float) -> TurnLease | None:
    taken = session.execute(
        update(turn)
        .where(turn.c.id == turn_id, turn.c.status == "open", *_free(now_s))
        .values(lease_owner=owner, lease_until=now_s + LEASE_SECONDS, attempts=turn.c.attempts + 1)
    )
    if taken.rowcount != 1:
        return None
    row = session.execute(select(turn.c.reporter_id, turn.c.attempts).where(turn.c.id == turn_id)).one()
    return TurnLease(turn_id, row.reporter_id, owner, row.attempts - 1)


def _ready_reporters(session: Session, now: datetime, patience: Patience) -> list[str]:
    """Reporters with waiting messages, none in a turn, whose pause is long enough or who cannot wait."""
    busy = select(turn.c.reporter_id).where(turn.c.status == "open")
    newest, oldest = func.max(inbox_message.c.received_at), func.min(inbox_message.c.received_at)
    in_danger = func.max(case((inbox_message.c.urgent, 1), else_=0))
    has_chosen = func.max(case((inbox_message.c.kind == "choice", 1), else_=0))
    rows = session.execute(
        select(inbox_message.c.reporter_id)
        .where(inbox_message.c.status == "new", inbox_message.c.reporter_id.not_in(busy))
        .group_by(inbox_message.c.reporter_id)
        .having(
            or_(
                newest <= now - patience.quiet,
                oldest <= now - patience.longest,
                in_danger == 1,
                has_chosen == 1,
            )
        )
        .order_by(in_danger.desc(), func.min(inbox_message.c.seq))
        .limit(MOST_OFFERS)
    )
    return list(rows.scalars())


def _open_turn(
    session: Session, owner: str, now: datetime, now_s: float, reporter_id: str
) -> TurnLease | None:
    lease = TurnLease(new_id(), reporter_id, owner, 0)
    row = {
        "id": lease.turn_id,
        "reporter_id": reporter_id,
        "status": "open",
        "attempts": 1,
        "lease_owner": owner,
        "lease_until": now_s + LEASE_SECONDS,
        "created_at": now,
    }
    # The insert comes first: where another worker is faster, its open turn makes this one do nothing.
    if not insert_once(session, turn, row):
        return None
    bubbles = first_run(_new_bubbles(session, reporter_id))
    if not bubbles:
        session.execute(delete(turn).where(turn.c.id == lease.turn_id))
        return None
    session.execute(
        update(inbox_message)
        .where(inbox_message.c.seq.in_([bubble.seq for bubble in bubbles]))
        .values(status="taken", turn_id=lease.turn_id)
    )
    return lease


def _new_bubbles(session: Session, reporter_id: str) -> Sequence[Any]:
    """Waiting messages by the sender's own stamp, and by arrival within the same second."""
    return session.execute(
        select(inbox_message.c.seq, inbox_message.c.kind)
        .where(inbox_message.c.status == "new", inbox_message.c.reporter_id == reporter_id)
        .order_by(inbox_message.c.sent_at, inbox_message.c.seq)
        .limit(MAX_BUBBLES)
    ).all()


def first_run(bubbles: Sequence[Any]) -> Sequence[Any]:
    """A tapped choice is a turn of its own; everything up to the next one belongs together."""
    for position, bubble in enumerate(bubbles):
        if bubble.kind == "choice":
            return bubbles[: max(position, 1)]
    return bubbles


def bubbles_of(session: Session, ring: KeyRing, turn_id: str) -> list[Bubble]:
    """The messages of a turn, opened, in order."""
    rows = session.execute(
        select(inbox_message)
        .where(inbox_message.c.turn_id == turn_id)
        .order_by(inbox_message.c.sent_at, inbox_message.c.seq)
    )
    return [
        Bubble(row.id, row.channel, row.account, open_letter(ring, row.id, row.sealed), row.sent_at)
        for row in rows
    ]


def renew(session: Session, lease: TurnLease, now_s: float) -> None:
    """Holds on to a turn that takes long. Raises LeaseLost."""
    _change_held(session, lease, {"lease_until": now_s + LEASE_SECONDS})


def finish(session: Session, lease: TurnLease, now: datetime) -> None:
    """The turn is answered; part of the transaction that writes its effects. Raises LeaseLost."""
    _end(session, lease, now, "done")


def bury(session: Session, lease: TurnLease, now: datetime) -> None:
    """The turn failed too often and waits for a person. Raises LeaseLost."""
    _end(session, lease, now, "dead")


def postpone(session: Session, lease: TurnLease, next_try_at: float) -> None:
    """The try failed; the same turn runs again later. Raises LeaseLost."""
    _change_held(session, lease, {"next_try_at": next_try_at, "lease_owner": None, "lease_until": None})


def _end(session: Session, lease: TurnLease, now: datetime, status: str) -> None:
    _change_held(session, lease, {"status": status, "done_at": now, "lease_owner": None, "lease_until": None})
    session.execute(
        update(inbox_message).where(inbox_message.c.turn_id == lease.turn_id).values(status=status)
    )


def _change_held(session: Session, lease: TurnLease, values: dict[str, Any]) -> None:
    held = update(turn).where(
        turn.c.id == lease.turn_id, turn.c.lease_owner == lease.owner, turn.c.status == "open"
    )
    if session.execute(held.values(**values)).rowcount != 1:
        raise LeaseLost(f"turn {lease.turn_id} is no longer held by this worker")


def busy(session: Session) -> bool:
    """Whether any turn is under way or waits for another try."""
    return session.execute(select(turn.c.id).where(turn.c.status == "open").limit(1)).first() is not None
