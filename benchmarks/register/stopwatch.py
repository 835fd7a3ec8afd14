"""Wall clock and processor time of one piece of work, all threads of this process together."""

from __future__ import annotations

import time
from types import TracebackType


class Stopwatch:
    """`with Stopwatch() as watch:`, then `wall_ms` and `cpu_ms`."""

    wall_ms = cpu_ms = 0.0

    def __enter__(self) -> Stopwatch:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.wall_ms = 1000 * (time.perf_counter() - self._wall)
        self.cpu_ms = 1000 * (time.process_time() - self._cpu)
