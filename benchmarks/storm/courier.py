"""Delivers what people say as a careless carrier would: shuffled, batched, several copies at once, and again.

Whatever is not answered with 200 is sent again. Messages of one webhook lie in it in any order, also those of
one sender.
"""

from __future__ import annotations

import asyncio
import random
import time
from typing import Awaitable, Callable, Sequence

from benchmarks.storm.bodies import message_item, webhook
from benchmarks.storm.people import Person, Said
from benchmarks.storm.plan import Plan, Planned

BATCH, COPIES, IN_FLIGHT = 50, 4, 4
# The storm waits for its kills: nobody acknowledges further than this past the next one.
AHEAD = 150
AGAIN_SECONDS = 0.2
LOOK_SECONDS = 0.02
Post = Callable[[bytes, bool], Awaitable[int]]


class Courier:
    """`post(body, signed)` gives the status of the answer, 0 when there was none. Who hears nothing for
    `patience_s` stops waiting."""

    def __init__(
        self,
        plan: Plan,
        people: Sequence[Person],
        account: str,
        post: Post,
        statuses: list[dict[str, str]],
        most: Callable[[], int],
        patience_s: float,
    ) -> None:
        self._plan, self._people, self._account, self._post = plan, people, account, post
        self._statuses, self._most, self._patience_s = statuses, most, patience_s
        self._chance = random.Random(f"courier {plan.seed}")
        self._again: list[Planned] = []
        self._began = int(time.time()) - 60
        self._last = time.monotonic()
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
            speakers, batch = self._batch()
            if not batch:
                self._lose_patience()
                await asyncio.sleep(LOOK_SECONDS)
                continue
            items = [message_item(message, self._said(message), self._began) for message in batch]
            await self._until_taken(webhook(self._account, items))
            for person in speakers:
                self._note(person)
            await self._forge()

    def _said(self, message: Planned) -> Said:
        return self._people[message.sender].said[message.id]

    def _batch(self) -> tuple[list[Person], list[Planned]]:
        """Who speaks, and every message of the next webhook, repeats of others' among them."""
        size = self._chance.randint(1, BATCH)
        self._chance.shuffle(self._again)
        batch = [self._again.pop() for _ in range(min(len(self._again), size // 4 or 1))]
        free = max(0, min(size - len(batch), self._most() + AHEAD - self.acknowledged))
        ready = [person for person in self._people if person.may_speak()] if free else []
        speakers = self._chance.sample(ready, min(len(ready), free))
        for person in speakers:
            batch += person.speak()
        self._chance.shuffle(batch)
        return speakers, batch

    def _lose_patience(self) -> None:
        if time.monotonic() - self._last < self._patience_s or self._most() + AHEAD <= self.acknowledged:
            return
        self._last = time.monotonic()
        for person in self._people:
            if person.is_waiting:
                person.give_up_waiting()

    async def _until_taken(self, body: bytes) -> None:
        """Copies at once as often as not; any 200 will do, as for Meta."""
        while True:
            copies = COPIES if self._chance.random() < 0.25 else 1
            self.posts += copies
            if 200 in await asyncio.gather(*(self._post(body, True) for _ in range(copies))):
                return
            await asyncio.sleep(AGAIN_SECONDS)

    def _note(self, person: Person) -> None:
        self._last = time.monotonic()
        for message in person.acknowledged():
            self.acknowledged += 1
            self._again += [message] * message.repeats

    async def _forge(self) -> None:
        """Somebody else's message with a signature that is not Meta's; one at least, in a short storm too."""
        if self.forgeries and self._chance.random() > 0.2:
            return
        forged = Planned(f"wamid.FORGED{self.forgeries}", 0, 0)
        self.forgeries += 1
        body = webhook(self._account, [message_item(forged, Said("text", "palsu"), self._began)])
        # A door that is dead, or dies of this one, has decided nothing: a forger comes again, as Meta does.
        while (status := await self._post(body, False)) == 0 or status >= 500:
            await asyncio.sleep(AGAIN_SECONDS)
        self.refused_forgeries += status != 200
