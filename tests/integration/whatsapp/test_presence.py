"""Blue ticks and "typing …" from arrival to answer; the token is looked after before a citizen notices."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import AsyncIterator

import pytest
from sqlalchemy import update

from banpol.post.tables import inbox_message
from banpol.whatsapp.carrier import Carrier
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.keeping import Arrived
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.presence import BURST, MOST_KEPT, Presence
from tests.integration.whatsapp.bench import (
    ACCOUNT,
    Bench,
    FakeGraph,
    message,
    settings,
    signed,
    until,
    webhook,
)


@pytest.fixture
async def carrier(bench: Bench, graph: FakeGraph) -> AsyncIterator[Carrier]:
    """A whole carrier before a stand-in for Meta."""
    running = Carrier(bench.setup(graph.url))
    await running.start()
    yield running
    await running.stop()


async def _deliver(carrier: Carrier, body: bytes) -> None:
    assert (await carrier.receive(signed(body), body)).status == 200


async def test_a_message_is_marked_as_read_with_typing(carrier: Carrier, graph: FakeGraph) -> None:
    """By Meta's own id, on the number that was written to; a repeated webhook marks nothing again."""
    body = webhook(message("halo", "wamid.A"))
    await _deliver(carrier, body)
    await until(lambda: graph.receipts)
    await _deliver(carrier, body)
    await asyncio.sleep(0.1)
    assert graph.receipts == [
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.A",
            "typing_indicator": {"type": "text"},
        }
    ]


async def test_failing_receipts_cost_nothing(carrier: Carrier, bench: Bench, graph: FakeGraph) -> None:
    """The message is stored and the answer leaves as if nothing had happened."""
    graph.receipt_status = 500
    await _deliver(carrier, webhook(message("halo")))
    await until(lambda: graph.receipts)
    bench.put("Halo.", bench.inbox_rows()[0].reporter_id)
    carrier.wake()
    await until(lambda: graph.texts() == ["Halo."])
    assert (await carrier.readiness()).ready


async def test_typing_is_renewed_until_the_answer(bench: Bench, graph: FakeGraph) -> None:
    """As long as the message waits, before the 25 seconds are over; afterwards no more."""
    with_row = webhook(message("halo", "wamid.B"))
    carrier = Carrier(replace(bench.setup(), settings=replace(settings(graph.url), typing=False)))
    await carrier.start()
    await _deliver(carrier, with_row)
    client = GraphClient(settings(graph.url))
    presence = Presence(bench.parts, client, Metrics())
    presence.start()
    presence.arrived([Arrived(bench.inbox_rows()[0].reporter_id, ACCOUNT, "wamid.B")])
    await until(lambda: len(graph.receipts) == 1)
    for times in (2, 3):
        bench.ahead_s += 21
        await until(lambda wanted=times: len(graph.receipts) == wanted)
    with bench.database.write() as session:
        session.execute(update(inbox_message).values(status="done"))
    bench.ahead_s += 21
    await until(lambda: not presence._shown)
    assert len(graph.receipts) == 3
    for part in (presence, carrier):
        await part.stop()
    await client.close()


async def test_a_flood_goes_without_but_everything_is_stored(bench: Bench) -> None:
    """Receipts must not make webhooks wait: a burst is marked, then so many a second, and never too many."""
    client = GraphClient(settings())
    presence = Presence(bench.parts, client, Metrics())
    arrived = [Arrived(f"r{number}", ACCOUNT, "wamid.C") for number in range(1000)]
    presence.arrived(arrived[:500])
    assert BURST <= len(presence._shown) < 2 * BURST
    for number in range(100):
        bench.ahead_s += 10
        presence.arrived(arrived[10 * number :][:10])
    assert len(presence._shown) == MOST_KEPT
    await client.close()


async def test_a_revoked_token_flips_readiness_before_anything_is_sent(
    carrier: Carrier, graph: FakeGraph
) -> None:
    """GET of our own number is refused: not ready; good again: ready again."""

    async def ready(wanted: bool, account: str) -> bool:
        carrier.ask_meta()
        state = await carrier.readiness()
        return (state.ready, state.account) == (wanted, account)

    await until(lambda: ready(True, "ok"))
    graph.revoked = True
    await until(lambda: ready(False, "refused"))
    graph.revoked = False
    await until(lambda: ready(True, "ok"))


async def test_meta_out_of_reach_says_nothing_about_the_token(bench: Bench) -> None:
    """A cable pulled out is no revoked token."""
    running = Carrier(bench.setup())
    await running.start()
    await asyncio.sleep(0.2)
    assert (await running.readiness()).account == "unknown"
    await running.stop()
