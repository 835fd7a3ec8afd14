"""Many writes, one commit: what the carrier writes for each webhook and each message goes through one thread.

A durable commit costs milliseconds whatever it holds, and SQLite lets one transaction write at a time. So
what comes in, what was sent and what may leave next share a transaction, and whoever comes while it waits for
the database goes along.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Callable, Generic, Iterator, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from banpol.database import Database
from banpol.whatsapp.availability import is_unavailable

Result = TypeVar("Result")
Write = Callable[[Session], Result]
GROUP = 256


class NotAccepting(Exception):
    """The writer is full or has stopped; the sender of the webhook should try again."""


@dataclass
class _Ticket(Generic[Result]):
    write: Write[Result]
    write_alone: Write[Result]
    future: Future[Result] = field(default_factory=Future)
    awaited: bool = True

    def take_up(self) -> None:
        """From here on nobody can cancel it. Who has given up waiting gets no answer, but is stored."""
        self.awaited = self.future.set_running_or_notify_cancel()

    def answer(self, result: Result) -> None:
        if self.awaited:
            self.future.set_result(result)

    def refuse(self, fault: BaseException) -> None:
        if self.awaited:
            self.future.set_exception(fault)


class GroupCommit:
    """Runs from the first `open` to the last `close`; a future is resolved only after the commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: queue.SimpleQueue[_Ticket[Any] | None] = queue.SimpleQueue()
        self._users, self._lock, self._over = 0, threading.Lock(), False
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        with self._lock:
            self._users += 1
            if self._thread is None:
                self._over = False
                self._thread = threading.Thread(target=self._run, name="group commit", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """What waits is written before this returns; after the last one nothing more is taken."""
        with self._lock:
            self._users -= 1
            if self._users == 0 and self._thread is not None:
                self._queue.put(None)
                self._thread.join()
                self._thread = None
                return
        with suppress(SQLAlchemyError):
            self.submit(_nothing).result()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def submit(self, write: Write[Result], write_alone: Write[Result] | None = None) -> Future[Result]:
        """`write` puts something into an open transaction; `write_alone` does so after its group has failed,
        and may take more care. Raises NotAccepting."""
        ticket = _Ticket(write, write_alone or write)
        with self._lock:  # nobody may queue behind the end, where no answer would come
            if self._thread is None:
                raise NotAccepting
            self._queue.put(ticket)
        return ticket.future

    def _run(self) -> None:
        while not self._over:
            first = self._queue.get()
            if first is None:
                return
            first.take_up()
            self._commit([first])

    def _commit(self, group: list[_Ticket[Any]]) -> None:
        try:
            with self._database.write(hurried=True) as session:
                session.connection()
                # Only now the line for the database is behind us: whoever came meanwhile goes along.
                group.extend(self._rest())
                results = [ticket.write(session) for ticket in group]
        except BaseException as fault:
            if is_unavailable(fault):
                # Trying each alone would only wait for the same lock again, once for every webhook.
                _refuse([*group, *self._rest()], fault)
            else:
                self._one_by_one(group)
            return
        for ticket, result in zip(group, results, strict=True):
            ticket.answer(result)

    def _rest(self) -> Iterator[_Ticket[Any]]:
        for _ in range(GROUP - 1):
            try:
                ticket = self._queue.get_nowait()
            except queue.Empty:
                return
            if ticket is None:
                self._over = True
                return
            ticket.take_up()
            yield ticket

    def _one_by_one(self, group: list[_Ticket[Any]]) -> None:
        for ticket in group:
            try:
                with self._database.write(hurried=True) as session:
                    result = ticket.write_alone(session)
            except BaseException as fault:
                _refuse([ticket], fault)
            else:
                ticket.answer(result)


def _nothing(_session: Session) -> None:
    """Waits its turn like everything else."""


def _refuse(group: list[_Ticket[Any]], fault: BaseException) -> None:
    for ticket in group:
        ticket.refuse(fault)
