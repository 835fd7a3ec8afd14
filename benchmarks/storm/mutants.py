"""Faults that a storm must find, put into a running program from outside; nothing in service knows them.

`python -m benchmarks.storm.mutants MUTANT MODULE` runs a process with one of them.
"""

from __future__ import annotations

import re
import runpy
import sys
from concurrent.futures import Future
from typing import Any, Callable

from sqlalchemy import insert, select, update

from banpol.database import Database
from banpol.post import inbox, outbox, turns
from banpol.post.tables import inbox_message, outbox_message, turn
from banpol.whatsapp import intake, signature
from banpol.whatsapp.intake import Intake
from banpol.whatsapp.keeping import NOTHING

Patch = Callable[[Any, str, Any], None]


def ack_before_commit(patch: Patch) -> None:
    """200 as soon as a webhook is in the queue."""
    store = Intake._store

    def at_once(self: Any, delivery: Any, at: Any) -> Future[Any]:
        store(self, delivery, at)
        ready: Future[Any] = Future()
        ready.set_result(NOTHING)
        return ready

    patch(Intake, "_store", at_once)


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


def sends_without_lease(patch: Patch) -> None:
    """Sends what is queued and marks it afterwards; nothing says meanwhile that it is under way."""
    claim = outbox.claim

    def leave_queued(session: Any, *given: Any, **named: Any) -> Any:
        parcels = claim(session, *given, **named)
        ids = [parcel.id for parcel in parcels]
        session.execute(update(outbox_message).where(outbox_message.c.id.in_(ids)).values(status="queued"))
        return parcels

    patch(outbox, "claim", leave_queued)
    patch(outbox, "_IN_FLIGHT", ("queued", "sending", "uncertain"))


def sends_all_at_once(patch: Patch) -> None:
    """Everything that waits for one recipient leaves at the same time."""

    def everything(channel: str) -> Any:
        waits = (outbox_message.c.status == "queued", outbox_message.c.channel == channel)
        return select(outbox_message.c.seq).where(*waits).scalar_subquery()

    patch(outbox, "_heads", everything)


def order_by_arrival(patch: Patch) -> None:
    """Believes that messages lie in a webhook in the order in which they were written."""
    bubbles_of = turns.bubbles_of

    def as_they_came(session: Any, ring: Any, turn_id: str) -> Any:
        order = select(inbox_message.c.id).where(inbox_message.c.turn_id == turn_id)
        came = list(session.execute(order.order_by(inbox_message.c.seq)).scalars())
        return sorted(bubbles_of(session, ring, turn_id), key=lambda bubble: came.index(bubble.message_id))

    patch(turns, "bubbles_of", as_they_came)


def newest_first(patch: Patch) -> None:
    """A stack where a queue should be: each turn is the newest message."""
    new_bubbles = turns._new_bubbles
    patch(turns, "_new_bubbles", lambda *given: new_bubbles(*given)[-1:])


def done_when_taken(patch: Patch) -> None:
    """Strikes messages off the list before they are worked on."""
    claim = turns.claim

    def strike_off(session: Any, *given: Any) -> Any:
        lease = claim(session, *given)
        if lease is not None:
            for table, which in ((turn, turn.c.id), (inbox_message, inbox_message.c.turn_id)):
                session.execute(update(table).where(which == lease.turn_id).values(status="done"))
        return lease

    patch(turns, "claim", strike_off)
    patch(turns, "_end", lambda *_: None)
    patch(turns, "_change_held", lambda *_: None)


OF_GATEWAY = {
    f.__name__: f
    for f in (
        ack_before_commit,
        check_then_insert,
        first_message_only,
        no_signature,
        sends_without_lease,
        sends_all_at_once,
    )
}
OF_ASSISTANT = {f.__name__: f for f in (order_by_arrival, newest_first, done_when_taken)}
MUTANTS = OF_GATEWAY | OF_ASSISTANT


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
