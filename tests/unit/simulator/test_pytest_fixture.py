"""The fixture for other projects, recordings posted once more, the transcript."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import AsyncIterator

import aiohttp
import pytest

from banpol.simulator.pytest_fixture import SimulatorUnderTest, wa_sim  # noqa: F401  # how a project takes it
from tests.unit.simulator.conftest import CITIZEN, Stage, Webhook

# Spaces and a bare umlaut: nobody may write this JSON anew on its way.
RECORDED = '{ "object": "whatsapp_business_account", "entry": [], "x": "Müller" }'.encode()


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    """The webhook of some other project."""
    listening = Webhook()
    await listening.start()
    yield listening
    await listening.stop()


async def test_a_project_needs_nothing_but_the_fixture(
    wa_sim: SimulatorUnderTest,  # noqa: F811
    webhook: Webhook,
) -> None:
    """A phone writes, the project answers, the window closes when the clock says so."""
    wa_sim.aim(webhook.url)
    phone = wa_sim.phone("0812-0000-0001", "Siti")
    await phone.send("text", "halo")
    assert await wa_sim.wait_delivered(5)
    assert len(webhook.bodies) == 1
    address = f"{wa_sim.url}/v23.0/{wa_sim.phone_number_id}/messages"
    body = {"messaging_product": "whatsapp", "to": f"+{CITIZEN}", "text": {"body": "kabar"}}
    headers = {"Authorization": f"Bearer {wa_sim.access_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for _ in range(2):
            async with session.post(address, json=body) as answer:
                assert answer.status == 200
            wa_sim.pass_time(25 * 3600)
    [told] = wa_sim.transcript()
    assert [message["status"] for message in told["messages"]] == ["delivered", "read", "failed"]
    assert told["billable"] == phone.billable == 1


async def test_a_recording_keeps_its_bytes_and_gets_our_signature(
    wa_sim: SimulatorUnderTest,  # noqa: F811
    webhook: Webhook,
) -> None:
    """Also the status that the webhook gave is told, and 0 where nobody listens."""
    wa_sim.aim(webhook.url)
    webhook.answers = [503]
    assert [await wa_sim.replay(RECORDED), await wa_sim.replay({"entry": "é/"})] == [503, 200]
    assert webhook.bodies == [RECORDED, b'{"entry":"\\u00e9\\/"}']
    expected = hmac.new(wa_sim.app_secret.encode(), RECORDED, hashlib.sha256).hexdigest()
    assert webhook.headers[0]["X-Hub-Signature-256"] == f"sha256={expected}"
    wa_sim.aim("http://127.0.0.1:9/")
    assert await wa_sim.replay(RECORDED) == 0


async def test_other_programs_replay_and_export_too(stage: Stage) -> None:
    """A body that is no JSON is refused before anything is posted."""
    address, headers = f"{stage.simulator.url}/sim/replay", {"Content-Type": "application/json"}
    async with stage.session.post(address, data=RECORDED, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (200, {"status": 200})
    async with stage.session.post(address, data=b"{", headers=headers) as answer:
        assert answer.status == 400
    assert stage.webhook.bodies[1:] == [RECORDED]
    async with stage.session.get(f"{stage.simulator.url}/sim/transcript") as answer:
        assert "percakapan.json" in answer.headers["Content-Disposition"]
        told = json.loads(await answer.read())["phones"]
    assert [message["text"] for message in told[0]["messages"]] == ["halo"]
