"""The Graph routes around messages: access, unknown objects, media, the number itself."""

from __future__ import annotations

import hashlib

import aiohttp
import pytest

from banpol.simulator.sample_files import sample
from tests.unit.simulator.conftest import CITIZEN, NUMBER_ID, Stage

PHOTO = sample("image", "rumah").content


def form(content: bytes = PHOTO, kind: str = "image/jpeg", product: str = "whatsapp") -> aiohttp.FormData:
    made = aiohttp.FormData()
    made.add_field("messaging_product", product)
    made.add_field("type", kind)
    made.add_field("file", content, filename="rumah.jpg", content_type=kind)
    return made


@pytest.mark.parametrize("token", ["", "other", "toke", "tokentoken"])
async def test_without_the_token_nothing_answers(stage: Stage, token: str) -> None:
    """Also not the routes that only read."""
    for method, path in (("POST", f"/v23.0/{NUMBER_ID}/messages"), ("GET", f"/v23.0/{NUMBER_ID}")):
        status, answer = await stage.ask(method, path, token=token)
        assert (status, answer["error"]["code"]) == (401, 190)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v23.0/999/messages"),
        ("POST", "/v23.0/999/media"),
        ("GET", "/v23.0/999"),
        ("DELETE", "/v23.0/999"),
        ("GET", "/v23.0/999/message_templates"),
    ],
)
async def test_an_unknown_object_is_named(stage: Stage, method: str, path: str) -> None:
    """400, code 100, subcode 33, and the id in the sentence."""
    status, answer = await stage.ask(method, path)
    error = answer["error"]
    assert (status, error["code"], error["error_subcode"]) == (400, 100, 33)
    assert "'999'" in error["message"]


async def test_a_version_that_is_none_is_refused(stage: Stage) -> None:
    """As an unknown path."""
    status, answer = await stage.ask("GET", f"/vx/{NUMBER_ID}")
    assert (status, answer["error"]["code"]) == (400, 2500)


async def test_a_file_goes_up_and_comes_down_for_five_minutes(stage: Stage) -> None:
    """Id, descriptor, bytes with the token, then 404 once the address has expired."""
    _, uploaded = await stage.ask("POST", f"/v23.0/{NUMBER_ID}/media", data=form())
    status, found = await stage.ask("GET", f"/v23.0/{uploaded['id']}?phone_number_id={NUMBER_ID}")
    assert (status, found["file_size"], found["mime_type"]) == (200, len(PHOTO), "image/jpeg")
    assert found["sha256"] == hashlib.sha256(PHOTO).hexdigest()
    token = {"Authorization": "Bearer token"}
    async with stage.session.get(found["url"], headers=token) as answer:
        assert (answer.status, await answer.read()) == (200, PHOTO)
    async with stage.session.get(found["url"]) as answer:
        assert answer.status == 401
    stage.clock.advance(5 * 60)
    async with stage.session.get(found["url"], headers=token) as answer:
        assert answer.status == 404


async def test_an_uploaded_file_can_be_sent_and_deleted(stage: Stage) -> None:
    """Afterwards its id is unknown."""
    _, uploaded = await stage.ask("POST", f"/v23.0/{NUMBER_ID}/media", data=form())
    status, _ = await stage.send({"type": "image", "image": {"id": uploaded["id"]}})
    assert status == 200
    status, _ = await stage.send({"type": "audio", "audio": {"id": uploaded["id"]}})
    assert status == 400
    assert await stage.ask("DELETE", f"/v23.0/{uploaded['id']}") == (200, {"success": True})
    status, _ = await stage.send({"type": "image", "image": {"id": uploaded["id"]}})
    assert status == 400


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7, 400)])
async def test_the_id_of_a_citizens_file_lives_seven_days(stage: Stage, days: float, status: int) -> None:
    """On the clock."""
    message = await stage.simulator.phone(CITIZEN).send("image", "rumah")
    stage.clock.advance(days * 86400)
    found, _ = await stage.ask("GET", f"/v23.0/{message.face.media_id}")
    assert found == status


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (form(kind="text/html"), 100),
        (form(content=b""), 100),
        (form(content=b"x" * (5 * 1024 * 1024 + 1)), 100),
        (form(product="signal"), 100),
    ],
    ids=["type", "empty", "size", "product"],
)
async def test_what_cannot_be_sent_cannot_be_uploaded(
    stage: Stage, upload: aiohttp.FormData, code: int
) -> None:
    """Type, emptiness, size, product."""
    status, answer = await stage.ask("POST", f"/v23.0/{NUMBER_ID}/media", data=upload)
    assert (status, answer["error"]["code"]) == (400, code)


async def test_an_upload_that_is_no_form_is_refused(stage: Stage) -> None:
    """JSON, and a form without a file."""
    status, _ = await stage.ask("POST", f"/v23.0/{NUMBER_ID}/media", json={"messaging_product": "whatsapp"})
    assert status == 400
    broken = {"Content-Type": "multipart/form-data"}
    async with stage.session.post(
        f"{stage.simulator.url}/v23.0/{NUMBER_ID}/media",
        data=b"x",
        headers={**broken, "Authorization": "Bearer token"},
    ) as answer:
        assert answer.status == 400
    made = aiohttp.FormData()
    made.add_field("messaging_product", "whatsapp")
    made.add_field("type", "image/jpeg")
    made.add_field("other", b"x", filename="x")
    status, answer_body = await stage.ask("POST", f"/v23.0/{NUMBER_ID}/media", data=made)
    assert (status, answer_body["error"]["code"]) == (400, 131008)


async def test_the_number_tells_only_what_is_asked(stage: Stage) -> None:
    """An unknown field is an error."""
    status, answer = await stage.ask("GET", f"/v23.0/{NUMBER_ID}?fields=display_phone_number,quality_rating")
    assert status == 200
    assert answer == {"display_phone_number": "+6281200009999", "quality_rating": "GREEN", "id": NUMBER_ID}
    status, _ = await stage.ask("GET", f"/v23.0/{NUMBER_ID}?fields=secret")
    assert status == 400


async def test_reading_marks_earlier_messages_and_shows_typing_for_25_seconds(stage: Stage) -> None:
    """The last message's id is enough; a later message stays unread."""
    phone = stage.simulator.phone(CITIZEN)
    last = await phone.send("text", "lagi")
    await phone.send("text", "dan lagi")
    receipt = {"to": None, "status": "read", "message_id": last.id, "typing_indicator": {"type": "text"}}
    assert await stage.send(receipt) == (200, {"success": True})
    await stage.simulator.wait_delivered(5)
    assert [message.status for message in phone.messages()] == ["read", "read", "delivered"]
    for seconds, typing in ((24, True), (1, False)):
        stage.clock.advance(seconds)
        _, answer = await stage.ask("GET", "/sim/phones")
        assert answer["phones"][0]["typing"] is typing


async def test_a_reaction_of_the_service_shows_on_the_message(stage: Stage) -> None:
    """It gets the status sent and no other."""
    phone = stage.simulator.phone(CITIZEN)
    target = phone.messages()[0]
    before = len(stage.webhook.bodies)
    status, _ = await stage.send({"type": "reaction", "reaction": {"message_id": target.id, "emoji": "🙏"}})
    await stage.simulator.wait_delivered(5)
    assert (status, target.reaction) == (200, "🙏")
    assert [b'"status":"sent"' in body for body in stage.webhook.bodies[before:]] == [True]
