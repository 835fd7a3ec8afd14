"""Rates on the clock; webhooks that overtake each other or share an envelope; an answer that never comes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from banpol.clock import ManualClock
from banpol.simulator.faults import accept_then_timeout, batch, reorder
from banpol.simulator.graph_errors import GraphError
from banpol.simulator.rates import Rates
from tests.unit.simulator.conftest import CITIZEN, START, Stage, Webhook

TEXT = {"type": "text", "text": {"body": "kabar"}}


def changes(webhook: Webhook) -> list[list[str]]:
    """The texts of the messages in each body that arrived."""
    return [
        [m["text"]["body"] for c in json.loads(body)["entry"][0]["changes"] for m in c["value"]["messages"]]
        for body in webhook.bodies
    ]


def code_of(rates: Rates, person: str) -> int:
    """0 when it is let pass."""
    try:
        rates.take(person)
    except GraphError as error:
        return error.code
    return 0


def test_45_at_once_and_then_one_in_six_seconds() -> None:
    """131056 until a debt is paid; another person is not affected, and a refusal costs nothing."""
    clock = ManualClock(START)
    rates = Rates(clock, on=True)
    assert [code_of(rates, "a") for _ in range(47)] == [0] * 45 + [131056] * 2
    assert code_of(rates, "b") == 0
    clock.advance(5.9)
    assert code_of(rates, "a") == 131056
    clock.advance(0.1)
    assert [code_of(rates, "a"), code_of(rates, "a")] == [0, 131056]


def test_80_a_second_in_all() -> None:
    """130429 for everybody, and free again a second later."""
    clock = ManualClock(START)
    rates = Rates(clock, on=True)
    assert [code_of(rates, str(n)) for n in range(81)] == [0] * 80 + [130429]
    clock.advance(1)
    assert [code_of(rates, str(n)) for n in range(81)] == [0] * 80 + [130429]


async def test_rates_are_off_unless_wanted(stage: Stage) -> None:
    """And then a refused message reaches nobody."""
    for _ in range(46):
        assert (await stage.send(TEXT))[0] == 200
    stage.simulator.state.rates.on = True
    answers = [await stage.send(TEXT) for _ in range(46)]
    assert [status for status, _ in answers] == [200] * 45 + [400]
    assert answers[-1][1]["error"]["code"] == 131056
    assert len(stage.simulator.phone(CITIZEN).messages()) == 1 + 46 + 45


async def test_the_next_one_overtakes(stage: Stage) -> None:
    """Both arrive once."""
    stage.simulator.state.faults[:] = [reorder(times=1)]
    phone = stage.simulator.phone(CITIZEN)
    for word in ("satu", "dua", "tiga"):
        await phone.send("text", word)
    assert await stage.simulator.wait_delivered(5)
    assert changes(stage.webhook)[1:] == [["dua"], ["satu"], ["tiga"]]


async def test_several_share_an_envelope_and_are_repeated_together(stage: Stage) -> None:
    """With the same bytes; every tick follows."""
    stage.simulator.state.faults[:] = [batch(3, times=1)]
    stage.webhook.answers = [503]
    phone = stage.simulator.phone(CITIZEN)
    for word in ("satu", "dua", "tiga", "empat"):
        await phone.send("text", word)
    await _until(lambda: len(stage.webhook.bodies) == 2)
    stage.clock.advance(1)
    stage.simulator.wake()
    assert await stage.simulator.wait_delivered(5)
    assert changes(stage.webhook)[1:] == [["satu", "dua", "tiga"]] * 2 + [["empat"]]
    assert stage.webhook.bodies[1] == stage.webhook.bodies[2]
    assert {message.status for message in phone.messages()} == {"delivered"}


@pytest.mark.parametrize("fault", [reorder(5, times=1), batch(3, 5, times=1)], ids=["reorder", "batch"])
async def test_one_that_stays_alone_goes_out_when_its_seconds_are_over(stage: Stage, fault: Any) -> None:
    """Nothing waits for ever for company."""
    stage.simulator.state.faults[:] = [fault]
    await stage.simulator.phone(CITIZEN).send("text", "sendiri")
    assert not await stage.simulator.wait_delivered(0.3)
    stage.clock.advance(5)
    stage.simulator.wake()
    assert await stage.simulator.wait_delivered(5)
    assert changes(stage.webhook)[1:] == [["sendiri"]]


async def test_a_message_is_accepted_and_the_answer_never_comes(stage: Stage) -> None:
    """The phone has it all the same; the next one is answered."""
    stage.simulator.state.send_faults.append(accept_then_timeout(30, times=1))
    with pytest.raises(asyncio.TimeoutError):
        async with stage.session.request(
            "POST",
            f"{stage.simulator.url}/v23.0/100000000000001/messages",
            json={"messaging_product": "whatsapp", "to": f"+{CITIZEN}", **TEXT},
            headers={"Authorization": "Bearer token"},
            timeout=aiohttp.ClientTimeout(total=0.3),
        ):
            pass
    assert [message.face.text for message in stage.simulator.phone(CITIZEN).messages()] == ["halo", "kabar"]
    assert (await stage.send(TEXT))[0] == 200


async def test_all_of_them_can_be_ordered(stage: Stage) -> None:
    """By other programs, with their numbers."""
    for order in (
        {"kind": "reorder", "seconds": 3},
        {"kind": "batch", "size": 4, "seconds": 2},
        {"kind": "accept_then_timeout", "seconds": 1},
    ):
        status, made = await stage.ask("POST", "/sim/faults", json=order)
        assert (status, {key: made[key] for key in order}) == (201, order)


async def _until(true: Any, seconds: float = 5.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen in time")
