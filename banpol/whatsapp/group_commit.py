"""Many webhooks, one commit: a writer thread takes what waits, writes it in one transaction, then answers.

A durable commit costs milliseconds whatever it holds; sharing it is what makes a flood of webhooks bearable.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Callable, Generic, TypeVar

from sqlalchemy.orm import Session

from banpol.database import Database
from banpol.whatsapp.availability import is_unavailable

Item = TypeVar("Item")
Result = TypeVar("Result")
GROUP = 256
MOST_WAITING = 4096


class NotAccepting(Exception):
    """The writer is full or has stopped; the sender of the webhook should try again."""


@dataclass
class _Ticket(Generic[Item, Result]):
    item: Item
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


class GroupCommit(Generic[Item, Result]):
    """`write` puts one item into an open transaction; `write_alone` does so for an item whose group failed,
    and may take more care. A future is resolved only after the commit."""

    def __init__(
        self,
        database: Database,
        write: Callable[[Session, Item], Result],
        write_alone: Callable[[Session, Item], Result],
    ) -> None:
        self._database, self._write, self._write_alone = database, write, write_alone
        self._queue: queue.Queue[_Ticket[Item, Result] | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="group commit", daemon=True)
        self._accepting = False

    def start(self) -> None:
        self._accepting = True
        self._thread.start()

    def stop(self) -> None:
        """Takes nothing more, finishes what waits."""
        if self._accepting:
            self._accepting = False
            self._queue.put(None)
            self._thread.join()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def submit(self, item: Item) -> Future[Result]:
        """Raises NotAccepting."""
        if not self._accepting:
            raise NotAccepting
        ticket: _Ticket[Item, Result] = _Ticket(item)
        try:
            self._queue.put_nowait(ticket)
        except queue.Full:
            raise NotAccepting from None
        return ticket.future

    def _run(self) -> None:
        while True:
            group, last = self._next_group()
            if group:
                self._commit(group)
            if last:
                return

    def _next_group(self) -> tuple[list[_Ticket[Item, Result]], bool]:
        group: list[_Ticket[Item, Result]] = []
        ticket = self._queue.get()
        while ticket is not None:
            ticket.take_up()
            group.append(ticket)
            if len(group) >= GROUP:
                return group, False
            try:
                ticket = self._queue.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _commit(self, group: list[_Ticket[Item, Result]]) -> None:
        try:
            with self._database.write() as session:
                results = [self._write(session, ticket.item) for ticket in group]
        except BaseException as fault:
            if is_unavailable(fault):
                # Trying each alone would only wait for the same lock again, once for every webhook.
                _refuse(group, fault)
            else:
                self._one_by_one(group)
            return
        for ticket, result in zip(group, results, strict=True):
            ticket.answer(result)

    def _one_by_one(self, group: list[_Ticket[Item, Result]]) -> None:
        for ticket in group:
            try:
                with self._database.write() as session:
                    result = self._write_alone(session, ticket.item)
            except BaseException as fault:
                _refuse([ticket], fault)
            else:
                ticket.answer(result)


def _refuse(group: list[_Ticket[Item, Result]], fault: BaseException) -> None:
    for ticket in group:
        ticket.refuse(fault)
