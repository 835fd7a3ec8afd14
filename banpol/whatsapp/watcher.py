"""Never silent: whoever has waited 20 seconds hears that the message arrived, and where help is to be had.

It needs neither Rasa nor the assistant. Once per reporter and outage: the notice is keyed to the oldest
message that no turn has answered, and that one stays the same until answers flow again. While answers flow
but come late, at most once in ten minutes, unless somebody speaks of danger.
"""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime, timedelta
from typing import Any, Callable, Sequence

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from banpol.post import outbox
from banpol.post.letters import OutgoingMessage
from banpol.post.tables import inbox_message, outbox_message
from banpol.whatsapp.loops import Loop
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.parts import CHANNEL, Parts

PATIENCE = timedelta(seconds=20)
QUIET = timedelta(minutes=10)
EVERY_SECONDS = 2.0
_AT_ONCE = 200
# Webhooks wait for their 200 while a transaction is open, and a delay of ours brings many notices at once.
_IN_ONE = 5
NOTICE_MARK = "tunggu-"


class Watcher:
    """`told` is called after notices were put into the outbox. Must be made inside a running event loop."""

    def __init__(
        self,
        parts: Parts,
        notice: str,
        metrics: Metrics,
        told: Callable[[], None],
        patience: timedelta = PATIENCE,
    ) -> None:
        self._parts, self._notice, self._told, self._patience = parts, notice, told, patience
        self._loop = Loop("watcher", self._round, EVERY_SECONDS, metrics)

    def start(self) -> None:
        self._loop.start()

    def wake(self) -> None:
        self._loop.wake()

    async def stop(self) -> None:
        await self._loop.stop(1.0)

    async def _round(self) -> bool:
        if await asyncio.to_thread(self.look):
            self._told()
        return False

    def look(self) -> int:
        """Puts the notices that are due; how many were new."""
        now = self._parts.clock.now()
        with self._parts.database.read() as session:
            found = _overdue(session, now - self._patience, now - QUIET)
        overdue = list({row.reporter_id: row for row in reversed(found)}.values())
        return sum(self._tell_some(overdue[n : n + _IN_ONE], now) for n in range(0, len(overdue), _IN_ONE))

    def _tell_some(self, rows: Sequence[Any], now: datetime) -> int:
        with self._parts.database.write() as session:
            return sum(self._tell(session, row, now) for row in rows)

    def _tell(self, session: Session, row: Any, now: datetime) -> bool:
        return outbox.put(
            session,
            self._parts.keys.session,
            reporter_id=row.reporter_id,
            channel=row.channel,
            account=row.account,
            turn_id=notice_id(row.id),
            ordinal=0,
            message=OutgoingMessage(self._notice),
            asks=None,
            now=now,
        )


def notice_id(message_id: str) -> str:
    """Short and the same every time; a message id itself may be longer than the column."""
    return NOTICE_MARK + hashlib.sha256(message_id.encode()).hexdigest()[:40]


def _overdue(session: Session, before: datetime, quiet_since: datetime) -> Sequence[Any]:
    """The oldest unanswered message of each reporter who has waited too long and was not told since, and the
    oldest that speaks of danger."""
    oldest = (
        select(func.min(inbox_message.c.seq))
        .where(inbox_message.c.status.in_(("new", "taken")), inbox_message.c.channel == CHANNEL)
        .group_by(inbox_message.c.reporter_id, inbox_message.c.urgent)
        .scalar_subquery()
    )
    return session.execute(
        select(
            inbox_message.c.id, inbox_message.c.reporter_id, inbox_message.c.channel, inbox_message.c.account
        )
        .where(
            inbox_message.c.seq.in_(oldest),
            inbox_message.c.received_at <= before,
            ~_told(quiet_since),
        )
        .order_by(inbox_message.c.seq)
        .limit(_AT_ONCE)
    ).all()


def _told(quiet_since: datetime) -> Any:
    """Whether its reporter got a notice after this message arrived, or a short time before. When answers flow
    again, one message of several is answered first; what is the oldest then was covered by that notice."""
    return exists().where(
        outbox_message.c.reporter_id == inbox_message.c.reporter_id,
        outbox_message.c.turn_id.startswith(NOTICE_MARK),
        or_(
            outbox_message.c.created_at >= inbox_message.c.received_at,
            and_(outbox_message.c.created_at > quiet_since, ~inbox_message.c.urgent),
        ),
    )
