"""Notices at once, and for next to nothing, that somebody has written to the database.

SQLite counts the commits of other connections (`PRAGMA data_version`); looking there costs some microseconds
and takes no lock. PostgreSQL has no such number, so there only the regular look at the tables finds work.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from banpol.database import Database

LOOK_SECONDS = 0.01


class Lookout:
    """Holds one connection of its own, opened at the first look."""

    def __init__(self, store: Database) -> None:
        self._store = store
        self._connection: Any = None
        self._version: int | None = None

    def changed(self) -> bool:
        """Whether anything was committed since the last look; False where that cannot be told."""
        if not self._store.is_sqlite:
            return False
        try:
            version = self._look()
        except (SQLAlchemyError, sqlite3.Error):
            self.close()
            return False
        changed = version != self._version
        self._version = version
        return changed

    async def wait(self, seconds: float, stopping: asyncio.Event) -> None:
        """Until somebody has written, the time is over, or it is time to stop."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not stopping.is_set() and not self.changed():
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stopping.wait(), LOOK_SECONDS)

    def _look(self) -> int:
        if self._connection is None:
            # Not a session's: that would begin a transaction, and inside one the number stands still.
            self._connection = self._store.engine.raw_connection()
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
