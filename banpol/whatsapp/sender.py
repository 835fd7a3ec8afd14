"""Carries the outbox out: one message at a time per recipient, many recipients at once.

At least once, never blindly twice: a message whose fate is unknown waits for Meta's status, which carries our
outbox id, and is sent again only when none came.
"""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Callable

from sqlalchemy.orm import Session

from banpol.post import inbox, outbox, reachability
from banpol.post.aliases import Address, NobodyThere, address_of
from banpol.post.outbox import Parcel
from banpol.whatsapp import window
from banpol.whatsapp.arrivals import Arrivals
from banpol.whatsapp.circuit import Circuit
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.decisions import Step, decide
from banpol.whatsapp.errors import (
    UNDELIVERABLE,
    WINDOW_CLOSED,
    OurPayload,
    SendProblem,
    TemplateRefused,
    Undeliverable,
    WindowClosed,
)
from banpol.whatsapp.hooks import FailedMessage
from banpol.whatsapp.loops import Loop
from banpol.whatsapp.marking import Mark, Marker
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.outgoing import Body, NothingToSend, Outgoing
from banpol.whatsapp.pace import Pace
from banpol.whatsapp.parts import Parts
from banpol.whatsapp.templates import may_fall_back

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.25
PARALLEL = 16
STOP_GRACE_SECONDS = 20.0
UNCERTAIN_EVERY_SECONDS = 5.0
MEDIA_WAIT_SECONDS = 8.0
MOST_HELD_SECONDS = 1.0


@dataclass(frozen=True)
class Pacing:
    """What a test may want shorter. `uncertain_after_s`: how long Meta's status is waited for before a
    message is sent again; `waited_for_s`: the same while it holds back another one."""

    uncertain_after_s: float = 60.0
    waited_for_s: float = 20.0
    idle_s: float = IDLE_SECONDS
    media_wait_s: float = MEDIA_WAIT_SECONDS


