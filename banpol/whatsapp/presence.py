"""Blue ticks and "typing …" from a message's arrival until its answer, renewed before WhatsApp ends them.

A courtesy: it is kept in memory only, nothing waits for it, and every failure is forgotten.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Iterable

from sqlalchemy.exc import SQLAlchemyError

from banpol.post import inbox
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.errors import SendProblem
from banpol.whatsapp.keeping import Arrived
from banpol.whatsapp.loops import Loop
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.pace import Bucket
from banpol.whatsapp.parts import Parts

# WhatsApp shows it for 25 seconds; after the last renewal the gateway's own notice has long been sent.
RENEW_SECONDS, RENEWALS = 20.0, 6
IDLE_SECONDS = 1.0
AT_ONCE, MOST_KEPT = 8, 200
# Each receipt costs as much of a core as storing a webhook does; at 50 messages a second, receipts for all of
# them made webhooks wait for their 200 twenty times as long.
PER_SECOND, BURST = 5.0, 20.0
STOP_GRACE_SECONDS = 1.0


@dataclass
class _Shown:
    arrived: Arrived
    due_at: float
    times: int = 0


class Presence:
    """Must be made inside a running event loop."""

    def __init__(
        self, parts: Parts, client: GraphClient, metrics: Metrics, renew_s: float = RENEW_SECONDS
    ) -> None:
        self._parts, self._client, self._metrics, self._renew_s = parts, client, metrics, renew_s
        self._shown: dict[str, _Shown] = {}
        self._room = Bucket(PER_SECOND, BURST, BURST, parts.machine_s())
        self._loop = Loop("presence", self._round, min(IDLE_SECONDS, renew_s / 4), metrics)

    def start(self) -> None:
        self._loop.start()

    async def stop(self) -> None:
        await self._loop.stop(STOP_GRACE_SECONDS)

    def arrived(self, new: Iterable[Arrived]) -> None:
        """Marks the newest message of each reporter; that marks the earlier ones as well. In a flood the
        surplus simply goes without."""
        for item in new:
            now_s = self._parts.machine_s()
            if item.reporter_id not in self._shown and len(self._shown) >= MOST_KEPT:
                continue
            if self._room.spares(now_s):
                self._shown[item.reporter_id] = _Shown(item, now_s)
        self._loop.wake()

    async def _round(self) -> bool:
        now_s = self._parts.machine_s()
        due = [shown for shown in self._shown.values() if shown.due_at <= now_s]
        for shown in due[: max(0, AT_ONCE - self._loop.busy)]:
            shown.due_at, shown.times = now_s + self._renew_s, shown.times + 1
            self._loop.spawn(self._show(shown))
        return False

    async def _show(self, shown: _Shown) -> None:
        arrived = shown.arrived
        if shown.times > 1 and not await asyncio.to_thread(self._still_waits, arrived.reporter_id):
            self._forget(shown)
            return
        try:
            await self._client.mark_read(arrived.account, arrived.message_id)
        except SendProblem as problem:
            self._metrics.presence.labels(type(problem).__name__).inc()
            self._forget(shown)
            return
        self._metrics.presence.labels("shown").inc()
        if shown.times > RENEWALS:
            self._forget(shown)

    def _forget(self, shown: _Shown) -> None:
        """Unless a newer message of the same reporter has taken its place meanwhile."""
        if self._shown.get(shown.arrived.reporter_id) is shown:
            del self._shown[shown.arrived.reporter_id]

    def _still_waits(self, reporter_id: str) -> bool:
        try:
            with self._parts.database.read() as session:
                return inbox.is_waiting(session, reporter_id)
        except SQLAlchemyError:
            return False
