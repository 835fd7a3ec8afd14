"""What Meta accepts and refuses of a request to send: every rule kept once and broken once."""

from __future__ import annotations

from typing import Any

import pytest

from banpol.clock import ManualClock
from banpol.simulator.account import Account
from banpol.simulator.graph_errors import GraphError
from banpol.simulator.ids import Ids
from banpol.simulator.media import MediaStore
from banpol.simulator.outgoing_rules import OutgoingRules
from banpol.simulator.simulator import STATUS_TEMPLATE
from tests.unit.simulator.conftest import CITIZEN, NUMBER_ID, START, Stage

Json = dict[str, Any]


def text(body: Any = "halo", **more: Any) -> Json:
    return {"type": "text", "text": {"body": body, **more}}


def interactive(kind: str, action: Json, body: Any = "Pilih", **more: Any) -> Json:
    inner = {"type": kind, "body": {"text": body}, "action": action, **more}
    return {"type": "interactive", "interactive": inner}


def buttons(*replies: tuple[str, str], **more: Any) -> Json:
    items = [{"type": "reply", "reply": {"id": reply_id, "title": title}} for reply_id, title in replies]
    return interactive("button", {"buttons": items}, **more)


def rows(count: int, start: int = 0, **more: Any) -> list[Json]:
    return [{"id": f"r{n}", "title": f"Baris {n}", **more} for n in range(start, start + count)]


def listing(*sections: Json, button: str = "Lihat", **more: Any) -> Json:
    return interactive("list", {"button": button, "sections": list(sections)}, **more)


def link(**parameters: Any) -> Json:
    usual = {"display_text": "Buka", "url": "https://contoh.id"}
    return interactive("cta_url", {"name": "cta_url", "parameters": {**usual, **parameters}})


def place(**more: Any) -> Json:
    return interactive("location_request_message", {"name": "send_location"}, **more)


def location(latitude: Any = -2.99, longitude: Any = 104.76, **more: Any) -> Json:
    return {"type": "location", "location": {"latitude": latitude, "longitude": longitude, **more}}


def template(name: str, values: list[str], language: str = "id", **more: Json) -> Json:
    """`more` goes into the component (body), each parameter (value) or the language (spoken)."""
    parameters = [{"type": "text", "text": value, **more.get("value", {})} for value in values]
    components = [{"type": "body", "parameters": parameters, **more.get("body", {})}]
    spoken = {"code": language, **more.get("spoken", {})}
    return {"type": "template", "template": {"name": name, "language": spoken, "components": components}}


