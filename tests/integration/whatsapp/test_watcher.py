"""Nobody waits in silence, and nobody is told twice in one outage."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from banpol.post import inbox
from banpol.post.letters import OutgoingMessage
from banpol.post.tables import inbox_message
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.watcher import Watcher
from tests.integration.whatsapp.bench import NOTICE, Bench
from tests.support.parts import RING, arrival


@pytest.fixture
async def watcher(bench: Bench) -> Watcher:
    """A watcher that looks only when told to."""
    return Watcher(bench.parts, NOTICE, Metrics(), lambda: None)


def _wrote(bench: Bench, reporter: str, text: str = "halo", message_id: str = "", **also: Any) -> None:
    more = {**({"message_id": message_id} if message_id else {}), **also}
    now = bench.clock.now()
    with bench.database.write() as session:
        inbox.receive(
            session, RING, [arrival(text, reporter, channel="whatsapp", sent_at=now, received_at=now, **more)]
        )


def _answered(bench: Bench) -> None:
    with bench.database.write() as session:
        session.execute(update(inbox_message).values(status="done"))


async def test_twenty_seconds_of_silence_are_enough(bench: Bench, watcher: Watcher) -> None:
    """Not a moment earlier, and the sentence is the one of the responses."""
    _wrote(bench, "r1")
    bench.clock.advance(19)
    assert watcher.look() == 0
    bench.clock.advance(1)
    assert watcher.look() == 1
    (row,) = bench.outbox_rows()
    message = OutgoingMessage.from_bytes(RING.open(row.sealed, f"banpol1|outbox_message|sealed|{row.id}"))
    assert (row.reporter_id, message.text, row.turn_id[:7]) == ("r1", NOTICE, "tunggu-")


async def test_once_per_reporter_and_outage(bench: Bench, watcher: Watcher) -> None:
    """More messages in the same outage bring no second notice; the next outage does."""
    for reporter in ("r1", "r2"):
        _wrote(bench, reporter)
    bench.clock.advance(30)
    assert watcher.look() == 2
    _wrote(bench, "r1", "masih di sana?")
    bench.clock.advance(30)
    assert watcher.look() == 0
    _answered(bench)
    bench.clock.advance(600)
    _wrote(bench, "r1", "lagi")
    bench.clock.advance(30)
    assert watcher.look() == 1


async def test_answers_that_come_late_bring_one_notice_in_ten_minutes(bench: Bench, watcher: Watcher) -> None:
    """Each message waits 25 seconds and is answered then; for an hour of it there are six notices."""
    notices = 0
    for _ in range(120):
        _wrote(bench, "r1")
        bench.clock.advance(25)
        notices += watcher.look()
        _answered(bench)
        bench.clock.advance(5)
    assert notices == 6


async def test_danger_is_never_met_with_silence(bench: Bench, watcher: Watcher) -> None:
    """A cry for help soon after a notice brings another, once, although an older message waits too."""
    _wrote(bench, "r1")
    bench.clock.advance(25)
    assert watcher.look() == 1
    bench.clock.advance(1)
    _wrote(bench, "r1", "tolong ada orang bawa parang", urgent=True)
    bench.clock.advance(25)
    assert watcher.look() == 1
    assert watcher.look() == 0


async def test_the_second_message_of_an_outage_is_covered_by_its_notice(
    bench: Bench, watcher: Watcher
) -> None:
    """When the first of two messages is answered, the second becomes the oldest and brings no new notice."""
    _wrote(bench, "r1", message_id="first")
    _wrote(bench, "r1", "masih di sana?")
    bench.clock.advance(30)
    assert watcher.look() == 1
    with bench.database.write() as session:
        session.execute(update(inbox_message).where(inbox_message.c.id == "first").values(status="done"))
    assert watcher.look() == 0


async def test_an_answered_reporter_hears_nothing(bench: Bench, watcher: Watcher) -> None:
    """A finished turn is an answer."""
    _wrote(bench, "r1")
    _answered(bench)
    bench.clock.advance(60)
    assert watcher.look() == 0


async def test_the_longest_message_id_fits(bench: Bench, watcher: Watcher) -> None:
    """Ids of 200 characters, two of which differ only at their ends."""
    for number in range(2):
        _wrote(bench, f"r{number}", message_id="w" * 199 + str(number))
    bench.clock.advance(60)
    assert watcher.look() == 2
    assert watcher.look() == 0
