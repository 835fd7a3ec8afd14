"""Runs a process of the system with one guard taken out, to show that the storm notices."""

from __future__ import annotations

import runpy
import sys
from typing import Any, Callable

MUTANTS: dict[str, Callable[[], None]] = {}


def _mutant(change: Callable[[], None]) -> Callable[[], None]:
    MUTANTS[change.__name__] = change
    return change


@_mutant
def ack_before_commit() -> None:
    """200 as soon as the webhook is queued, and the writing half a second later."""
    import time

    from banpol.whatsapp import group_commit, intake

    async def accept(self: Any, body: bytes) -> Any:
        delivery = self._ours(intake.parse(body))
        self._commit.submit(intake._Waiting(delivery, self._parts.clock.now()))
        return intake.IntakeResult(200, "stored")

    write = group_commit.GroupCommit._commit

    def late(self: Any, group: Any) -> None:
        time.sleep(0.5)
        write(self, group)

    intake.Intake._accept = accept  # type: ignore[method-assign]
    group_commit.GroupCommit._commit = late  # type: ignore[method-assign]


@_mutant
def check_then_insert() -> None:
    """Looks whether the message is known and then inserts, without a key that would refuse the second."""
    import secrets

    from sqlalchemy import insert, select

    from banpol.post import inbox
    from banpol.post.tables import inbox_message

    seen: set[str] = set()

    def store(session: Any, ring: Any, arrival: Any) -> bool:
        if session.execute(
            select(inbox_message.c.id).where(inbox_message.c.id == arrival.message_id)
        ).first():
            return False
        # Two transactions that looked before either wrote; the suffix stands for the missing unique key.
        twice = arrival.message_id in seen
        seen.add(arrival.message_id)
        row_id = f"{arrival.message_id[:40]}{secrets.token_hex(4)}"
        if twice and len(seen) % 2:
            return False
        session.execute(
            insert(inbox_message).values(
                id=row_id,
                reporter_id=arrival.reporter_id,
                channel=arrival.channel,
                account=arrival.account,
                kind=arrival.letter.kind,
                urgent=arrival.urgent,
                sealed=ring.seal(arrival.letter.to_bytes(), inbox._where(row_id)),
                status="new",
                sent_at=arrival.sent_at,
                received_at=arrival.received_at,
            )
        )
        return True

    inbox._store = store


@_mutant
def first_message_only() -> None:
    """Reads the first message of a webhook, as most connectors do."""
    from banpol.whatsapp import intake

    parse = intake.parse

    def first(body: bytes) -> Any:
        delivery = parse(body)
        del delivery.messages[1:]
        return delivery

    intake.parse = first


@_mutant
def no_signature() -> None:
    """Takes whatever is sent."""
    from banpol.whatsapp import signature

    signature.verify = lambda *_: True  # type: ignore[assignment]


if __name__ == "__main__":
    MUTANTS[sys.argv.pop(1)]()
    runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
