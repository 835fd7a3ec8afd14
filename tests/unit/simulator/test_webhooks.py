"""Webhooks: their bytes, their order, their repetitions, the window, the faults."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest

from banpol.clock import SystemClock
from banpol.simulator.courier import LONGEST_PAUSE, pause_after
from banpol.simulator.faults import delay, drop_answer, duplicate, refuse_sending
from banpol.simulator.simulator import Simulator, SimulatorProblem
from tests.unit.simulator.conftest import CITIZEN, NUMBER_ID, Stage, Webhook

TEXT = {"type": "text", "text": {"body": "kabar"}}


def values(webhook: Webhook) -> list[dict[str, Any]]:
    return [json.loads(body)["entry"][0]["changes"][0]["value"] for body in webhook.bodies]


def statuses(webhook: Webhook) -> list[dict[str, Any]]:
    return [status for value in values(webhook) for status in value.get("statuses", [])]


def messages(webhook: Webhook) -> list[dict[str, Any]]:
    return [message for value in values(webhook) for message in value.get("messages", [])]


async def test_the_signature_is_over_the_very_bytes_and_those_are_escaped(stage: Stage) -> None:
    """Characters above U+007F and slashes are escaped, so re-serialised JSON has another signature."""
    await stage.simulator.phone(CITIZEN).send("text", "Café 😀 a/b")
    await stage.simulator.wait_delivered(5)
    body, headers = stage.webhook.bodies[-1], stage.webhook.headers[-1]
    expected = hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={expected}"
    assert b"Caf\\u00e9 \\ud83d\\ude00 a\\/b" in body
    assert json.dumps(json.loads(body)).encode() != body
    assert messages(stage.webhook)[-1]["text"]["body"] == "Café 😀 a/b"


async def test_a_message_has_metas_envelope(stage: Stage) -> None:
    """Who, to whom, when, and the person behind the number."""
    document = json.loads(stage.webhook.bodies[0])
    assert document["object"] == "whatsapp_business_account"
    value = document["entry"][0]["changes"][0]["value"]
    assert value["metadata"]["phone_number_id"] == NUMBER_ID
    [contact], [message] = value["contacts"], value["messages"]
    assert contact["profile"]["name"] == "Siti" and contact["wa_id"] == message["from"] == CITIZEN
    assert contact["user_id"] == message["from_user_id"]
    assert message["timestamp"] == str(int(stage.clock.now().timestamp()))


async def test_a_person_without_number_is_known_by_user_id_only(stage: Stage) -> None:
    """And can be written to by it."""
    phone = stage.simulator.phone("0812-0000-0002", "Rahasia", hide_number=True)
    await phone.send("text", "halo")
    status, answer = await stage.send({"to": None, "recipient": phone.user_id, **TEXT})
    await stage.simulator.wait_delivered(5)
    assert (status, answer["contacts"][0]) == (200, {"input": phone.user_id, "user_id": phone.user_id})
    assert "6281200000002" not in b"".join(stage.webhook.bodies[1:]).decode()
    assert phone.messages()[-1].face.text == "kabar"


async def test_statuses_come_in_order_and_carry_our_reference(stage: Stage) -> None:
    """sent, delivered, read."""
    await stage.send({**TEXT, "biz_opaque_callback_data": "surat-1"})
    await stage.simulator.wait_delivered(5)
    assert [status["status"] for status in statuses(stage.webhook)] == ["sent", "delivered", "read"]
    assert {status["biz_opaque_callback_data"] for status in statuses(stage.webhook)} == {"surat-1"}


@pytest.mark.parametrize(("hours", "arrives"), [(23.99, True), (24, False)])
async def test_after_24_hours_a_message_is_accepted_and_fails(
    stage: Stage, hours: float, arrives: bool
) -> None:
    """200 with an id, then the status failed with 131047; the phone does not show it."""
    stage.clock.advance(hours * 3600)
    status, _ = await stage.send(TEXT)
    await stage.simulator.wait_delivered(5)
    assert status == 200
    last = statuses(stage.webhook)[-1]
    if arrives:
        assert last["status"] == "read"
    else:
        assert (last["status"], last["errors"][0]["code"]) == ("failed", 131047)
        assert "contacts" not in values(stage.webhook)[-1]


async def test_a_template_arrives_outside_the_window_and_its_button_can_be_tapped(stage: Stage) -> None:
    """The quick reply comes back as a button message."""
    stage.clock.advance(48 * 3600)
    values_ = [{"type": "text", "text": "BP-1"}, {"type": "text", "text": "selesai"}]
    template = {"name": "laporan_status", "language": {"code": "id"}}
    components = [{"type": "body", "parameters": values_}]
    await stage.send({"type": "template", "template": {**template, "components": components}})
    phone = stage.simulator.phone(CITIZEN)
    assert "BP-1: selesai" in phone.messages()[-1].face.text
    await phone.send("button", "lihat")
    await stage.simulator.wait_delivered(5)
    assert messages(stage.webhook)[-1]["button"] == {"payload": "Lihat", "text": "Lihat"}


async def test_nobody_has_this_number(stage: Stage) -> None:
    """Accepted, then failed with 131026; so is a number without its plus sign."""
    for to in ("+6281299999999", CITIZEN):
        status, _ = await stage.send({**TEXT, "to": to})
        assert status == 200
    await stage.simulator.wait_delivered(5)
    assert [status["errors"][0]["code"] for status in statuses(stage.webhook)] == [131026, 131026]


async def test_a_webhook_is_repeated_with_the_same_bytes_until_it_says_200(stage: Stage) -> None:
    """At 1, 3, 7 seconds of the clock, and what is behind it waits."""
    stage.webhook.answers = [503, 500, 302]
    phone = stage.simulator.phone(CITIZEN)
    await phone.send("text", "satu")
    await phone.send("text", "dua")
    for attempts, seconds in ((2, 1), (3, 2), (4, 4)):
        await _until(lambda attempts=attempts: len(stage.webhook.bodies) == attempts)
        assert stage.simulator.undelivered == 2
        await asyncio.sleep(0.3)
        assert len(stage.webhook.bodies) == attempts, "not before its time"
        stage.clock.advance(seconds)
        stage.simulator.wake()
    assert await stage.simulator.wait_delivered(5)
    assert len(set(stage.webhook.bodies[1:5])) == 1
    assert [message["text"]["body"] for message in messages(stage.webhook)[4:]] == ["satu", "dua"]
    assert [message.status for message in phone.messages()] == ["delivered"] * 3


async def test_after_seven_days_a_webhook_is_given_up(stage: Stage) -> None:
    """It is counted as lost, and the next one gets its turn."""
    stage.webhook.answers = [500, 500]
    phone = stage.simulator.phone(CITIZEN)
    await phone.send("text", "satu")
    await _until(lambda: len(stage.webhook.bodies) == 2)
    stage.clock.advance(timedelta(days=7).total_seconds())
    stage.simulator.wake()
    assert await stage.simulator.wait_delivered(5)
    assert stage.simulator.state.courier.lost == 1
    assert phone.messages()[-1].status == "sent"
    await phone.send("text", "dua")
    assert await stage.simulator.wait_delivered(5)
    assert phone.messages()[-1].status == "delivered"


def test_pauses_double_and_stay_at_six_hours() -> None:
    """1, 2, 4… seconds."""
    pauses = [pause_after(attempts).total_seconds() for attempts in range(1, 5)]
    assert pauses == [1, 2, 4, 8]
    assert pause_after(500) == LONGEST_PAUSE


async def test_a_webhook_that_opens_later_still_gets_everything(stage: Stage) -> None:
    """Nothing listens at first."""
    address = stage.simulator.state.courier.webhook_url
    stage.simulator.aim("http://127.0.0.1:9/webhook")
    await stage.simulator.phone(CITIZEN).send("text", "masih pagi")
    assert not await stage.simulator.wait_delivered(0.2)
    stage.clock.advance(1)
    stage.simulator.aim(address)
    assert await stage.simulator.wait_delivered(5)
    assert messages(stage.webhook)[-1]["text"]["body"] == "masih pagi"


async def test_the_handshake_wants_the_challenge_back(stage: Stage) -> None:
    """A wrong verify token is no answer."""
    assert await stage.simulator.subscribe()
    stage.simulator.aim(stage.simulator.url + "/ready")
    assert not await stage.simulator.subscribe()


async def test_duplicate_and_drop_send_the_same_message_again(stage: Stage) -> None:
    """Both copies have one id."""
    phone = stage.simulator.phone(CITIZEN)
    stage.simulator.state.faults[:] = [duplicate(3, times=1)]
    await phone.send("text", "tiga")
    await stage.simulator.wait_delivered(5)
    stage.simulator.state.faults[:] = [drop_answer(times=1)]
    await phone.send("text", "dua")
    await _until(lambda: len(stage.webhook.bodies) == 5)
    stage.clock.advance(1)
    stage.simulator.wake()
    await stage.simulator.wait_delivered(5)
    assert [message["text"]["body"] for message in messages(stage.webhook)[1:]] == ["tiga"] * 3 + ["dua"] * 2
    assert len({message["id"] for message in messages(stage.webhook)}) == 3


async def test_a_delayed_webhook_waits_on_the_clock(stage: Stage) -> None:
    """Not before its seconds have passed."""
    stage.simulator.state.faults[:] = [delay(60, times=1)]
    await stage.simulator.phone(CITIZEN).send("text", "nanti")
    assert not await stage.simulator.wait_delivered(0.3)
    stage.clock.advance(60)
    stage.simulator.wake()
    assert await stage.simulator.wait_delivered(5)


async def test_a_refused_request_to_send_reaches_nobody(stage: Stage) -> None:
    """With code, status and Retry-After as ordered, as often as ordered."""
    stage.simulator.state.send_faults.append(refuse_sending(130429, status=429, times=1, retry_after=7))
    headers = {"Authorization": "Bearer token"}
    body = {"messaging_product": "whatsapp", "to": f"+{CITIZEN}", **TEXT}
    address = f"{stage.simulator.url}/v23.0/{NUMBER_ID}/messages"
    async with stage.session.post(address, json=body, headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert len(stage.simulator.phone(CITIZEN).messages()) == 1
    assert (await stage.send(TEXT))[0] == 200


async def test_the_same_seed_gives_the_same_ids() -> None:
    """And another seed others; the person behind a number stays the same."""
    facts = {"app_secret": "s", "verify_token": "v", "access_token": "t", "phone_number_id": "1"}
    made = [Simulator(**facts, clock=SystemClock(), seed=seed) for seed in (1, 1, 2)]
    phones = [simulator.phone(CITIZEN) for simulator in made]
    ids = [(await phone.send("text", "halo")).id for phone in phones]
    assert ids[0] == ids[1] != ids[2]
    assert len({phone.user_id for phone in phones}) == 1


async def test_a_taken_port_is_told_in_a_sentence(stage: Stage) -> None:
    """Not in a traceback."""
    port = int(stage.simulator.url.rsplit(":", 1)[1])
    facts = {"app_secret": "s", "verify_token": "v", "access_token": "t", "phone_number_id": "1"}
    with pytest.raises(SimulatorProblem, match="cannot listen on"):
        await Simulator(**facts, clock=SystemClock(), port=port).start()


async def _until(true: Any, seconds: float = 5.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen in time")
