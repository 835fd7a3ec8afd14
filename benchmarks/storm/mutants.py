"""Faults that a storm must find, put into a running program from outside; nothing in service knows them.

`python -m benchmarks.storm.mutants MUTANT MODULE` runs a process with one of them.
"""

from __future__ import annotations

import re
import runpy
import sys
from concurrent.futures import Future
from typing import Any, Callable

from sqlalchemy import insert, select

from banpol.database import Database
from banpol.post import inbox
from banpol.post.tables import inbox_message
from banpol.whatsapp import intake, signature
from banpol.whatsapp.group_commit import GroupCommit
from banpol.whatsapp.intake import Intake
from banpol.whatsapp.keeping import NOTHING

Patch = Callable[[Any, str, Any], None]


def ack_before_commit(patch: Patch) -> None:
    """200 as soon as a webhook is in the queue."""
    submit = GroupCommit.submit

    def at_once(self: Any, item: Any) -> Future[Any]:
        submit(self, item)
        ready: Future[Any] = Future()
        ready.set_result(NOTHING)
        return ready

    patch(GroupCommit, "submit", at_once)


def check_then_insert(patch: Patch) -> None:
    """Looks whether a message is there, and stores it later without the table's own guard."""
    ours = Intake._ours

    def unknown(self: Any, delivery: Any) -> Any:
        delivery = ours(self, delivery)
        with self._parts.database.read() as session:
            known = set(session.execute(select(inbox_message.c.id)).scalars())
        delivery.messages[:] = [m for m in delivery.messages if self._parts.known_as(m.id) not in known]
        return delivery

    def plainly(session: Any, table: Any, row: dict[str, Any]) -> bool:
        session.execute(insert(table).values(**row))
        return True

    patch(Intake, "_ours", unknown)
    patch(inbox, "insert_once", plainly)


def first_message_only(patch: Patch) -> None:
    """Reads `entry[0].changes[0].value.messages[0]`, as many do."""
    parse = intake.parse

    def first(body: bytes) -> Any:
        delivery = parse(body)
        del delivery.messages[1:]
        return delivery

    patch(intake, "parse", first)


def no_signature(patch: Patch) -> None:
    """Believes everybody."""
    patch(signature, "verify", lambda *_: True)


MUTANTS = {f.__name__: f for f in (ack_before_commit, check_then_insert, first_message_only, no_signature)}


def unguard(store: Database) -> None:
    """The inbox without its unique message ids, for `check_then_insert`."""
    with store.write() as session:
        sql = "SELECT sql FROM sqlite_master WHERE name = 'inbox_message'"
        made = session.connection().exec_driver_sql(sql).scalar_one()
        bare = re.sub(r",\s*CONSTRAINT \w+ UNIQUE \(id\)", "", made)
        session.connection().exec_driver_sql("DROP TABLE inbox_message")
        session.connection().exec_driver_sql(bare)


if __name__ == "__main__":
    MUTANTS[sys.argv.pop(1)](setattr)
    module = sys.argv.pop(1)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
