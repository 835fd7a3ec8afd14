"""Tells the installation's own program when a message has failed for good (setting `whatsapp_failed`).

Called after what happened was written down, in a thread; a fault of that program costs nothing but a line in
the log. It is a convenience and not a promise: what failed stands in the outbox all the same.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Iterable

from banpol.whatsapp.hooks import FailedMessage, Tell
from banpol.whatsapp.metrics import Metrics

log = logging.getLogger(__name__)


@dataclass
class Failures:
    """Must be made inside a running event loop; `hook` is None where nobody wants to know."""

    hook: Tell | None
    metrics: Metrics

    def __post_init__(self) -> None:
        self._jobs: set[asyncio.Task[None]] = set()

    def tell(self, failed: Iterable[FailedMessage]) -> None:
        """Returns at once."""
        for one in failed if self.hook is not None else ():
            job = asyncio.create_task(asyncio.to_thread(self._tell, one))
            self._jobs.add(job)
            job.add_done_callback(self._jobs.discard)

    async def stop(self) -> None:
        """Waits for what is being told."""
        await asyncio.gather(*self._jobs, return_exceptions=True)

    def _tell(self, one: FailedMessage) -> None:
        assert self.hook is not None
        try:
            self.hook(one)
        except Exception as fault:
            log.error("whatsapp_failed failed: %s", type(fault).__name__)
            self.metrics.faults.labels("whatsapp_failed").inc()
