"""Delivers a plan as a careless carrier would: shuffled, batched, several copies at once, and again.

A sender's next message leaves when the last one was acknowledged, after a cry when it was answered.
Whatever is not answered with 200 is sent again.
"""

from __future__ import annotations

import asyncio
import random
import time
from typing import Awaitable, Callable

from benchmarks.storm.bodies import message_item, phone, webhook
from benchmarks.storm.plan import Plan, Planned

BATCH, COPIES, IN_FLIGHT = 50, 4, 4
# The storm waits for its kills: nobody acknowledges further than this past the next one.
AHEAD = 150
AGAIN_SECONDS = 0.2
Post = Callable[[bytes, bool], Awaitable[int]]


class Courier:
    """`post(body, signed)` gives the status of the answer, 0 when there was none."""

    def __init__(
        self,
        plan: Plan,
        account: str,
        post: Post,
        answered: Callable[[str], bool],
        statuses: list[dict[str, str]],
        most: Callable[[], int],
    ) -> None:
        self._plan, self._account, self._post = plan, account, post
        self._answered, self._statuses, self._most = answered, statuses, most
        self._chance = random.Random(f"courier {plan.seed}")
        self._next = [0] * len(plan.talks)
        self._under_way: set[int] = set()
        self._again: list[Planned] = []
        self._began = int(time.time()) - 60
        self.acknowledged = self.posts = self.refused_forgeries = self.forgeries = 0
        self.done = False

    async def run(self) -> None:
        """Returns when every message and every repeat was answered with 200."""
        await asyncio.gather(*(self._deliver() for _ in range(IN_FLIGHT)))
        self.done = True

    async def pass_statuses(self, over: asyncio.Event) -> None:
        """Tells what became of our answers, until `over`."""
        while not over.is_set():
            some, self._statuses[:] = self._statuses[:BATCH], self._statuses[BATCH:]
            if some:
                await self._until_taken(webhook(self._account, statuses=some))
            await asyncio.sleep(0.05)

    async def _deliver(self) -> None:
        while self.acknowledged < len(self._plan.messages) or self._again:
            batch = self._batch()
            if not batch:
                await asyncio.sleep(0.02)
                continue
            body = webhook(self._account, [message_item(message, self._began) for message in batch])
            await self._until_taken(body)
            self._note(batch)
            await self._forge()

    def _batch(self) -> list[Planned]:
        size = self._chance.randint(1, BATCH)
        self._chance.shuffle(self._again)
        batch = [self._again.pop() for _ in range(min(len(self._again), size // 4 or 1))]
        ready = [n for n in range(len(self._next)) if self._may_speak(n)]
        free = max(0, self._most() + AHEAD - self.acknowledged)
        for sender in self._chance.sample(ready, min(len(ready), size - len(batch), free)):
            self._under_way.add(sender)
            batch.append(self._plan.talks[sender][self._next[sender]])
        self._chance.shuffle(batch)
        return batch

    def _may_speak(self, sender: int) -> bool:
        position = self._next[sender]
        if sender in self._under_way or position >= len(self._plan.talks[sender]):
            return False
        return position != 1 or self._answered(phone(sender))

    async def _until_taken(self, body: bytes) -> None:
        """Copies at once as often as not; any 200 will do, as for Meta."""
        while True:
            copies = COPIES if self._chance.random() < 0.25 else 1
            self.posts += copies
            if 200 in await asyncio.gather(*(self._post(body, True) for _ in range(copies))):
                return
            await asyncio.sleep(AGAIN_SECONDS)

    def _note(self, batch: list[Planned]) -> None:
        for message in batch:
            if message.sender in self._under_way and message is self._expected(message.sender):
                self._under_way.discard(message.sender)
                self._next[message.sender] += 1
                self.acknowledged += 1
                self._again += [message] * message.repeats

    def _expected(self, sender: int) -> Planned | None:
        talk = self._plan.talks[sender]
        return talk[self._next[sender]] if self._next[sender] < len(talk) else None

    async def _forge(self) -> None:
        """Somebody else's message, with a signature that is not Meta's."""
        if self._chance.random() > 0.2:
            return
        forged = Planned(f"wamid.FORGED{self.forgeries}", 0, 0, "text", "palsu")
        self.forgeries += 1
        status = await self._post(webhook(self._account, [message_item(forged, self._began)]), False)
        self.refused_forgeries += status != 200
