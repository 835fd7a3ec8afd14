"""What a phone can do: each form of a turn, what reaches the webhook, and what no phone could do."""

from __future__ import annotations

import io
import json
from typing import Any

import filetype
import pytest

from banpol.simulator.turn_values import TurnRefused
from tests.unit.simulator.conftest import CITIZEN, Stage

TURNS: dict[str, tuple[dict[str, Any], str, str]] = {
    "image": ({"type": "image", "content": "motor"}, "image", "image/jpeg"),
    "video": ({"type": "video", "content": "motor"}, "video", "video/mp4"),
    "voice note": ({"type": "audio", "content": "cerita"}, "audio", "audio/ogg"),
    "document": ({"type": "document", "content": "surat (asli)"}, "document", "application/pdf"),
    "sticker": ({"type": "sticker", "content": "lucu"}, "sticker", "image/webp"),
}


async def last(stage: Stage) -> dict[str, Any]:
    assert await stage.simulator.wait_delivered(5)
    values = [json.loads(body)["entry"][0]["changes"][0]["value"] for body in stage.webhook.bodies]
    message: dict[str, Any] = [message for value in values for message in value.get("messages", [])][-1]
    return message


@pytest.mark.parametrize("name", TURNS)
async def test_a_described_file_is_a_real_one(stage: Stage, name: str) -> None:
    """Its first bytes are those of its type, and the hash in the webhook is that of its bytes."""
    turn, kind, mime_type = TURNS[name]
    await stage.simulator.phone(CITIZEN).send(**turn)
    body = (await last(stage))[kind]
    stored = stage.simulator.state.media.find(body["id"])
    assert stored is not None and body["sha256"] == stored.sha256_base64
    assert body["mime_type"].split(";")[0] == mime_type == filetype.guess_mime(stored.content)
    assert body.get("voice", False) is (kind == "audio")


def test_pictures_can_be_opened() -> None:
    """By another program's decoder, with the size that they claim."""
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    from banpol.simulator.sample_files import sample

    for kind, size in (("image", (320, 240)), ("sticker", (512, 512))):
        opened = image.open(io.BytesIO(sample(kind, "motor").content))
        opened.load()
        assert opened.size == size
    assert sample("image", "motor").content != sample("image", "rumah").content


async def test_a_place_answers_the_question_for_it_once(stage: Stage) -> None:
    """The first pin has the context, the second has none."""
    request = {"type": "location_request_message", "body": {"text": "Di mana?"}}
    _, asked = await stage.send(
        {"type": "interactive", "interactive": {**request, "action": {"name": "send_location"}}}
    )
    phone = stage.simulator.phone(CITIZEN)
    await phone.send("location", lat=-2.99, lon=104.76, name="Ampera")
    first = await last(stage)
    assert first["location"] == {"latitude": -2.99, "longitude": 104.76, "name": "Ampera"}
    assert first["context"]["id"] == asked["messages"][0]["id"]
    await phone.send("location", lat=0, lon=0)
    second = await last(stage)
    assert "context" not in second and second["location"] == {"latitude": 0.0, "longitude": 0.0}


async def test_a_label_finds_the_newest_choice_that_shows_it(stage: Stage) -> None:
    """Case does not matter; a shortened title is found by its description; the id is that of the newest."""
    for version in ("lama", "baru"):
        rows = [
            {"id": f"{version}-1", "title": "Pencurian"},
            {
                "id": f"{version}-2",
                "title": "Kekerasan dalam rumah…",
                "description": "Kekerasan dalam rumah tangga",
            },
        ]
        action = {"button": "Lihat", "sections": [{"rows": rows}]}
        body = {"type": "list", "body": {"text": "Apa?"}, "action": action}
        await stage.send({"type": "interactive", "interactive": body})
    phone = stage.simulator.phone(CITIZEN)
    await phone.send("button", " pencurian ")
    reply = (await last(stage))["interactive"]
    assert reply == {"type": "list_reply", "list_reply": {"id": "baru-1", "title": "Pencurian"}}
    await phone.send("list", "Kekerasan dalam rumah tangga")
    assert (await last(stage))["interactive"]["list_reply"]["id"] == "baru-2"


async def test_a_choice_that_is_not_offered_is_a_conflict(stage: Stage) -> None:
    """The sentence lists what is; a choice of a message that failed is not offered either."""
    reply = {"type": "reply", "reply": {"id": "a", "title": "Kirim"}}
    body = {"type": "button", "body": {"text": "Siap?"}, "action": {"buttons": [reply]}}
    await stage.send({"type": "interactive", "interactive": body})
    phone = stage.simulator.phone(CITIZEN)
    with pytest.raises(TurnRefused, match=r"“Batal” is not offered on this phone.*“Kirim”") as refused:
        await phone.send("button", "Batal")
    assert refused.value.status == 409
    stage.clock.advance(25 * 3600)
    reply["reply"]["title"] = "Terlambat"
    await stage.send({"type": "interactive", "interactive": body})
    with pytest.raises(TurnRefused):
        await phone.send("button", "Terlambat")


async def test_other_kinds_of_message(stage: Stage) -> None:
    """Reaction, its removal, a contact card, something the Cloud API does not pass on."""
    await stage.send({"type": "text", "text": {"body": "kabar"}})
    phone = stage.simulator.phone(CITIZEN)
    target = phone.messages()[-1].id
    await phone.send("reaction", "👍")
    assert (await last(stage))["reaction"] == {"message_id": target, "emoji": "👍"}
    await phone.send("reaction", "")
    assert (await last(stage))["reaction"] == {"message_id": target}
    await phone.send("contacts", "Pak RT", number="0812-0000-0003")
    assert (await last(stage))["contacts"][0]["phones"][0]["wa_id"] == "6281200000003"
    await phone.send("unsupported", "edit")
    unsupported = await last(stage)
    assert (unsupported["errors"][0]["code"], unsupported["unsupported"]) == (131051, {"type": "edit"})


@pytest.mark.parametrize(
    "turn",
    [
        {},
        {"type": "text"},
        {"type": "text", "content": " "},
        {"type": "text", "content": 5},
        {"type": "text", "content": "x" * 4097},
        {"type": "location", "lat": "x", "lon": 1},
        {"type": "location", "lat": 91, "lon": 1},
        {"type": "location", "lat": float("nan"), "lon": 1},
        {"type": "location", "lat": True, "lon": 1},
        {"type": "telegram", "content": "x"},
        {"type": "image", "file": "123"},
        {"type": "image", "content": "x", "caption": "x" * 1025},
        {"type": "contacts", "content": "Pak RT", "number": "abc"},
    ],
)
async def test_an_impossible_turn_is_refused_with_a_sentence(stage: Stage, turn: dict[str, Any]) -> None:
    """400, and nothing is sent."""
    status, answer = await _post(stage, turn)
    assert status == 400 and answer["error"]
    assert len(stage.simulator.phone(CITIZEN).messages()) == 1


async def _post(stage: Stage, turn: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json"}
    address = f"{stage.simulator.url}/sim/phones/{CITIZEN}/messages"
    async with stage.session.post(address, data=json.dumps(turn), headers=headers) as answer:
        return answer.status, await answer.json()
