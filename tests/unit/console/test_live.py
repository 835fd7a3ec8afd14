"""The bell wakes who waits, once for each change, and lets go of who leaves."""

from __future__ import annotations

import asyncio

import pytest

from banpol.console import live
from banpol.console.live import Bell


async def test_everybody_who_waits_hears_a_change() -> None:
    """Two open queues, one change: both streams tell it, after the word that they are connected."""
    marks = ["a"]
    bell = Bell(lambda: marks[0], every=0.01)
    watching = asyncio.create_task(bell.watch())
    await asyncio.sleep(0.05)
    streams = [bell.rings(lambda: True) for _ in range(2)]
    assert [await stream.__anext__() for stream in streams] == ["retry: 1000\n\n"] * 2
    waiting = [asyncio.create_task(stream.__anext__()) for stream in streams]
    await asyncio.sleep(0)
    marks[0] = "b"
    found = await asyncio.wait_for(asyncio.gather(*waiting), 5)
    assert all(line.startswith("event: berubah") for line in found)
    watching.cancel()


async def test_who_leaves_while_the_bell_rings_leaves_quietly() -> None:
    """A server cancels a stream again and again until it has ended; nothing else comes of that."""
    looks = iter(range(1_000_000))
    bell = Bell(lambda: str(next(looks)), every=0.0)

    async def reads() -> None:
        async for _ in bell.rings(lambda: True):
            pass

    watching = asyncio.create_task(bell.watch())
    readers = [asyncio.create_task(reads()) for _ in range(30)]
    for reader in readers:
        await asyncio.sleep(0.003)
        while not reader.done():
            reader.cancel()
            await asyncio.sleep(0)
    watching.cancel()
    assert [reader.cancelled() for reader in readers] == [True] * 30


async def test_a_stream_without_news_says_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """And whoever is no longer welcome is sent away."""
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)
    welcome = [True]
    stream = Bell(lambda: "a").rings(lambda: welcome[0])
    await stream.__anext__()
    assert await stream.__anext__() == ": masih tersambung\n\n"
    welcome[0] = False
    assert (await stream.__anext__()).startswith("event: keluar")
