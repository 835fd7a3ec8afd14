"""Work is noticed when it is written, and looking for it costs next to nothing."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from banpol.assistant.lookout import Lookout
from banpol.post import inbox
from tests.support.parts import RING, arrival


def _write(database: Any) -> None:
    with database.write() as session:
        inbox.receive(session, RING, [arrival()])


def test_a_commit_is_seen_once(database: Any) -> None:
    """On SQLite each commit of another connection is seen; PostgreSQL leaves it to the regular look."""
    lookout = Lookout(database)
    lookout.changed()
    assert not lookout.changed()
    _write(database)
    assert lookout.changed() is database.is_sqlite
    assert not lookout.changed()
    lookout.close()


def test_waiting_ends_when_somebody_writes(database: Any) -> None:
    """Long before its time is over, where commits can be seen."""

    async def wait() -> float:
        lookout, started = Lookout(database), time.monotonic()
        lookout.changed()
        asyncio.get_running_loop().call_later(0.05, _write, database)
        await lookout.wait(5.0 if database.is_sqlite else 0.2, asyncio.Event())
        lookout.close()
        return time.monotonic() - started

    assert asyncio.run(wait()) < 3.0


def test_a_running_engine_answers_and_stops(bench: Any) -> None:
    """Messages written while it waits are answered, of several reporters at once; `stop` ends it."""

    async def work() -> None:
        running = asyncio.create_task(bench.engine.run())
        for number in range(12):
            bench.say("halo", reporter=f"r{number % 6}")
            await asyncio.sleep(0.02)
        for _ in range(400):
            if sum(len(bench.heard(f"r{number}")) for number in range(6)) >= 6 and not _busy(bench):
                break
            await asyncio.sleep(0.05)
        bench.engine.stop()
        await asyncio.wait_for(running, 10)

    asyncio.run(work())
    assert {len(bench.heard(f"r{number}")) > 0 for number in range(6)} == {True}
    assert not _busy(bench)


def _busy(bench: Any) -> bool:
    from banpol.assistant.engine import busy

    return busy(bench.database)
