"""Carries webhooks: signed, in order per phone, again with growing pauses for seven days of the clock."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Callable, Sized

import aiohttp

from banpol.clock import Clock
from banpol.simulator.account import Account
from banpol.simulator.faults import NOTHING, Delivery, Disturbance, Fault, disturbance_for
from banpol.simulator.webhook_bodies import Json, envelope, joined, signature, to_bytes

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(hours=6)
PATIENCE = timedelta(days=7)
ANSWER_SECONDS = 10.0
# A clock that is moved by hand cannot wake us, so it is looked at this often while something is due.
LOOK_SECONDS = 0.25
USER_AGENT = "facebookexternalua"


@dataclass
class _Parcel:
    kind: str
    lane: str
    body: bytes
    born: datetime
    due: datetime
    delivered: Callable[[], None]
    attempts: int = 0
    held: bool = False


def _together(parcels: list[_Parcel]) -> _Parcel:
    """One envelope for all of them; a repetition brings the same bytes."""

    def delivered() -> None:
        for parcel in parcels:
            parcel.delivered()

    first = parcels[0]
    body = first.body if len(parcels) == 1 else to_bytes(joined([parcel.body for parcel in parcels]))
    return replace(first, body=body, delivered=delivered)


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4… seconds, at most six hours."""
    doubled = FIRST_PAUSE.total_seconds() * 2.0 ** min(attempts - 1, 20)
    return min(timedelta(seconds=doubled), LONGEST_PAUSE)


@dataclass
class Courier:
    """A lane keeps its order: what is behind a failed webhook waits for it."""

    account: Account
    clock: Clock
    webhook_url: str
    faults: list[Fault] = field(default_factory=list)
    lost: int = 0
    attempts: int = 0

    def __post_init__(self) -> None:
        self._lanes: dict[str, deque[_Parcel]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._idle, self._woken = asyncio.Event(), asyncio.Event()
        self._idle.set()

    async def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        headers = {"User-Agent": USER_AGENT}
        self._session = aiohttp.ClientSession(timeout=timeout, headers=headers)
        for lane in list(self._lanes):
            self._run(lane)

    async def stop(self) -> None:
        """What is undelivered is given up with the simulator, which keeps nothing on disk."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()
        self._session = None

    def post(
        self,
        kind: str,
        lane: str,
        value: Json,
        delivered: Callable[[], None] = lambda: None,
        number_id: str = "",
    ) -> None:
        """Queues one webhook; `delivered` is called after its first 200."""
        now = self.clock.now()
        body = to_bytes(envelope(self.account, value, number_id))
        parcel = _Parcel(kind, self._lane(kind, lane), body, now, now, delivered)
        self._lanes.setdefault(parcel.lane, deque()).append(parcel)
        self._idle.clear()
        self._run(parcel.lane)

    def _lane(self, kind: str, phone: str) -> str:
        """A lane of its own for each phone; a common one while a fault mixes phones. What stands in its own
        lane is never overtaken by the same phone's next."""
        own, common = f"{kind}:{phone}", f"{kind}:*"
        mixing = any(
            getattr(fault, "across", False) and getattr(fault, "left", 0) != 0 for fault in self.faults
        )
        return common if (mixing or self._lanes.get(common)) and not self._lanes.get(own) else own

    @property
    def undelivered(self) -> int:
        return sum(len(lane) for lane in self._lanes.values())

    @property
    def next_due(self) -> datetime | None:
        """When the next attempt is planned; in the past for one that is under way."""
        return min((lane[0].due for lane in self._lanes.values() if lane), default=None)

    async def settled(self, timeout_s: float) -> bool:
        """Waits (real seconds) until nothing is undelivered; whether that came true."""
        try:
            await asyncio.wait_for(self._idle.wait(), timeout_s)
        except asyncio.TimeoutError:
            return False
        return True

    def wake(self) -> None:
        """Looks at the clock at once: for whoever has just moved it, or has just opened the webhook."""
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    async def ask(self, challenge: str) -> bool:
        """The handshake: whether the webhook knows the verify token and echoes the challenge."""
        query = {"hub.mode": "subscribe", "hub.challenge": challenge}
        query["hub.verify_token"] = self.account.verify_token
        try:
            async with self._open_session().get(
                self.webhook_url, params=query, allow_redirects=False
            ) as answer:
                return answer.status == 200 and await answer.text() == challenge
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return False

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the simulator has not been started")
        return self._session

    def _run(self, lane: str) -> None:
        running = self._tasks.get(lane)
        if self._session is not None and (running is None or running.done()):
            self._tasks[lane] = asyncio.get_running_loop().create_task(self._work(lane))

    async def _work(self, lane: str) -> None:
        parcels = self._lanes[lane]
        while parcels:
            await self._until(parcels[0])
            disturbance = self._disturbance(parcels[0])
            await self._rearrange(parcels, disturbance)
            parcel = parcels[0]
            if await self._attempt(parcel, disturbance):
                parcels.popleft()
                parcel.delivered()
            elif self.clock.now() - parcel.born >= PATIENCE:
                parcels.popleft()
                self.lost += 1
                log.warning("a webhook was given up after seven days without a 200")
            else:
                parcel.due = self.clock.now() + pause_after(parcel.attempts)
        if not self.undelivered:
            self._idle.set()

    def _disturbance(self, parcel: _Parcel) -> Disturbance:
        """What the faults do to the next attempt; one that was held back or moved is left alone."""
        if parcel.held:
            return NOTHING
        delivery = Delivery(parcel.kind, parcel.lane, parcel.attempts + 1, parcel.body)
        disturbance = disturbance_for(delivery, self.faults)
        parcel.held = disturbance.delay_s > 0
        return disturbance

    async def _rearrange(self, parcels: deque[_Parcel], disturbance: Disturbance) -> None:
        """Holds the first one back, lets another pass, or makes one of several."""
        first = parcels[0]
        if disturbance.delay_s:
            first.due = self.clock.now() + timedelta(seconds=disturbance.delay_s)
            await self._until(first, parcels, disturbance.company)
            first.due = min(first.due, self.clock.now())
        if disturbance.swap and len(parcels) > 1:
            parcels[0], parcels[1] = parcels[1], parcels[0]
        elif disturbance.batch > 1:
            gathered = [parcels.popleft() for _ in range(min(disturbance.batch, len(parcels)))]
            parcels.appendleft(_together(gathered))

    async def _until(self, parcel: _Parcel, parcels: Sized = (), company: int = 0) -> None:
        """Until it is due, or until so many parcels are there."""
        while not 1 < company <= len(parcels):
            left = (parcel.due - self.clock.now()).total_seconds()
            if left <= 0:
                return
            try:
                await asyncio.wait_for(self._woken.wait(), min(left, LOOK_SECONDS))
            except asyncio.TimeoutError:
                continue

    async def _attempt(self, parcel: _Parcel, disturbance: Disturbance) -> bool:
        """Whether the webhook said 200, and we heard it."""
        parcel.attempts += 1
        answers = await asyncio.gather(*(self._post(parcel.body) for _ in range(disturbance.copies)))
        return any(answers) and not disturbance.drop_answer

    async def _post(self, body: bytes) -> bool:
        self.attempts += 1
        headers = {
            "Content-Type": "application/json",
            "X-Hub-Signature-256": signature(body, self.account.app_secret),
        }
        session = self._open_session()
        try:
            async with session.post(
                self.webhook_url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError):
            return False
