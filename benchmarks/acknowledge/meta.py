"""A stand-in for Meta in a process of its own: takes answers, and tells the gateway what became of each.

`python -m benchmarks.acknowledge.meta PORT URL`: where it listens, and where its statuses go.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

import aiohttp

from benchmarks.storm.bodies import headers, webhook
from benchmarks.storm.graph import Graph
from benchmarks.storm.processes import ACCOUNT, SECRET

EVERY_SECONDS = 0.1


async def serve(port: int, gateway: str) -> None:
    """For ever."""
    graph = Graph(port)
    await graph.start()
    print("meta ready", flush=True)
    async with aiohttp.ClientSession() as client:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            some, graph.statuses[:] = graph.statuses[:], []
            for status in some:
                body = webhook(ACCOUNT, statuses=[status])
                # Whoever does not take it hears no second time: these are not what is measured.
                with contextlib.suppress(aiohttp.ClientError, OSError):
                    async with client.post(gateway, data=body, headers=headers(body, SECRET)):
                        pass


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
