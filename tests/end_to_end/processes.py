"""Real processes of the system, each with its log, killed and restarted as a supervisor would."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Callable, Mapping

ROOT = Path(__file__).resolve().parents[2]
GATEWAY, ASSISTANT = "banpol.whatsapp.main", "banpol.assistant.main"
WATCH = "banpol.watch.main"
READY = {GATEWAY: "gateway ready", ASSISTANT: "assistant ready", WATCH: "watch ready"}
# A model loads in seconds; a machine under load may take far longer, and only a hang should fail.
READY_SECONDS = 120.0


class Process:
    """One program, started anew whenever it ends, until it is stopped; `kills` counts only our own."""

    def __init__(self, module: str, environment: Mapping[str, str], log: Path, loud: bool = False) -> None:
        self.module, self.log = module, log
        self._environment, self._loud = dict(environment), loud
        self._child: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self.kills = self.starts = 0

    async def start(self) -> None:
        """Returns at once; `ready` waits."""
        await self._spawn()
        self._watching = asyncio.create_task(self._supervise())

    async def _spawn(self) -> None:
        arguments = ("-m", "tests.end_to_end.loud", self.module) if self._loud else ("-m", self.module)
        self._mark = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as out:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, cwd=ROOT, env=self._environment, stdout=out, stderr=out
            )
        self.starts += 1

    async def _supervise(self) -> None:
        while True:
            assert self._child is not None
            await self._child.wait()
            await self._spawn()

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def said(self, since_start: bool = True) -> str:
        """What it wrote to its log."""
        text = self.log.read_bytes() if self.log.exists() else b""
        return text[self._mark if since_start else 0 :].decode("utf-8", "replace")

    def is_ready(self) -> bool:
        return READY[self.module] in self.said()

    async def ready(self) -> None:
        await until(self.is_ready, READY_SECONDS, lambda: f"{self.module} is ready; it said: {self.said()}")

    def kill(self) -> None:
        """SIGKILL: no handler, no goodbye. The supervisor starts it again."""
        assert self._child is not None
        self.kills += 1
        # The mark moves now, so that `ready` never believes the words of the one that has just died.
        self._mark = self.log.stat().st_size
        os.kill(self._child.pid, signal.SIGKILL)

    async def stop(self) -> None:
        """Ends it for good, gracefully where it listens."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._child is None or self._child.returncode is not None:
            return
        self._child.terminate()
        try:
            await asyncio.wait_for(self._child.wait(), 15)
        except asyncio.TimeoutError:
            self._child.kill()
            await self._child.wait()


async def until(
    true: Callable[[], bool], seconds: float, what: Callable[[], str] | str, every: float = 0.02
) -> None:
    """Waits for something to come true. Raises AssertionError with what did not."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not true():
        if loop.time() > deadline:
            raise AssertionError(
                f"after {seconds:.0f} s it is not so: {what if isinstance(what, str) else what()}"
            )
        await asyncio.sleep(every)
