"""One thread writes for intake, marks and claims, and whoever comes while it waits goes along."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from banpol.database import Database
from banpol.whatsapp.group_commit import GroupCommit, NotAccepting


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a database that a test may lock."""
    (tmp_path / "banpol.db").write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{tmp_path / 'banpol.db'}"


def test_who_comes_while_the_database_is_taken_shares_the_commit(file: str) -> None:
    """However many have waited for the lock, it is waited for once."""
    database, commits = Database(file), []
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))
    writer = GroupCommit(database)
    writer.open()
    with Database(file).write() as holder:
        holder.connection()
        futures = [writer.submit(lambda session: 0)]
        while writer.waiting:
            time.sleep(0.001)
        futures += [writer.submit(lambda session, n=n: n) for n in range(1, 10)]
    assert [future.result(5) for future in futures] == list(range(10))
    writer.close()
    assert len(commits) == 1


def test_a_write_that_fails_takes_nobody_with_it(file: str) -> None:
    """Each of its group is written again by itself, the careful way."""
    writer = GroupCommit(Database(file))

    def fail(_session: Session) -> str:
        raise ValueError("rusak")

    writer.open()
    good, bad = writer.submit(lambda _: "bersama", lambda _: "sendiri"), writer.submit(fail)
    assert good.result(5) in ("bersama", "sendiri")
    with pytest.raises(ValueError):
        bad.result(5)
    writer.close()


def test_it_writes_until_its_last_user_has_gone(file: str) -> None:
    """Intake ends before the sender does; what the sender still marks must be written."""
    writer = GroupCommit(Database(file))
    with pytest.raises(NotAccepting):
        writer.submit(lambda _: 1)
    writer.open()
    writer.open()
    writer.close()
    assert writer.submit(lambda _: 1).result(5) == 1
    waiting = writer.submit(lambda _: time.sleep(0.05))
    writer.close()
    assert waiting.done()
    with pytest.raises(NotAccepting):
        writer.submit(lambda _: 1)


def test_a_database_that_stays_locked_refuses_the_whole_line(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One wait for all, and afterwards it goes on."""
    monkeypatch.setattr("banpol.database.BUSY_TIMEOUT_SECONDS", 0.2)
    writer = GroupCommit(Database(file))
    writer.open()
    with Database(file).write() as holder:
        holder.connection()
        futures = [writer.submit(lambda _: 1) for _ in range(20)]
        for future in futures:
            with pytest.raises(OperationalError):
                future.result(3)
    assert writer.submit(lambda _: 1).result(5) == 1
    writer.close()
