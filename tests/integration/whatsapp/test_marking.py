"""What has been sent is written down, however long the database is away; otherwise it would be sent again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from banpol.whatsapp import marking
from banpol.whatsapp.group_commit import GroupCommit
from banpol.whatsapp.marking import TRIES, Marker


class Moody:
    """A database that refuses so many times."""

    def __init__(self, fault: Exception, times: int) -> None:
        self._fault, self.left, self.written = fault, times, 0

    @contextmanager
    def write(self, hurried: bool = False) -> Iterator[Any]:
        if self.left:
            self.left -= 1
            raise self._fault
        yield self
        self.written += 1

    def connection(self) -> None:
        """Nothing stands in its way."""


async def _mark(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "LONGEST_PAUSE_SECONDS", 0.001)
    marker = Marker(GroupCommit(database))
    marker.start()
    try:
        await marker.mark("o1", lambda session: None)
    finally:
        marker.stop()


async def test_a_mark_outlasts_a_locked_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many times more than a mark that is refused for itself would be tried."""
    database = Moody(OperationalError("UPDATE", {}, Exception("database is locked")), 4 * TRIES)
    await _mark(database, monkeypatch)
    assert (database.left, database.written) == (0, 1)


async def test_a_mark_that_can_never_be_written_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would hold its place among the messages under way for ever."""
    # A group that fails is written one by one, so each try is refused twice.
    database = Moody(IntegrityError("UPDATE", {}, Exception("no")), 1000)
    await _mark(database, monkeypatch)
    assert (database.left, database.written) == (1000 - 2 * TRIES, 0)
