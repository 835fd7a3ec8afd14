"""One program of ours, begun anew whenever it ends, killed at the moments of a plan."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from pathlib import Path
from typing import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS, LATEST_KILL = 180.0, 0.6


class NotInTime(Exception):
    """Something did not happen in time; the sentence says what."""


class Program:
    """Its log tells when it is ready."""

    def __init__(
        self,
        module: str,
        env: Mapping[str, str],
        log: Path,
        mutant: str = "",
        more: Sequence[str] = (),
    ) -> None:
        before = ("benchmarks.storm.mutants", mutant) if mutant else ()
        self._arguments = ["-m", *before, module, *more]
        self._env, self._log, self._mark, self.kills = dict(env), log, 0, 0
        self._child: asyncio.subprocess.Process | None = None
        self._stopping = False

    async def run(self) -> None:
        while not self._stopping:
            with self._log.open("ab") as out:
                self._mark = out.tell()
                self._child = await asyncio.create_subprocess_exec(
                    sys.executable, *self._arguments, cwd=ROOT, env=self._env, stdout=out, stderr=out
                )
            await self._child.wait()

    async def ready(self) -> None:
        """Raises NotInTime."""
        await until(self._is_ready, READY_SECONDS, f"{self._arguments} is ready")

    def _is_ready(self) -> bool:
        return self._log.exists() and b" ready" in self._log.read_bytes()[self._mark :]

    def kill(self) -> None:
        """SIGKILL: no handler, no goodbye."""
        assert self._child is not None
        self.kills += 1
        # The mark moves now, so that `ready` never believes the words of the one that has just died.
        self._mark = self._log.stat().st_size
        self._child.kill()

    async def kill_at(
        self,
        moments: Sequence[int],
        reached: Callable[[], int],
        is_over: Callable[[], bool],
        chance: random.Random,
    ) -> None:
        """`reached` says how far it has come with its own work; what is over brings no more work."""
        for moment in moments:
            while reached() < moment and not is_over():
                await asyncio.sleep(0.02)
            await self.ready()
            await asyncio.sleep(chance.uniform(0, LATEST_KILL))
            self.kill()
        await self.ready()

    async def stop(self) -> None:
        self._stopping = True
        if self._child is not None and self._child.returncode is None:
            self._child.terminate()
            await self._child.wait()

    def complaints(self) -> list[str]:
        """Lines of its log that tell of a fault."""
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line or "Traceback" in line]


async def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Raises NotInTime."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise NotInTime(f"after {seconds:.0f} s it is not so: {what}")
        await asyncio.sleep(0.1)