CARD: Json = {
    "name": {"formatted_name": "Siti A", "first_name": "Siti"},
    "phones": [{"phone": "+6281200000003"}],
}
LINK = "https://contoh.id/a.jpg"
REACTION = {"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "👍"}}
ACCEPTED = {
    "text": text(),
    "text of 4096": text("x" * 4096),
    "text without a type": {"text": {"body": "halo"}},
    "preview": text(preview_url=True),
    "reference of 512": {**text(), "biz_opaque_callback_data": "x" * 512},
    "context": {**text(), "context": {"message_id": "wamid.x"}},
    "number with spaces": {**text(), "to": "+62 812-0000-0001"},
    "three buttons": buttons(("a", "A" * 20), ("b", "B"), ("c", "C"), footer={"text": "x" * 60}),
    "button text header": buttons(("a", "A"), header={"type": "text", "text": "x" * 60}),
    "button image header": buttons(("a", "A"), header={"type": "image", "image": {"link": LINK}}),
    "body of 1024": buttons(("a", "A"), body="x" * 1024),
    "ten rows": listing({"rows": rows(10)}, button="x" * 20),
    "ten rows in two sections": listing(
        {"title": "Satu", "rows": rows(5)}, {"title": "Dua", "rows": rows(5, 5)}
    ),
    "row description of 72": listing({"rows": rows(1, description="x" * 72)}),
    "link button": link(),
    "location request": place(),
    "location": location(name="Ampera", address="Palembang"),
    "location as words": location("-2.99", "104.76"),
    "image by link": {"type": "image", "image": {"link": LINK, "caption": "x" * 1024}},
    "document by link": {"type": "document", "document": {"link": LINK, "filename": "a.pdf"}},
    "voice by link": {"type": "audio", "audio": {"link": LINK, "voice": True}},
    "contact card": {"type": "contacts", "contacts": [CARD]},
    "template": template("laporan_status", ["BP-1", "selesai"]),
}
REFUSED: dict[str, tuple[int, Json]] = {
    "unknown type": (100, {"type": "poll", "poll": {}}),
    "type without its body": (131008, {"type": "text"}),
    "type of another body": (100, {"type": "text", "image": {"link": LINK}}),
    "unknown key": (100, {**text(), "kepada": "x"}),
    "unknown key inside": (100, text(body_text="x")),
    "group": (100, {**text(), "recipient_type": "group"}),
    "reference of 513": (131009, {**text(), "biz_opaque_callback_data": "x" * 513}),
    "no number": (131008, {**text(), "to": None}),
    "letters for a number": (131009, {**text(), "to": "siti"}),
    "a bad user id": (131009, {**text(), "to": None, "recipient": "nobody"}),
    "to ourselves": (131021, {**text(), "to": "+6281200009999"}),
    "text of 4097": (131009, text("x" * 4097)),
    "text of spaces": (131009, text("  ")),
    "text as a number": (131009, text(5)),
    "text as a list": (131009, {"type": "text", "text": ["halo"]}),
    "preview as a word": (131009, text(preview_url="yes")),
    "context without id": (131008, {**text(), "context": {}}),
    "no button": (131009, buttons()),
    "four buttons": (131009, buttons(("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"))),
    "button title of 21": (131009, buttons(("a", "x" * 21))),
    "empty button title": (131009, buttons(("a", ""))),
    "two equal titles": (131009, buttons(("a", "A"), ("b", "A"))),
    "two equal ids": (131009, buttons(("a", "A"), ("a", "B"))),
    "button id of 257": (131009, buttons(("x" * 257, "A"))),
    "button id with a space before": (131009, buttons((" a", "A"))),
    "button body of 1025": (131009, buttons(("a", "A"), body="x" * 1025)),
    "empty body": (131009, buttons(("a", "A"), body="")),
    "footer of 61": (131009, buttons(("a", "A"), footer={"text": "x" * 61})),
    "header of 61": (131009, buttons(("a", "A"), header={"type": "text", "text": "x" * 61})),
    "header with id and link": (
        131009,
        buttons(("a", "A"), header={"type": "image", "image": {"id": "1", "link": LINK}}),
    ),
    "image header of unknown id": (
        131009,
        buttons(("a", "A"), header={"type": "image", "image": {"id": "1"}}),
    ),
    "unknown key in a media header": (
        100,
        buttons(("a", "A"), header={"type": "image", "image": {"link": LINK, "caption": "x"}}),
    ),
    "list with image header": (
        100,
        listing({"rows": rows(1)}, header={"type": "image", "image": {"link": LINK}}),
    ),
    "eleven rows": (131009, listing({"title": "A", "rows": rows(6)}, {"title": "B", "rows": rows(5, 6)})),
    "sections without titles": (131008, listing({"rows": rows(1)}, {"rows": rows(1, 1)})),
    "section title of 25": (131009, listing({"title": "x" * 25, "rows": rows(1)})),
    "no rows": (131009, listing({"rows": []})),
    "no sections": (131009, listing()),
    "eleven sections": (131009, listing(*[{"title": f"S{n}", "rows": rows(1, n)} for n in range(11)])),
    "list label of 21": (131009, listing({"rows": rows(1)}, button="x" * 21)),
    "row title of 25": (131009, listing({"rows": [{"id": "a", "title": "x" * 25}]})),
    "row description of 73": (131009, listing({"rows": rows(1, description="x" * 73)})),
    "row id of 201": (131009, listing({"rows": [{"id": "x" * 201, "title": "A"}]})),
    "two equal row ids": (131009, listing({"rows": [*rows(1), *rows(1)]})),
    "link label of 21": (131009, link(display_text="x" * 21)),
    "link of another kind": (131009, link(url="javascript:alert(1)")),
    "location request with footer": (100, place(footer={"text": "x"})),
    "location request of another name": (100, interactive("location_request_message", {"name": "send"})),
    "latitude of 91": (131009, location(91)),
    "latitude as true": (131009, location(True)),
    "latitude not a number": (131009, location("nan")),
    "no longitude": (131008, {"type": "location", "location": {"latitude": 1}}),
    "image without source": (131009, {"type": "image", "image": {}}),
    "image with two sources": (131009, {"type": "image", "image": {"id": "1", "link": LINK}}),
    "image of unknown id": (131009, {"type": "image", "image": {"id": "1"}}),
    "caption of 1025": (131009, {"type": "image", "image": {"link": LINK, "caption": "x" * 1025}}),
    "sound with a caption": (100, {"type": "audio", "audio": {"link": LINK, "caption": "x"}}),
    "sticker with a caption": (100, {"type": "sticker", "sticker": {"link": LINK, "caption": "x"}}),
    "image with a file name": (100, {"type": "image", "image": {"link": LINK, "filename": "x"}}),
    "link without http": (131009, {"type": "image", "image": {"link": "a.jpg"}}),
    "card with one name": (131009, {"type": "contacts", "contacts": [{"name": {"formatted_name": "Siti"}}]}),
    "unknown key in a card": (100, {"type": "contacts", "contacts": [{**CARD, "phone": "1"}]}),
    "unknown key in a card's name": (
        100,
        {"type": "contacts", "contacts": [{"name": {**CARD["name"], "first": "Siti"}}]},
    ),
    "unknown key in a card's phone": (
        100,
        {"type": "contacts", "contacts": [{**CARD, "phones": [{"number": "+6281200000003"}]}]},
    ),
    "unknown key in a component": (100, template("laporan_status", ["a", "b"], body={"params": []})),
    "unknown key in a parameter": (100, template("laporan_status", ["a", "b"], value={"payload": "x"})),
    "unknown key in the language": (100, template("laporan_status", ["a", "b"], spoken={"locale": "id"})),
    "template unknown": (132001, template("lain", [])),
    "template in another language": (132001, template("laporan_status", ["a", "b"], "en")),
    "template with one value": (132000, template("laporan_status", ["a"])),
    "reaction as a reply": (131009, {**REACTION, "context": {"message_id": "wamid.x"}}),
    "reaction of a sentence": (
        131009,
        {"type": "reaction", "reaction": {"message_id": "x", "emoji": "x" * 17}},
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
async def test_what_meta_takes_is_taken(stage: Stage, name: str) -> None:
    """The answer names the recipient and a new message id, and the phone has it."""
    status, answer = await stage.send(ACCEPTED[name])
    assert status == 200, answer
    assert answer["contacts"][0]["wa_id"] == CITIZEN
    message_id = answer["messages"][0]["id"]
    assert message_id.startswith("wamid.")
    assert stage.simulator.phone(CITIZEN).messages()[-1].id == message_id


@pytest.mark.parametrize("name", REFUSED)
def test_what_meta_refuses_is_refused(name: str) -> None:
    """With the code of the table and a sentence that says where."""
    code, body = REFUSED[name]
    account = Account("s", "v", "t", NUMBER_ID, "6281200009999", templates=(STATUS_TEMPLATE,))
    rules = OutgoingRules(account, MediaStore(ManualClock(START), Ids(0)))
    with pytest.raises(GraphError) as refused:
        rules.check({"messaging_product": "whatsapp", "to": f"+{CITIZEN}", **body})
    assert (refused.value.code, refused.value.status) == (code, 404 if code == 132001 else 400)
    assert refused.value.details


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (131009, text("")),
        (131009, REACTION),
        (100, {"to": None, "status": "read", "message_id": "wamid.x"}),
        (100, {"to": None, "status": "seen", "message_id": "wamid.x"}),
    ],
    ids=["empty text", "reaction to nothing", "receipt for nothing", "receipt of another word"],
)
async def test_a_refusal_has_metas_envelope(stage: Stage, code: int, body: Json) -> None:
    """Code, type, details, trace; and nothing reaches the phone."""
    status, answer = await stage.send(body)
    error = answer["error"]
    assert (status, error["code"], error["type"]) == (400, code, "OAuthException")
    assert error["fbtrace_id"] and error["error_data"]["details"]
    assert len(stage.simulator.phone(CITIZEN).messages()) == 1


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b'"text"', b"[" * 100_000, b'{"messaging_product":"signal"}', b"\xff"]
)
async def test_a_body_that_is_no_request_is_refused(stage: Stage, raw: bytes) -> None:
    """Never an exception."""
    status, answer = await stage.ask("POST", f"/v23.0/{NUMBER_ID}/messages", data=raw)
    assert (status, answer["error"]["code"]) == (400, 100)


async def test_a_body_without_product_is_told_so(stage: Stage) -> None:
    """The missing parameter is named."""
    status, answer = await stage.ask("POST", f"/v23.0/{NUMBER_ID}/messages", json=text())
    assert (status, answer["error"]["code"]) == (400, 131008)
    assert "messaging_product" in answer["error"]["error_data"]["details"]
