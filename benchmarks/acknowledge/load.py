"""So many webhooks a second to each of two addresses, in turn, whether or not the last one was answered."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

import aiohttp

from benchmarks.storm.bodies import headers, message_item, webhook
from benchmarks.storm.people import QUESTIONS, Said
from benchmarks.storm.plan import Planned
from benchmarks.storm.processes import ACCOUNT, SECRET

PHONES = 400


@dataclass
class Taken:
    """Seconds from a webhook's first byte to its 200, in their order; `refused` counts other answers."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    def at(self, share: float) -> float:
        """In milliseconds: at most this long for that share of all webhooks."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Load:
    """The same bodies for both; the other address gets each half a pause later."""

    def __init__(self, ours: str, empty: str, rate: float, seed: int = 1) -> None:
        self._urls, self._pause = {"ours": ours, "empty": empty}, 1 / rate
        self._chance, self._number = random.Random(seed), 0

    async def run(self, seconds: float) -> dict[str, Taken]:
        """By name of the address."""
        taken = {name: Taken() for name in self._urls}
        under_way: list[asyncio.Task[None]] = []
        # No connection is waited for: Meta has as many as it likes.
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as client:
            due = time.monotonic()
            for _ in range(int(seconds / self._pause)):
                body = self._body()
                for name in self._urls:
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
                    under_way.append(asyncio.create_task(self._post(client, name, body, taken[name])))
                    due += self._pause / 2
            await asyncio.gather(*under_way)
        return taken

    def _body(self) -> bytes:
        self._number += 1
        message = Planned(f"wamid.A{self._number}", self._number % PHONES, 0)
        said = Said("text", self._chance.choice(QUESTIONS))
        return webhook(ACCOUNT, [message_item(message, said, int(time.time()))])

    async def _post(self, client: aiohttp.ClientSession, name: str, body: bytes, taken: Taken) -> None:
        marks, began = headers(body, SECRET), time.monotonic()
        try:
            async with client.post(self._urls[name], data=body, headers=marks) as answer:
                await answer.read()
                took, status = time.monotonic() - began, answer.status
        except (aiohttp.ClientError, OSError):
            status = 0
        if status == 200:
            taken.seconds.append(took)
        else:
            taken.refused += 1
