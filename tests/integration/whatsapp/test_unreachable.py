"""Why a message failed is kept in words, and nobody whom Meta cannot reach is tried again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, AsyncIterator

import pytest

from banpol.post import reachability, tracing
from banpol.whatsapp.carrier import Carrier
from banpol.whatsapp.hooks import FailedMessage
from tests.integration.whatsapp.bench import Answer, Bench, FakeGraph, message, signed, stamp, until, webhook
from tests.support.parts import NOW

heard: list[FailedMessage] = []
DETAILS = "Message Undeliverable for +62 812-0000-0001 (ID.1A2b3C4d5E)."
CLEANED = "Message Undeliverable for … (…)."


def listen(failed: FailedMessage) -> None:
    """Stands for a program of the installation; a fault in it must cost nothing."""
    heard.append(failed)
    raise RuntimeError("nobody listens")


@pytest.fixture
async def carrier(bench: Bench, graph: FakeGraph) -> AsyncIterator[Carrier]:
    """A carrier whose installation listens to failures; one citizen has written."""
    heard.clear()
    setup = bench.setup(graph.url)
    whatsapp_failed = f"{__name__}.listen"
    running = Carrier(replace(setup, settings=replace(setup.settings, whatsapp_failed=whatsapp_failed)))
    await running.start()
    await deliver(running, webhook(message("halo")))
    yield running
    await running.stop()


async def deliver(carrier: Carrier, body: bytes) -> None:
    assert (await carrier.receive(signed(body), body)).status == 200


def undeliverable() -> Answer:
    return Answer(400, {"code": 131026, "message": "Undeliverable", "error_data": {"details": DETAILS}})


def failed_status(outbox_id: str, at: Any = NOW, code: int = 131026) -> dict[str, Any]:
    return {
        "id": "wamid.OUT1",
        "status": "failed",
        "timestamp": stamp(at),
        "biz_opaque_callback_data": outbox_id,
        "errors": [{"code": code, "title": "x", "error_data": {"details": DETAILS}}],
    }


def mark_of(bench: Bench) -> reachability.Unreachable | None:
    with bench.database.read() as session:
        return reachability.look_up(session, bench.inbox_rows()[0].reporter_id)


def fate_of(bench: Bench) -> tuple[str, int | None, str]:
    """State, code and reason of the only message, as the console reads them."""
    with bench.database.read() as session:
        [fate] = tracing.states(session, bench.inbox_rows()[0].reporter_id, NOW - timedelta(days=1)).values()
    return fate


async def say(bench: Bench, carrier: Carrier, text: str, *statuses: str) -> None:
    bench.put(text, bench.inbox_rows()[0].reporter_id)
    carrier.wake()
    await until(lambda: [row.status for row in bench.outbox_rows()] == list(statuses))


async def test_after_undeliverable_nothing_is_tried_until_the_person_writes(
    bench: Bench, graph: FakeGraph, carrier: Carrier
) -> None:
    """One call for two answers; the second leaves, once, with the person's next message."""
    graph.script = [undeliverable()]
    await say(bench, carrier, "satu", "failed")
    await say(bench, carrier, "dua", "failed", "parked")
    assert len(graph.calls) == 1
    assert mark_of(bench) == reachability.Unreachable(NOW, 131026)
    await deliver(carrier, webhook(message("saya di sini")))
    await until(lambda: graph.texts() == ["dua"])
    assert mark_of(bench) is None


async def test_the_reason_is_kept_in_metas_words_without_a_number(
    bench: Bench, graph: FakeGraph, carrier: Carrier
) -> None:
    """Code and cleaned words beside the message, for the console; the installation's program hears of it."""
    graph.script = [undeliverable()]
    await say(bench, carrier, "satu", "failed")
    (row,) = bench.outbox_rows()
    assert fate_of(bench) == ("failed", 131026, CLEANED)
    await until(lambda: len(heard) == 1)
    assert heard == [FailedMessage(row.id, row.reporter_id, row.account, 131026, CLEANED)]
    await until(lambda: b'banpol_faults_total{place="whatsapp_failed"} 1.0' in carrier.metrics.page())


async def test_a_failure_that_meta_reports_later_counts_as_well(
    bench: Bench, graph: FakeGraph, carrier: Carrier
) -> None:
    """The status has the reason, the person is marked; the same status again says nothing new."""
    await say(bench, carrier, "satu", "sent")
    (row,) = bench.outbox_rows()
    for _ in range(2):
        await deliver(carrier, webhook(statuses=(failed_status(row.id),)))
    assert fate_of(bench) == ("failed", 131026, CLEANED)
    assert mark_of(bench) == reachability.Unreachable(NOW, 131026)
    await until(lambda: len(heard) == 1)


async def test_who_wrote_after_the_failure_is_not_marked(
    bench: Bench, graph: FakeGraph, carrier: Carrier
) -> None:
    """Meta may take long to give up; the person is there all the same."""
    await say(bench, carrier, "satu", "sent")
    (row,) = bench.outbox_rows()
    late = failed_status(row.id, NOW - timedelta(seconds=30))
    await deliver(carrier, webhook(statuses=(late,)))
    assert mark_of(bench) is None
    assert bench.outbox_rows()[0].status == "failed"


async def test_other_failures_mark_nobody(bench: Bench, graph: FakeGraph, carrier: Carrier) -> None:
    """A message that was blocked says nothing about the next one."""
    await say(bench, carrier, "satu", "sent")
    (row,) = bench.outbox_rows()
    await deliver(carrier, webhook(statuses=(failed_status(row.id, code=131049),)))
    assert mark_of(bench) is None
    await say(bench, carrier, "dua", "failed", "sent")


async def test_an_outcome_follows_the_statuses(bench: Bench, graph: FakeGraph, carrier: Carrier) -> None:
    """Sent, then read, though delivered comes last."""
    await say(bench, carrier, "satu", "sent")
    (row,) = bench.outbox_rows()
    found = []
    for status in ("sent", "read", "delivered"):
        told = {**failed_status(row.id), "status": status, "errors": None}
        await deliver(carrier, webhook(statuses=(told,)))
        found.append(fate_of(bench)[0])
    assert found == ["sent", "read", "read"]


async def test_a_text_waits_for_the_picture_before_it(
    bench: Bench, graph: FakeGraph, carrier: Carrier
) -> None:
    """Meta may carry the small one faster; `delivered` lets it go, and so does the ceiling."""
    picture = {"type": "image", "image": {"link": "https://example.org/peta.png"}}
    reporter_id = bench.inbox_rows()[0].reporter_id
    bench.put("", reporter_id, custom=picture)
    bench.put("Ini petanya.", reporter_id)
    carrier.wake()
    await until(lambda: [row.status for row in bench.outbox_rows()] == ["sent", "sending"])
    assert [body["type"] for body in graph.accepted] == ["image"]
    told = {**failed_status(bench.outbox_rows()[0].id), "status": "delivered", "errors": None}
    await deliver(carrier, webhook(statuses=(told,)))
    await until(lambda: graph.texts() == ["Ini petanya."])
    bench.put("", reporter_id, custom=picture)
    bench.put("Sekali lagi.", reporter_id)
    carrier.wake()
    await until(lambda: [row.status for row in bench.outbox_rows()][2:] == ["sent", "sending"])
    bench.ahead_s += 9
    await until(lambda: graph.texts() == ["Ini petanya.", "Sekali lagi."])
