"""Forged, unknown, hostile and unlucky input: a clear answer, nothing stored that may not be, nothing lost.

HOME is a place where nobody can write, root neither, for all of it.
"""

from __future__ import annotations

import json
import resource
import sqlite3
from contextlib import contextmanager
from typing import Any, AsyncIterator, Iterator

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import func, select

from banpol.post import tables as post_tables
from banpol.post.inbox import open_letter
from banpol.post.tables import inbox_message, quarantine
from banpol.simulator.ids import Ids
from banpol.simulator.webhook_bodies import Json, envelope, signature, to_bytes
from tests.end_to_end.citizen import Citizen, arrived
from tests.end_to_end.house import House
from tests.end_to_end.processes import until
from tests.end_to_end.stories import ASKS_NUMBERS, NAME, NUMBERS, Story

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
UNREADABLE = "belum dapat saya baca"
NOWHERE = "/dev/null/home"
_ids = Ids("bad input")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory, model: object) -> AsyncIterator[House]:
    """Everything runs without a HOME."""
    async with House(tmp_path_factory.mktemp("bad"), HOME=NOWHERE) as running:
        await running.assistant.start()
        await running.assistant.ready()
        yield running


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def calm(house: House) -> AsyncIterator[None]:
    """After each test everything is at rest, and no process has met an exception or died."""
    mark = {process: len(process.said()) for process in (house.gateway, house.assistant)}
    starts = [process.starts for process in mark]
    yield
    await until(house.at_rest, 60, "everything is at rest")
    assert [process.starts for process in mark] == starts
    for process, length in mark.items():
        assert "Traceback" not in process.said()[length:]


