"""Writes down what became of a message that was carried out, many at once in one commit.

What has been sent and is not written down would be sent again; so this goes on trying for as long as the
database is away.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from banpol.whatsapp.availability import is_unavailable
from banpol.whatsapp.group_commit import GroupCommit

log = logging.getLogger(__name__)
Mark = Callable[[Session], None]
TRIES = 5
LONGEST_PAUSE_SECONDS = 5.0


class Marker:
    """Start it before the first mark, stop it after the last."""

    def __init__(self, writer: GroupCommit) -> None:
        self._writer, self._started = writer, False

    def start(self) -> None:
        self._writer.open()
        self._started = True

    def stop(self) -> None:
        if self._started:
            self._started = False
            self._writer.close()

    async def mark(self, outbox_id: str, mark: Mark) -> None:
        """Returns when it is written; gives up only a mark that the database refuses for itself."""
        tries = 0
        while True:
            try:
                await asyncio.wrap_future(self._writer.submit(mark))
                return
            except SQLAlchemyError as fault:
                log.error("outbox %s cannot be marked: %s", outbox_id, type(fault).__name__)
                tries += 1
                if tries >= TRIES and not is_unavailable(fault):
                    return
                await asyncio.sleep(min(0.1 * 2 ** min(tries, 10), LONGEST_PAUSE_SECONDS))
