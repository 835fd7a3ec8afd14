"""Tells open queues at once that the register has changed: one look at the database serves all of them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import AsyncIterator, Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

EVERY_SECONDS = 0.2
HEARTBEAT_SECONDS = 10.0
log = logging.getLogger("banpol.console")


class Bell:
    """Looks at a mark of the register (any value that changes with it) and wakes who waits."""

    def __init__(self, mark: Callable[[], str], every: float = EVERY_SECONDS) -> None:
        self._mark, self._every = mark, every
        self._next = asyncio.Event()  # set by the next ring, which leaves a new one behind
        self._ring = 0

    async def watch(self) -> None:
        """Until cancelled; a database that is away for a while is looked for again."""
        last = ""
        while True:
            with contextlib.suppress(SQLAlchemyError):
                seen = await run_in_threadpool(self._mark)
                if seen != last:
                    last = seen
                    self._wake()
            await asyncio.sleep(self._every)

    def _wake(self) -> None:
        self._ring += 1
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    async def rings(self, still_welcome: Callable[[], bool]) -> AsyncIterator[str]:
        """Server-sent events: `berubah` after a change, a comment as heartbeat, `keluar` at the end."""
        heard = self._ring
        yield "retry: 1000\n\n"
        while True:
            changed = await self._wait(heard)
            if not await run_in_threadpool(still_welcome):
                yield "event: keluar\ndata: sesi\n\n"
                return
            heard = self._ring if changed else heard
            yield f"event: berubah\ndata: {heard}\n\n" if changed else ": masih tersambung\n\n"

    async def _wait(self, heard: int) -> bool:
        """Whether it rang. No lock is held: a stream that ends is cancelled in the middle of this."""
        if self._ring > heard:
            return True
        try:
            await asyncio.wait_for(self._next.wait(), HEARTBEAT_SECONDS)
        except asyncio.TimeoutError:
            return False
        return True