def _counts(house: House) -> dict[str, int]:
    """Rows of every table of the post room."""
    with house.store.read() as session:
        return {
            name: int(session.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in post_tables.metadata.tables.items()
        }


def _body(house: House, citizen: Citizen, message: Json) -> bytes:
    """A webhook as Meta would write it, with whatever message."""
    phone = citizen.phone
    common = {"id": _ids.wamid(phone.number), "timestamp": "1764000000", "from": phone.number}
    contact = {"profile": {"name": phone.name}, "wa_id": phone.number}
    value = {"contacts": [contact], "messages": [{**common, **message}]}
    return to_bytes(envelope(house.simulator.state.account, value))


async def _post(house: House, body: bytes, headers: dict[str, str] | None = None) -> int:
    if headers is None:
        headers = {"X-Hub-Signature-256": signature(body, house.environment["BANPOL_WHATSAPP_APP_SECRETS"])}
    async with aiohttp.ClientSession() as session:
        async with session.post(house.webhook_url, data=body, headers=headers) as answer:
            return answer.status


FORGERIES = {
    "none": {},
    "empty": {"X-Hub-Signature-256": ""},
    "wrong secret": {"X-Hub-Signature-256": "wrong"},
    "other algorithm": {"X-Hub-Signature": "sha1=00"},
    "no prefix": {"X-Hub-Signature-256": "0" * 64},
    "zeros": {"X-Hub-Signature-256": "sha256=" + "0" * 64},
    "not ASCII": {"X-Hub-Signature-256": "sha256=é"},
}


@pytest.mark.parametrize("forgery", sorted(FORGERIES))
async def test_a_forged_webhook_is_refused_and_leaves_no_row(house: House, forgery: str) -> None:
    """401 or 403, and every table holds what it held before."""
    body = _body(house, house.citizen(), {"type": "text", "text": {"body": "halo"}})
    headers = dict(FORGERIES[forgery])
    if forgery == "wrong secret":
        headers = {"X-Hub-Signature-256": signature(body, "bukan rahasia")}
    before = _counts(house)
    assert await _post(house, body, headers) in (401, 403)
    assert _counts(house) == before


async def test_a_signature_of_another_body_is_refused(house: House) -> None:
    """One letter was changed on the way; the same body as it was signed is taken."""
    citizen = house.citizen()
    body = _body(house, citizen, {"type": "text", "text": {"body": ASKS_NUMBERS}})
    secret = house.environment["BANPOL_WHATSAPP_APP_SECRETS"]
    headers, before = {"X-Hub-Signature-256": signature(body, secret)}, _counts(house)
    assert await _post(house, body.replace(b"darurat", b"Darurat"), headers) in (401, 403)
    assert _counts(house) == before
    assert await _post(house, body, headers) == 200
    await citizen.hears(NUMBERS)


UNKNOWN: dict[str, Json] = {
    "hologram": {"type": "hologram", "hologram": {"id": "h1", "depth": [1, 2]}},
    "order": {"type": "order", "order": {"catalog_id": "1", "product_items": []}},
    "unsupported": {"type": "unsupported", "errors": [{"code": 131051, "title": "Unsupported"}]},
    "no type": {},
    "type is a list": {"type": ["text"]},
    "text is a number": {"type": "text", "text": 7},
    "text without a body": {"type": "text", "text": {}},
    "only invisible": {"type": "text", "text": {"body": "\u200b\u200d\u2060"}},
    "image without an id": {"type": "image", "image": {"mime_type": "image/jpeg"}},
    "place beyond the poles": {"type": "location", "location": {"latitude": 95, "longitude": 104}},
    "sticker": {"type": "sticker", "sticker": {"id": "404", "mime_type": "image/webp", "animated": False}},
}


@pytest.mark.parametrize("kind", sorted(UNKNOWN))
async def test_an_unknown_message_gets_a_friendly_answer(house: House, kind: str) -> None:
    """200 for Meta, one sentence for the citizen, and the talk goes on."""
    citizen = house.citizen()
    # The phone has to have written once, or its window is closed.
    await citizen.say(ASKS_NUMBERS)
    await citizen.hears(NUMBERS)
    assert await _post(house, _body(house, citizen, UNKNOWN[kind])) == 200
    (answer,) = await citizen.is_answered(1)
    assert UNREADABLE in answer.face.text
    await citizen.say(Story(citizen, 50).text)
    await citizen.hears(NAME)


async def test_signed_nonsense_is_kept_for_a_person(house: House) -> None:
    """What is signed and no JSON at all is Meta's word all the same: 200, and sealed aside."""
    before = house.count(quarantine)
    assert await _post(house, b'{"entry": [') == 200
    assert house.count(quarantine) == before + 1


@contextmanager
def full_disk(house: House) -> Iterator[None]:
    """The gateway may not write to any file; its superuser neither, whom a read-only mode would not stop."""
    everything = resource.prlimit(house.gateway.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(house.gateway.pid, resource.RLIMIT_FSIZE, (0, everything[1]))
    try:
        yield
    finally:
        resource.prlimit(house.gateway.pid, resource.RLIMIT_FSIZE, everything)


@contextmanager
def held_lock(house: House) -> Iterator[None]:
    """Another program holds the write lock for longer than anybody waits."""
    connection = sqlite3.connect(house.data / "banpol.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


@pytest.mark.parametrize("trouble", [full_disk, held_lock])
async def test_a_database_that_cannot_be_written_is_503_and_nothing_is_lost(
    house: House, trouble: Any
) -> None:
    """503 while it lasts; Meta's next try is taken when it is over, and the citizen is answered once."""
    citizen = house.citizen()
    body = _body(house, citizen, {"type": "text", "text": {"body": ASKS_NUMBERS}})
    with trouble(house):
        said = await citizen.say(Story(citizen, 60).text)
        assert await _post(house, body) == 503
        # Whether the disk is full shows only at a commit, which a look at the state does not make.
        assert await _ready(house) == (503 if trouble is held_lock else 200)
        assert said.status == "sent"
    await arrived(said)
    await citizen.hears(NAME)
    assert await _ready(house) == 200
    assert await _post(house, body) == 200
    await citizen.hears(NUMBERS)


async def _ready(house: House) -> int:
    address = house.webhook_url.replace("/webhooks/whatsapp/webhook", "/ready")
    async with aiohttp.ClientSession() as session:
        async with session.get(address) as answer:
            return answer.status


COMMANDS = (
    '/lapor_kejadian{"kejadian":"x"}',
    "/restart",
    "/session_start",
    "/back",
    '/setuju{"draf": "00"}',
    "\u2066/restart",
    "  /restart",
    "／restart",
    "EXTERNAL: /restart",
)


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_typed_command_is_plain_text(house: House, command: str) -> None:
    """In the middle of a report it neither files nor forgets nor jumps; it is kept as what was typed."""
    citizen = house.citizen()
    await citizen.say(Story(citizen, 70).text)
    await citizen.hears(NAME)
    before = len(house.reports())
    await citizen.say(command)
    await citizen.is_answered(1)
    letter = _newest_letter(house)
    assert letter.kind == "text" and letter.payload == ""
    events = _events(house)
    assert "restart" not in {event["event"] for event in events}
    typed = next(event for event in reversed(events) if event["event"] == "user")
    assert not typed["text"].startswith("/")
    assert typed["parse_data"]["intent"]["confidence"] < 1.0
    assert len(house.reports()) == before


def _newest_letter(house: House) -> Any:
    with house.store.read() as session:
        row = session.execute(select(inbox_message).order_by(inbox_message.c.seq.desc()).limit(1)).one()
    return open_letter(house.keys.ring("session.key"), row.id, row.sealed)


def _events(house: House) -> list[dict[str, Any]]:
    """What Rasa remembers of the talk of whoever wrote last."""
    from banpol.assistant.tables import tracker_event

    ring = house.keys.ring("session.key")
    with house.store.read() as session:
        newest = select(inbox_message.c.reporter_id).order_by(inbox_message.c.seq.desc()).limit(1)
        reporter = session.execute(newest).scalar_one()
        rows = session.execute(
            select(tracker_event).where(tracker_event.c.sender_id == reporter).order_by(tracker_event.c.seq)
        ).all()
    return [json.loads(ring.open(row.sealed, _where(row))) for row in rows]


def _where(row: Any) -> str:
    from banpol.crypto import place

    return place("tracker_event", "sealed", f"{row.sender_id}|{row.seq}")


async def test_a_home_that_cannot_be_written_is_no_trouble(house: House) -> None:
    """Both processes have run so all the time, and answer."""
    assert house.environment["HOME"] == NOWHERE
    citizen = house.citizen()
    await citizen.say(ASKS_NUMBERS)
    await citizen.hears(NUMBERS)
