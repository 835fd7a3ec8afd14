"""Tells everybody who listens what has happened; a slow listener loses its place and holds up nobody."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import Any, Iterator

Event = dict[str, Any]
_ROOM = 1000


class Events:
    """A listener that falls too far behind gets None, the sign to load everything again."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Event | None]] = set()

    def tell(self, kind: str, **facts: Any) -> None:
        event = {"kind": kind, **facts}
        for queue in list(self._queues):
            if queue.qsize() < _ROOM:
                queue.put_nowait(event)
            else:
                self._end(queue)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Event | None]]:
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def close(self) -> None:
        """Ends every stream, so that a server can stop without waiting for its listeners."""
        for queue in list(self._queues):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[Event | None]) -> None:
        self._queues.discard(queue)
        queue.put_nowait(None)
