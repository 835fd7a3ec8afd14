"""Connections to SQLite are kept, but never longer than the file they belong to."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from banpol import database as database_module
from banpol.database import HURRIED_SECONDS, LOOK_AGAIN_SECONDS, Database


def _count(store: Database) -> int:
    with store.read() as session:
        return int(session.execute(text("select count(*) from note")).scalar_one())


def _note(store: Database) -> None:
    with store.write() as session:
        session.execute(text("insert into note values (1)"))


def _made(path: Path) -> Database:
    store = Database(f"sqlite:///{path}")
    with store.write() as session:
        session.execute(text("create table note (id integer)"))
    return store


def test_one_connection_serves_one_session_after_another(tmp_path: Path) -> None:
    """Opening reads the schema again, so a turn must not open a new one for each session."""
    store, opened = Database(f"sqlite:///{tmp_path / 'a.db'}"), []
    event.listen(store.engine, "connect", lambda *_: opened.append(1))
    for _ in range(3):
        with store.read() as session:
            session.execute(text("select 1"))
    assert len(opened) == 1


def test_a_file_put_in_place_of_the_old_one_is_the_one_used(tmp_path: Path) -> None:
    """After a backup is laid back, reads and writes go to it and not to the file that is gone."""
    path, store = tmp_path / "a.db", _made(tmp_path / "a.db")
    with store.read() as session:
        session.execute(text("pragma wal_checkpoint(truncate)"))
    shutil.copyfile(path, tmp_path / "backup.db")
    _note(store)
    assert _count(store) == 1
    for name in ("a.db", "a.db-wal", "a.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "backup.db").rename(path)
    assert _count(store) == 0
    _note(store)
    fresh = Database(f"sqlite:///{path}")
    assert _count(fresh) == 1


def test_threads_of_one_process_line_up_before_the_file(tmp_path: Path) -> None:
    """Twenty threads that all look for the lock would leave another process none of its turns."""
    store, asked = _made(tmp_path / "a.db"), threading.Event()

    def second() -> None:
        asked.set()
        _note(store)

    thread = threading.Thread(target=second)
    with store.write() as session:
        session.execute(text("insert into note values (1)"))
        thread.start()
        asked.wait()
        thread.join(0.1)
        assert store.engine.pool.checkedout() == 1
    thread.join()
    assert _count(store) == 2


@pytest.mark.parametrize(("hurried", "pause"), [(False, LOOK_AGAIN_SECONDS), (True, HURRIED_SECONDS)])
def test_a_free_lock_is_found_by_looking_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hurried: bool, pause: float
) -> None:
    """SQLite's own waiting looks ever more rarely, and is overtaken for seconds by whoever writes much."""
    store, other = _made(tmp_path / "a.db"), Database(f"sqlite:///{tmp_path / 'a.db'}")
    holding, looks = other.engine.raw_connection(), list[float]()
    holding.execute("BEGIN IMMEDIATE")

    def look(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            holding.rollback()

    monkeypatch.setattr(database_module.time, "sleep", look)
    with store.write(hurried) as session:
        session.execute(text("insert into note values (1)"))
    assert looks == [pause] * 3


def test_a_lock_that_is_never_free_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the busy timeout the caller hears that the database is away, and may try later."""
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_SECONDS", 0.05)
    store, other = _made(tmp_path / "a.db"), Database(f"sqlite:///{tmp_path / 'a.db'}")
    holding = other.engine.raw_connection()
    holding.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        _note(store)
    holding.rollback()
    _note(store)
    assert _count(store) == 1
