"""pywa, a client that knows nothing of us, sends through the simulator and reads its webhooks."""

from __future__ import annotations

import json
from typing import Any, AsyncIterator

import httpx
import pytest
from pywa import errors, handlers, types
from pywa_async import WhatsApp

from tests.unit.simulator.conftest import CITIZEN, NUMBER_ID, TOKEN, Stage


class ToSimulator(httpx.AsyncHTTPTransport):
    """Brings what is meant for Meta to the simulator, as a name server in a laboratory would."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = httpx.URL(address)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        port, host = self._address.port, self._address.host
        request.url = request.url.copy_with(scheme="http", host=host, port=port)
        request.headers["Host"] = f"{host}:{port}"
        return await super().handle_async_request(request)


class Client:
    """pywa with everything that it understood, in order."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._read = stage, 0
        self._session = httpx.AsyncClient(transport=ToSimulator(stage.simulator.url))
        self.wa = WhatsApp(
            NUMBER_ID, TOKEN, session=self._session, server=None, app_secret="secret", verify_token="verify"
        )
        self.seen: list[Any] = []
        for kind in (
            handlers.MessageHandler,
            handlers.CallbackButtonHandler,
            handlers.CallbackSelectionHandler,
            handlers.MessageStatusHandler,
        ):
            self.wa.add_handlers(kind(self._keep))

    async def _keep(self, _client: WhatsApp, update: Any) -> None:
        self.seen.append(update)

    async def read(self) -> list[Any]:
        """What has come since the last look; every signature must be right."""
        assert await self._stage.simulator.wait_delivered(5)
        before = len(self.seen)
        hook = self._stage.webhook
        for body, headers in list(zip(hook.bodies, hook.headers, strict=True))[self._read :]:
            signed = headers["X-Hub-Signature-256"]
            assert await self.wa.webhook_update_validator(body, signed) is None
            assert await self.wa.webhook_update_handler(body) == ("ok", 200)
        self._read = len(hook.bodies)
        return self.seen[before:]

    async def close(self) -> None:
        await self._session.aclose()


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[Client]:
    """With the greeting of the citizen already read."""
    made = Client(stage)
    await made.read()
    yield made
    await made.close()


async def test_a_text_arrives_and_its_statuses_come_back(stage: Stage, client: Client) -> None:
    """sent, delivered, read, with the reference that was given."""
    sent = await client.wa.send_message(f"+{CITIZEN}", "kabar", tracker="surat-1")
    assert stage.simulator.phone(CITIZEN).messages()[-1].face.text == "kabar"
    statuses = [update for update in await client.read() if isinstance(update, types.MessageStatus)]
    assert [status.status.value for status in statuses] == ["sent", "delivered", "read"]
    assert {(status.id, status.tracker) for status in statuses} == {(sent.id, "surat-1")}


async def test_a_button_and_a_row_are_tapped(stage: Stage, client: Client) -> None:
    """The id that was sent along comes back with the label."""
    phone = stage.simulator.phone(CITIZEN)
    choice = [types.Button("Ya", "ya"), types.Button("Tidak", "tidak")]
    await client.wa.send_message(f"+{CITIZEN}", "Siap?", footer="Banpol", buttons=choice)
    await phone.send("button", "Tidak")
    [tapped] = [update for update in await client.read() if isinstance(update, types.CallbackButton)]
    assert (tapped.data, tapped.title, tapped.from_user.wa_id) == ("tidak", "Tidak", CITIZEN)
    rows = [types.SectionRow("Pencurian", "curi", "barang diambil"), types.SectionRow("Lain", "lain")]
    listing = types.SectionList("Pilih", [types.Section("Jenis", rows)])
    await client.wa.send_message(f"+{CITIZEN}", "Apa yang terjadi?", buttons=listing)
    await phone.send("list", "Pencurian")
    [chosen] = [update for update in await client.read() if isinstance(update, types.CallbackSelection)]
    assert (chosen.data, chosen.title, chosen.description) == ("curi", "Pencurian", "barang diambil")


async def test_every_message_of_a_phone_is_understood(stage: Stage, client: Client) -> None:
    """Text, place, each kind of file, card, reaction and the question for a place."""
    await client.wa.request_location(f"+{CITIZEN}", "Di mana?")
    phone = stage.simulator.phone(CITIZEN)
    await phone.send("text", "motor saya hilang")
    await phone.send("location", lat=-2.99, lon=104.76, name="Ampera")
    for kind in ("image", "video", "audio", "document", "sticker"):
        await phone.send(kind, "contoh", caption="ini")
    await phone.send("contacts", "Budi", number="0812-0000-0003")
    await phone.send("reaction", "👍")
    messages = [update for update in await client.read() if isinstance(update, types.Message)]
    assert [message.type.value for message in messages] == [
        "text",
        "location",
        "image",
        "video",
        "audio",
        "document",
        "sticker",
        "contacts",
        "reaction",
    ]
    assert messages[0].text == "motor saya hilang"
    assert (messages[1].location.latitude, messages[1].location.name) == (-2.99, "Ampera")
    assert (messages[2].image.mime_type, messages[2].caption) == ("image/jpeg", "ini")
    assert (messages[4].audio.voice, messages[-1].reaction.emoji) == (True, "👍")


async def test_a_file_goes_up_and_comes_down(stage: Stage, client: Client) -> None:
    """What the citizen has sent is fetched, and sent back under a new id."""
    phone = stage.simulator.phone(CITIZEN)
    await phone.send("image", "bukti")
    [message] = [update for update in await client.read() if isinstance(update, types.Message)]
    content = await message.image.get_bytes()
    assert content.startswith(b"\xff\xd8")
    await client.wa.send_image(f"+{CITIZEN}", content, caption="ini", mime_type="image/jpeg")
    last = phone.messages()[-1].face
    assert (last.type, last.text, last.mime_type) == ("image", "ini", "image/jpeg")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (190, errors.ExpiredAccessToken),
        (368, errors.TemporarilyBlocked),
        (131031, errors.AccountLocked),
        (131056, errors.TooManyMessages),
        (130429, errors.RateLimitHit),
        (4, errors.ToManyAPICalls),
    ],
)
async def test_a_refusal_is_recognised(
    stage: Stage, client: Client, code: int, kind: type[errors.WhatsAppError]
) -> None:
    """As the error that pywa has for this code."""
    await stage.ask("POST", "/sim/faults", json={"kind": "refuse", "code": code})
    with pytest.raises(kind):
        await client.wa.send_message(f"+{CITIZEN}", "kabar")


async def test_a_closed_window_is_recognised(stage: Stage, client: Client) -> None:
    """Accepted, and failed later; pywa reads the error only, since it wants a contact in every status."""
    stage.clock.advance(25 * 3600)
    await client.wa.send_message(f"+{CITIZEN}", "kabar")
    assert await stage.simulator.wait_delivered(5)
    value = json.loads(stage.webhook.bodies[-1])["entry"][0]["changes"][0]["value"]
    error = errors.WhatsAppError.from_dict(error=value["statuses"][0]["errors"][0])
    assert isinstance(error, errors.ReEngagementMessage)


async def test_the_handshake_is_recognised(client: Client) -> None:
    """The right token only."""
    assert await client.wa.webhook_challenge_handler("verify", "42") == ("42", 200)
    assert (await client.wa.webhook_challenge_handler("lain", "42"))[1] == 403
