"""Every type both ways: what our phones send passes the gateway's parser, all we may send is taken."""

from __future__ import annotations

from typing import Any

import pytest

from banpol.clock import ManualClock
from banpol.simulator.account import Account
from banpol.simulator.ids import Ids
from banpol.simulator.media import SENDABLE, UPLOAD_LIFE, MediaStore
from banpol.simulator.outgoing_rules import OutgoingRules
from banpol.simulator.rules_interactive import MEDIA_HEADERS
from banpol.whatsapp.payloads import parse
from tests.unit.simulator.conftest import CITIZEN, NUMBER_ID, START, Stage
from tests.unit.simulator.test_outgoing_rules import ACCEPTED, LINK, buttons

# A turn on a phone → the type in the webhook, and facts that the parser must find in it.
TURNS: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "text": ({"type": "text", "content": "motor saya hilang"}, "text", {"text": "motor saya hilang"}),
    "image": ({"type": "image", "content": "x", "caption": "bukti"}, "image", {"text": "bukti"}),
    "video": ({"type": "video", "content": "x"}, "video", {}),
    "voice note": ({"type": "audio", "content": "x"}, "audio", {}),
    "sound file": ({"type": "audio", "content": "x", "voice": False}, "audio", {}),
    "document": ({"type": "document", "content": "x", "name": "a.pdf"}, "document", {}),
    "sticker": ({"type": "sticker", "content": "x"}, "sticker", {}),
    "place": (
        {"type": "location", "lat": -2.99, "lon": 104.76},
        "location",
        {"latitude": -2.99, "longitude": 104.76},
    ),
    "contact card": ({"type": "contacts", "content": "Budi", "number": "0812-0000-0003"}, "contacts", {}),
    "reaction": ({"type": "reaction", "content": "👍"}, "reaction", {}),
    "unsupported": ({"type": "unsupported", "content": "edit"}, "unsupported", {}),
    "button": ({"type": "button", "content": "Ya"}, "interactive", {"reply_id": "a", "text": "Ya"}),
}
FILES = {f"{kind} by {source}": (kind, source) for kind in (*SENDABLE, "voice") for source in ("id", "link")}


@pytest.mark.parametrize("name", TURNS)
async def test_what_a_phone_sends_passes_the_gateways_parser(stage: Stage, name: str) -> None:
    """One message from the right person, no problem, nothing ignored."""
    turn, raw_type, facts = TURNS[name]
    await stage.send(buttons(("a", "Ya")))
    phone = stage.simulator.phone(CITIZEN)
    sent = await phone.send(**turn)
    assert await stage.simulator.wait_delivered(5)
    found = [parse(body) for body in stage.webhook.bodies]
    assert [problem for delivery in found for problem in delivery.problems] == []
    [message] = [m for delivery in found for m in delivery.messages if m.id == sent.id]
    assert (message.raw_type, message.sender.phone) == (raw_type, CITIZEN)
    assert {key: getattr(message.content, key) for key in facts} == facts


@pytest.mark.parametrize("name", FILES)
async def test_every_kind_of_file_is_taken_by_id_and_by_link(stage: Stage, name: str) -> None:
    """A voice note is a sound that says so."""
    kind, source = FILES[name]
    plain, more = ("audio", {"voice": True}) if kind == "voice" else (kind, {})
    kept = stage.simulator.state.media.keep(b"x", SENDABLE[plain][0][-1], "x", UPLOAD_LIFE)
    reference = {"id": kept.id} if source == "id" else {"link": LINK}
    status, answer = await stage.send({"type": plain, plain: {**reference, **more}})
    assert status == 200, answer
    assert stage.simulator.phone(CITIZEN).messages()[-1].face.type == kind


@pytest.mark.parametrize("kind", MEDIA_HEADERS)
async def test_every_media_header_is_taken_by_id(stage: Stage, kind: str) -> None:
    """The id of a file of that kind."""
    kept = stage.simulator.state.media.keep(b"x", SENDABLE[kind][0][0], "x", UPLOAD_LIFE)
    status, answer = await stage.send(buttons(("a", "A"), header={"type": kind, kind: {"id": kept.id}}))
    assert status == 200, answer


async def test_a_reaction_is_taken_and_taken_back(stage: Stage) -> None:
    """On the citizen's own message."""
    first = stage.simulator.phone(CITIZEN).messages()[0]
    for emoji in ("👍", ""):
        await stage.send({"type": "reaction", "reaction": {"message_id": first.id, "emoji": emoji}})
        assert first.reaction == emoji


def test_no_type_is_without_an_example() -> None:
    """A new rule without an example here or in the rules' own table is noticed."""
    account = Account("s", "v", "t", NUMBER_ID, "6281200009999")
    rules = OutgoingRules(account, MediaStore(ManualClock(START), Ids(0)))
    shown = {body.get("type", "text") for body in ACCEPTED.values()} | set(SENDABLE) | {"reaction"}
    assert set(rules.types) == shown
