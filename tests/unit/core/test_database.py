"""Connections to SQLite are kept, but never longer than the file they belong to."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import event, text

from banpol.database import Database


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