class Sender:
    """Must be made inside a running event loop."""

    def __init__(
        self,
        parts: Parts,
        client: GraphClient,
        metrics: Metrics,
        *,
        pace: Pace | None = None,
        circuit: Circuit | None = None,
        pacing: Pacing = Pacing(),
        chance: random.Random | None = None,
        tell: Callable[[list[FailedMessage]], None] = lambda _failed: None,
    ) -> None:
        self._parts, self._client, self._metrics = parts, client, metrics
        self._outgoing = Outgoing(parts.button_ids())
        self._pace, self.circuit, self._pacing = pace or Pace(), circuit or Circuit(), pacing
        # Jitter only spreads retries; it guards nothing.
        self._chance = chance or random.Random()  # noqa: S311
        self._owner = uuid.uuid4().hex
        self._loop = Loop("sender", self._round, pacing.idle_s, metrics)
        self._marker = Marker(parts.writer)
        self._carried: dict[str, int] = {}
        self._tell, self._arrivals = tell, Arrivals(parts, pacing.media_wait_s)
        self._uncertain_at = 0.0

    def start(self) -> None:
        self._marker.start()
        self._loop.start()

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._loop.wake()

    async def stop(self) -> None:
        await self._loop.stop(STOP_GRACE_SECONDS)
        await asyncio.to_thread(self._marker.stop)

    @property
    def busy(self) -> bool:
        return self._loop.busy > 0

    async def _round(self) -> bool:
        now_s = self._parts.machine_s()
        self._metrics.sender_closed.set(self.circuit.is_closed)
        room = self.circuit.room(now_s, PARALLEL - self._loop.busy)
        parcels = await self._claim(now_s, room) if room > 0 else []
        for parcel in parcels:
            self._loop.spawn(self._carry(parcel))
        return bool(parcels) and self._loop.busy < PARALLEL and self.circuit.is_closed

    async def _claim(self, now_s: float, room: int) -> list[Parcel]:
        pacing, submit = self._pacing, self._parts.writer.submit
        if now_s - self._uncertain_at >= min(UNCERTAIN_EVERY_SECONDS, pacing.waited_for_s):
            self._uncertain_at = now_s
            alone_s, waited_for_s = pacing.uncertain_after_s, pacing.waited_for_s
            resend = submit(lambda session: outbox.resend_uncertain(session, now_s, alone_s, waited_for_s))
            await asyncio.wrap_future(resend)
        # Looking first keeps an idle sender from taking the write lock four times a second.
        waiting = await asyncio.to_thread(self._pending)
        self._metrics.outbox.set(waiting)
        if not waiting:
            return []
        ring, owner = self._parts.keys.session, self._owner
        return await asyncio.wrap_future(
            submit(lambda session: outbox.claim(session, ring, owner, now_s, room))
        )

    def _pending(self) -> int:
        with self._parts.database.read() as session:
            return outbox.pending(session)

    async def _carry(self, parcel: Parcel) -> None:
        if await self._must_wait(parcel):
            return
        try:
            address, window_open, lost = await asyncio.to_thread(self._look_up, parcel)
            if lost:
                await self._settle(parcel, "parked", lambda s: outbox.park(s, parcel.id, UNDELIVERABLE))
                return
            body = None if window_open else self._outgoing.template(parcel.message, parcel.reporter_id)
            if not (window_open or body):
                await self._settle(parcel, "parked", lambda s: outbox.park(s, parcel.id, None))
                return
            message_id, code = await (
                self._send_template(parcel, address, body) if body else self._send_all(parcel, address)
            )
        except (NobodyThere, NothingToSend) as reason:
            log.error("outbox %s cannot be sent: %s", parcel.id, type(reason).__name__)
            await self._settle(parcel, "failed", lambda s: outbox.fail(s, parcel.id, None))
        except SendProblem as problem:
            await self._after(parcel, problem)
        else:
            self.circuit.worked()
            now, known_as = self._parts.clock.now(), self._parts.known_as(message_id)
            await self._settle(parcel, "sent", lambda s: outbox.sent(s, parcel.id, known_as, now, code))

    async def _must_wait(self, parcel: Parcel) -> bool:
        """Whoever has been sent much lately waits in the outbox: here they would keep others from leaving."""
        now_s = self._parts.machine_s()
        pause_s = self._pace.pause_for(_pair(parcel), now_s)
        if pause_s <= MOST_HELD_SECONDS:
            return False
        await self._marker.mark(parcel.id, lambda s: outbox.put_back(s, parcel.id, now_s + pause_s))
        return True

    def _look_up(self, parcel: Parcel) -> tuple[Address, bool, bool]:
        """Where to, whether the window is open, and whether Meta has said that nobody is there."""
        with self._parts.database.read() as session:
            address = address_of(session, self._parts.keys.contact, parcel.reporter_id, parcel.channel)
            last: datetime | None = inbox.last_inbound_at(session, parcel.reporter_id, parcel.account)
            lost = reachability.look_up(session, parcel.reporter_id) is not None
        # Meta knows better: where it has said that the window is closed, it is.
        refused = parcel.error_code == WINDOW_CLOSED
        return address, not refused and window.is_open(last, self._parts.clock.now()), lost

    async def _send_template(self, parcel: Parcel, address: Address, body: Body) -> tuple[str, int | None]:
        """Raises SendProblem; a template that Meta does not know counts as none, so the message is parked."""
        try:
            return await self._send(parcel, address, [body]), WINDOW_CLOSED
        except (OurPayload, WindowClosed) as refusal:
            log.error("outbox %s: Meta refuses its template, code %s", parcel.id, refusal.code)
            raise TemplateRefused(refusal.code) from None

    async def _send_all(self, parcel: Parcel, address: Address) -> tuple[str, int | None]:
        """Meta's id of the last body, and the code for which it became plain text.

        Raises SendProblem, NothingToSend."""
        bodies = self._outgoing.bodies(parcel.message, parcel.reporter_id)
        try:
            return await self._send(parcel, address, bodies), None
        except OurPayload as refusal:
            log.error("outbox %s: Meta refuses its form, code %s", parcel.id, refusal.code)
            if all(body["type"] == "text" for body in bodies) or parcel.message.custom:
                raise
            plain = self._outgoing.plain(parcel.message)[-1:]
            return await self._send(parcel, address, plain), refusal.code

    async def _send(self, parcel: Parcel, address: Address, bodies: list[Body]) -> str:
        """Sends what an earlier try has not sent yet."""
        message_id, pair = "", _pair(parcel)
        for body in bodies[min(self._carried.get(parcel.id, 0), len(bodies) - 1) :]:
            await self._arrivals.wait(pair)
            await asyncio.sleep(self._pace.wait_for(pair, self._parts.machine_s()))
            message_id = await self._client.send(parcel.account, address, body, parcel.id)
            self._arrivals.sent(pair, message_id, body)
            self._carried[parcel.id] = self._carried.get(parcel.id, 0) + 1
        return message_id

    async def _after(self, parcel: Parcel, problem: SendProblem) -> None:
        now_s = self._parts.machine_s()
        step = decide(problem, parcel.attempts, now_s, self.circuit, self._chance)
        if step.outcome == "parked" and _has_another_form(parcel, problem):
            step = Step("retried", WINDOW_CLOSED, now_s)
        log.warning(
            "outbox %s: %s, code %s, then %s", parcel.id, type(problem).__name__, problem.code, step.outcome
        )
        now = self._parts.clock.now()
        await self._settle(parcel, step.outcome, lambda s: _write(s, parcel, step, problem, now, now_s))
        if step.outcome == "failed":
            facts = (parcel.id, parcel.reporter_id, parcel.account, step.code, problem.reason)
            self._tell([FailedMessage(*facts)])

    async def _settle(self, parcel: Parcel, outcome: str, mark: Mark) -> None:
        """Writes down what happened. If we die before, the row's lease ends and Meta's status decides."""
        self._metrics.sends.labels(outcome).inc()
        if outcome not in ("retried", "stopped"):
            self._carried.pop(parcel.id, None)
        await self._marker.mark(parcel.id, mark)


def _pair(parcel: Parcel) -> str:
    """One of our numbers and one person: what Meta limits the pace of."""
    return f"{parcel.account}|{parcel.reporter_id}"


def _has_another_form(parcel: Parcel, problem: SendProblem) -> bool:
    """Whether a message for which the window is closed may still leave as a template, once."""
    return not isinstance(problem, TemplateRefused) and may_fall_back(parcel.message)


def _write(
    session: Session, parcel: Parcel, step: Step, problem: SendProblem, now: datetime, now_s: float
) -> None:
    if step.outcome in ("retried", "stopped"):
        outbox.retry(session, parcel.id, step.next_try_at, step.code)
    elif step.outcome == "parked":
        outbox.park(session, parcel.id, step.code)
    elif step.outcome == "uncertain":
        outbox.uncertain(session, parcel.id, now_s, step.code)
    else:
        outbox.fail(session, parcel.id, step.code, problem.reason)
        if isinstance(problem, Undeliverable):
            reachability.mark(session, parcel.reporter_id, parcel.channel, step.code, now)
