"""Delivers items as Meta does under stress: in batches, some again, some four times at once, until a 200."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

import aiohttp

from banpol.whatsapp.signature import sign
from tests.storm.webhooks import Item, envelope, shuffled, text_item

POSTERS = 6
LARGEST_BATCH = 50
AGAIN = 0.16  # of the items, each once more later
FOUR_AT_ONCE = 0.02  # of the webhooks
FORGED = 0.02


Unit = tuple[list[Item], "asyncio.Future[None] | None"]


@dataclass
class Tally:
    """What was delivered so far; a copy counts as a delivery."""

    deliveries: int = 0
    copies: int = 0
    webhooks: int = 0
    unanswered_posts: int = 0
    forged: int = 0
    forged_taken: int = 0


class Rain:
    """`deliver` returns as soon as the item's webhook was answered with 200."""

    def __init__(self, url: str, secret: str, account: str, chance: random.Random) -> None:
        self._url, self._secret, self._account, self._chance = url, secret, account, chance
        self._waiting: asyncio.Queue[Unit] = asyncio.Queue()
        self.tally = Tally()
        self._old: list[Item] = []

    async def __aenter__(self) -> Rain:
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        self._posters = [asyncio.create_task(self._post_for_ever()) for _ in range(POSTERS)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for poster in self._posters:
            poster.cancel()
        await asyncio.gather(*self._posters, return_exceptions=True)
        await self._client.close()

    async def deliver(self, *items: Item) -> None:
        """All in one webhook: of two that are under way at once nobody could say which is the first."""
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((list(items), taken))
        await taken

    def mention(self, item: Item) -> None:
        """Delivers without anybody waiting for it."""
        self._waiting.put_nowait(([item], None))

    async def _post_for_ever(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            await asyncio.sleep(self._chance.uniform(0, 0.03))
            room = self._chance.randint(1, LARGEST_BATCH) - 1
            while room > 0 and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
                room -= 1
            await self._post(batch)

    async def _post(self, batch: list[Unit]) -> None:
        items = [item for unit, _ in batch for item in unit]
        again = [item for item in items if self._old and self._chance.random() < AGAIN]
        copies = [self._chance.choice(self._old) for _ in again]
        body = envelope(shuffled([*items, *copies], self._chance), self._account)
        times = 4 if self._chance.random() < FOUR_AT_ONCE else 1
        await asyncio.gather(*(self._until_taken(body) for _ in range(times)))
        self.tally.webhooks += times
        self.tally.deliveries += times * (len(items) + len(copies))
        self.tally.copies += times * (len(items) + len(copies)) - len(items)
        self._old = [*self._old, *(item for item in items if item.kind == "messages")][-400:]
        for _, future in batch:
            if future is not None and not future.done():
                future.set_result(None)
        if self._chance.random() < FORGED:
            await self._forge()

    async def _until_taken(self, body: bytes) -> None:
        wait = 0.05
        while await self._status(body, self._secret) != 200:
            self.tally.unanswered_posts += 1
            await asyncio.sleep(wait)
            wait = min(2 * wait, 1.0)

    async def _forge(self) -> None:
        """A message that nobody wrote, signed with a secret that is not Meta's."""
        self.tally.forged += 1
        item = text_item("6281299999999", f"wamid.FORGED{self.tally.forged}", "halo")
        if await self._status(envelope([item], self._account), "not the secret") == 200:
            self.tally.forged_taken += 1

    async def _status(self, body: bytes, secret: str) -> int:
        headers = {"X-Hub-Signature-256": sign(body, secret).decode(), "Content-Type": "application/json"}
        try:
            async with self._client.post(self._url, data=body, headers=headers) as response:
                return int(response.status)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return 0
