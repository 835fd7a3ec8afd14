"""A raw body is checked before it may leave; each refusal says which field it is about."""

from __future__ import annotations

from typing import Any

import pytest

from banpol.whatsapp.custom import complaints

BODY = {"text": "Pilih"}
REPLY = {"type": "reply", "reply": {"id": "a", "title": "Ya"}}
ROW = {"id": "a", "title": "Ya", "description": "boleh"}


def _interactive(kind: str, action: Any, **more: Any) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": BODY, "action": action, **more}}


def _list(*sections: Any) -> dict[str, Any]:
    return _interactive("list", {"button": "Buka", "sections": list(sections)})


GOOD: list[dict[str, Any]] = [
    {"type": "text", "text": {"body": "Halo", "preview_url": False}},
    {"type": "image", "image": {"id": "1", "caption": "peta"}},
    {"type": "document", "document": {"link": "https://x/y.pdf", "filename": "y.pdf"}},
    {"type": "audio", "audio": {"id": "1", "voice": True}},
    {"type": "sticker", "sticker": {"id": "1"}},
    {"type": "location", "location": {"latitude": -2.9, "longitude": 104.7, "name": "Ampera"}},
    {"type": "contacts", "contacts": [{"name": {"formatted_name": "SPKT"}}]},
    {"type": "reaction", "reaction": {"message_id": "wamid.A", "emoji": ""}},
    {"type": "template", "template": {"name": "laporan_status", "language": {"code": "id"}}},
    _interactive("button", {"buttons": [REPLY]}, footer={"text": "110"}),
    _list({"rows": [ROW]}),
    _interactive("cta_url", {"name": "cta_url", "parameters": {"display_text": "Buka", "url": "https://x"}}),
    _interactive("location_request_message", {"name": "send_location"}),
    _interactive("flow", {"name": "flow", "parameters": {"flow_message_version": "3", "flow_id": "1"}}),
]


@pytest.mark.parametrize("body", GOOD, ids=lambda body: str(body["type"]))
def test_what_meta_takes_may_leave(body: dict[str, Any]) -> None:
    """One of each type."""
    assert complaints(body) == []


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "`type`"),
    ({"type": ["text"]}, "`type`"),
    ({"type": "poll", "poll": {}}, "`type`"),
    ({"type": "text"}, "text must be an object"),
    ({"type": "text", "text": {"body": ""}}, "text.body"),
    ({"type": "text", "text": {"body": "x" * 4097}}, "4097"),
    ({"type": "text", "text": {"body": "x", "bodi": "y"}}, "text.bodi is not known"),
    ({"type": "text", "text": {"body": "x", "preview_url": "yes"}}, "preview_url"),
    ({"type": "image", "image": {"id": "1", "link": "https://x"}}, "either id or link"),
    ({"type": "image", "image": {}}, "either id or link"),
    ({"type": "audio", "audio": {"id": "1", "caption": "x"}}, "audio.caption"),
    ({"type": "location", "location": {"latitude": True, "longitude": 1}}, "location.latitude"),
    ({"type": "contacts", "contacts": []}, "contacts"),
    ({"type": "template", "template": {"name": "x"}}, "template.language is missing"),
    (_interactive("button", {"buttons": [REPLY] * 4}), "1 to 3"),
    (_interactive("button", {"buttons": []}), "1 to 3"),
    (_interactive("button", {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "x" * 21}}]}), "21"),
    (_interactive("dial", {}), "interactive.type"),
    (_list({"rows": [ROW] * 6}, {"rows": [ROW] * 5}), "not 11"),
    (_list({"rows": [{"id": "a", "title": "x" * 25}]}), "25"),
    (_list({"rows": [{"id": "a", "title": "x", "description": "x" * 73}]}), "73"),
    (_interactive("button", {"buttons": [REPLY]}, footer={"text": "x" * 61}), "61"),
    ({"type": "interactive", "interactive": {"type": "button", "action": {"buttons": [REPLY]}}}, "body"),
]


@pytest.mark.parametrize(("body", "says"), BAD)
def test_what_meta_would_refuse_is_said_before(body: dict[str, Any], says: str) -> None:
    """Each sentence names the field."""
    assert any(says in complaint for complaint in complaints(body))
