"""The database behind register, post and tracker: SQLite for one machine, PostgreSQL for many.

Services take a session and never see this module's engine; `read()` and `write()` are the only ways to one.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Iterator

from sqlalchemy import DateTime, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_SECONDS = 5.0
# SQLite itself looks for a free write lock ever more rarely, and is then overtaken for seconds. Where
# webhooks wait for their 200 it is looked for more often than elsewhere.
LOOK_AGAIN_SECONDS, HURRIED_SECONDS = 0.004, 0.0003


class DatabaseProblem(Exception):
    """The database address cannot be used; the sentence says why."""


class UtcDateTime(TypeDecorator):
    """Aware datetimes in UTC on both databases; a naive one is refused before it is stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was about to be stored")
        moment = value.astimezone(timezone.utc)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


class Database:
    """Hands out short sessions: `read()` rolls back, `write()` commits whole or not at all."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        # Threads of one process line up here, so that each process has one that waits for the file.
        self._line: AbstractContextManager[Any] = threading.RLock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        return bool(self.engine.dialect.name == "sqlite")

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.engine, future=True) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self, hurried: bool = False) -> Iterator[Session]:
        """One transaction. On SQLite it takes the write lock at once (BEGIN IMMEDIATE), so it never has to
        give up half way because another process wrote in between. `hurried` goes before other processes."""
        look_again_s = HURRIED_SECONDS if hurried else LOOK_AGAIN_SECONDS
        engine = self.engine.execution_options(banpol_look_again_s=look_again_s)
        with self._line, Session(engine, future=True) as session, session.begin():
            yield session

    def forget_free_space(self) -> None:
        """After a deletion: what SQLite still holds of it in its log is overwritten. PostgreSQL's own vacuum
        does the like; what counts there is the destroyed key."""
        if self.is_sqlite:
            with self.engine.connect() as connection:
                driver = connection.connection
                driver.rollback()
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def dispose(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseProblem(
            "the database address is not understood; expected sqlite:///FILE or postgresql://…"
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url, parsed.database)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(url, future=True, pool_pre_ping=True, pool_size=10, max_overflow=10)
    raise DatabaseProblem(f"{parsed.get_backend_name()} is not served; use sqlite or postgresql")


def _sqlite_engine(url: str, file: str | None) -> Engine:
    if _in_file(file):
        Path(str(file)).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Connections are kept: opening one reads the whole schema again, several times in every turn.
    pool = {"poolclass": QueuePool, "pool_use_lifo": True, "max_overflow": 20} if _in_file(file) else {}
    engine = create_engine(
        url, future=True, connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}, **pool
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if _in_file(file):
        _watch_file(engine, Path(str(file)))
    return engine


def _in_file(file: str | None) -> bool:
    return bool(file) and file != ":memory:"


def _watch_file(engine: Engine, file: Path) -> None:
    """A kept connection to a file that was moved away or replaced would write where nobody reads."""

    def remember(_connection: Any, record: Any) -> None:
        record.info["file"] = _identity(file)

    def refuse_strange(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != _identity(file):
            raise DisconnectionError("the database file is another one now")

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", refuse_strange)


def _identity(file: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = file.stat()
        return found.st_dev, found.st_ino
    return None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for BEGIN IMMEDIATE; with None it leaves transactions to us.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    look_again_s = connection.get_execution_options().get("banpol_look_again_s")
    if look_again_s:
        _begin_immediate(connection, look_again_s)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Any, look_again_s: float) -> None:
    """Takes the write lock. Raises OperationalError when others hold it for longer than the busy timeout."""
    driver, deadline = connection.connection, time.monotonic() + BUSY_TIMEOUT_SECONDS
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < deadline and _is_taken(driver):
            time.sleep(look_again_s)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={round(1000 * BUSY_TIMEOUT_SECONDS)}")


def _is_taken(driver: Any) -> bool:
    """Begins, unless others hold the write lock. Any other trouble is left to the statement that follows."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as fault:
        return "locked" in str(fault)
    return False


def is_duplicate(error: SQLAlchemyError) -> bool:
    """Whether a write was refused because the row is there already."""
    return "UNIQUE" in str(error).upper()
