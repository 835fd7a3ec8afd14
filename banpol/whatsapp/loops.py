"""A background loop that wakes at once when told, looks again by itself, and never dies of one bad round."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, Coroutine

from banpol.whatsapp.metrics import Metrics

log = logging.getLogger(__name__)
AFTER_FAULT_SECONDS = 1.0


class Loop:
    """Calls `round_` until stopped; the round says whether it found work."""

    def __init__(
        self, name: str, round_: Callable[[], Awaitable[bool]], idle_s: float, metrics: Metrics
    ) -> None:
        self.name, self._round, self._idle_s, self._metrics = name, round_, idle_s, metrics
        self._wake = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._jobs: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=self.name)

    def wake(self) -> None:
        self._wake.set()

    @property
    def busy(self) -> int:
        """How many jobs are under way."""
        return len(self._jobs)

    def spawn(self, job: Coroutine[Any, Any, None]) -> None:
        """Starts a job beside the loop; the loop looks again as soon as it ends."""
        task = asyncio.create_task(self._guarded(job), name=f"{self.name} job")
        self._jobs.add(task)
        task.add_done_callback(self._ended)

    async def stop(self, grace_s: float) -> None:
        """No new rounds; jobs under way may finish."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task
        if self._jobs:
            _, late = await asyncio.wait(self._jobs, timeout=grace_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._jobs.discard(task)
        self._wake.set()

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            if not await self._one_round() and not self._stopping:
                await self._pause(self._idle_s)

    async def _one_round(self) -> bool:
        try:
            return await self._round()
        except Exception as fault:
            self._note(fault)
            await self._pause(AFTER_FAULT_SECONDS)
            return True

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except asyncio.TimeoutError:
            return

    async def _guarded(self, job: Coroutine[Any, Any, None]) -> None:
        try:
            await job
        except Exception as fault:
            self._note(fault)

    def _note(self, fault: Exception) -> None:
        # Only the kind of fault: its text may hold what a reporter wrote.
        log.error("%s: %s", self.name, type(fault).__name__)
        self._metrics.faults.labels(self.name).inc()
