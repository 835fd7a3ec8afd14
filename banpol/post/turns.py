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
from banpol.post.ids import new_id
from banpol.post.inbox import open_letter
from banpol.post.inserts import insert_once
from banpol.post.letters import Letter
from banpol.post.tables import inbox_message, turn

LEASE_SECONDS = 10.0
# A lease further ahead than this was written by a clock that has since been set back.
LONGEST_BELIEVABLE_LEASE = 6 * LEASE_SECONDS
MAX_BUBBLES = 50


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


def claim(session: Session, owner: str, now: datetime, now_s: float, patience: Patience) -> TurnLease | None:
    """A turn to run: one that waits for another try, or a new one made of a reporter's waiting messages."""
    return _claim_waiting(session, owner, now_s) or _claim_new(session, owner, now, now_s, patience)


def _claim_waiting(session: Session, owner: str, now_s: float) -> TurnLease | None:
    row = session.execute(
        select(turn)
        .where(
            turn.c.status == "open",
            turn.c.next_try_at <= now_s,
            or_(
                turn.c.lease_until.is_(None),
                turn.c.lease_until <= now_s,
                turn.c.lease_until > now_s + LONGEST_BELIEVABLE_LEASE,
            ),
        )
        .order_by(turn.c.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    session.execute(
        update(turn)
        .where(turn.c.id == row.id)
        .values(lease_owner=owner, lease_until=now_s + LEASE_SECONDS, attempts=row.attempts + 1)
    )
    return TurnLease(row.id, row.reporter_id, owner, row.attempts)


def _claim_new(
    session: Session, owner: str, now: datetime, now_s: float, patience: Patience
) -> TurnLease | None:
    for reporter_id in _ready_reporters(session, now, patience):
        lease = _open_turn(session, owner, now, now_s, reporter_id)
        if lease is not None:
            return lease
    return None


def _ready_reporters(session: Session, now: datetime, patience: Patience) -> list[str]:
    """Reporters with waiting messages, none in a turn, whose pause is long enough or who cannot wait."""
    busy = select(turn.c.reporter_id).where(turn.c.status == "open")
    newest, oldest = func.max(inbox_message.c.received_at), func.min(inbox_message.c.received_at)
    cannot_wait = or_(inbox_message.c.urgent, inbox_message.c.kind == "choice")
    rows = session.execute(
        select(inbox_message.c.reporter_id)
        .where(inbox_message.c.status == "new", inbox_message.c.reporter_id.not_in(busy))
        .group_by(inbox_message.c.reporter_id)
        .having(
            or_(
                newest <= now - patience.quiet,
                oldest <= now - patience.longest,
                func.max(case((cannot_wait, 1), else_=0)) == 1,
            )
        )
        .order_by(func.min(inbox_message.c.seq))
        .limit(20)
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


def work_waits(session: Session) -> bool:
    """Whether a claim could find anything; lets an idle worker look without taking the write lock."""
    waiting = select(inbox_message.c.seq).where(inbox_message.c.status == "new").limit(1)
    return session.execute(waiting).first() is not None or busy(session)
