"""One message object → what it holds; every type that Meta documents, and a gentle end for all others."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from banpol.whatsapp.payload_types import Content, Json, MediaRef
from banpol.whatsapp.payload_values import coordinate, identifier, member, text
from banpol.whatsapp.plain_text import is_blank, one_line, plain_text

MEDIA_TYPES = ("image", "video", "document", "audio", "sticker")


def content_of(message: Json, kind: str) -> Content:
    """Never raises; what cannot be used keeps whatever text it had."""
    return _READERS.get(kind, _unsupported)(message)


def _unsupported(_message: Json) -> Content:
    return Content("unsupported")


def _text(message: Json) -> Content:
    typed = plain_text(text(member(message, "text"), "body"))
    return Content("unsupported") if is_blank(typed) else Content("text", typed)


def _media(kind: str) -> Callable[[Json], Content]:
    def read(message: Json) -> Content:
        body = member(message, kind)
        media_id = identifier(body.get("id"))
        caption = plain_text(text(body, "caption"))
        if not media_id:
            return Content("unsupported", caption)
        voice = kind == "audio" and body.get("voice") is True
        reference = MediaRef(
            "voice" if voice else kind,
            media_id,
            one_line(body.get("mime_type"), 64),
            one_line(body.get("sha256"), 128),
            one_line(body.get("filename"), 120),
        )
        return Content("media", caption, media=reference)

    return read


def _location(message: Json) -> Content:
    body = member(message, "location")
    name = one_line(body.get("name")) or one_line(body.get("address"))
    latitude, longitude = coordinate(body.get("latitude"), 90), coordinate(body.get("longitude"), 180)
    if latitude is None or longitude is None:
        return Content("unsupported", name)
    return Content("location", latitude=latitude, longitude=longitude, place_name=name)


def _contacts(message: Json) -> Content:
    """A shared contact card cannot be filed as such; names and numbers are kept as text."""
    cards = message.get("contacts")
    lines = [_card(card) for card in cards] if isinstance(cards, list) else []
    return Content("unsupported", plain_text("\n".join(line for line in lines if line)))


def _card(card: Any) -> str:
    phones = card.get("phones") if isinstance(card, dict) else None
    numbers = [one_line(item.get("phone"), 40) for item in phones or () if isinstance(item, dict)]
    name = one_line(member(card, "name").get("formatted_name"))
    return " ".join(part for part in (name, *numbers) if part)


def _interactive(message: Json) -> Content:
    body = member(message, "interactive")
    for kind in ("button_reply", "list_reply"):
        reply = member(body, kind)
        if reply:
            return _reply(reply.get("id"), reply.get("title"))
    return Content("unsupported", plain_text(text(member(body, "nfm_reply"), "response_json")))


def _template_button(message: Json) -> Content:
    body = member(message, "button")
    return _reply(body.get("payload"), body.get("text"))


def _reply(reply_id: Any, title: Any) -> Content:
    label = one_line(title)
    # An id has no fixed alphabet: it is ours, compared byte by byte, and may hold a payload with spaces.
    known_id = reply_id if isinstance(reply_id, str) and len(reply_id) <= 256 else ""
    if not known_id and is_blank(label):
        return Content("unsupported")
    return Content("reply", label, reply_id=known_id)


def _reaction(message: Json) -> Content:
    return Content("unsupported", one_line(member(message, "reaction").get("emoji"), 16))


def _edit(message: Json) -> Content:
    inner = member(member(message, "edit"), "message")
    return Content("unsupported", plain_text(text(member(inner, "text"), "body")))


def _welcome(_message: Json) -> Content:
    return Content("welcome")


_READERS: Mapping[str, Callable[[Json], Content]] = {
    "text": _text,
    **{kind: _media(kind) for kind in MEDIA_TYPES},
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _template_button,
    "reaction": _reaction,
    "edit": _edit,
    "request_welcome": _welcome,
}
