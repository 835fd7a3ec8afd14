"""One message object → what it holds; every type that Meta documents, and a gentle end for all others."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from banpol.whatsapp.payload_types import Content, Json, MediaRef
from banpol.whatsapp.payload_values import (
    Unreadable,
    coordinate,
    first_object,
    identifier,
    member,
    read_json,
    text,
    whole,
)
from banpol.whatsapp.plain_text import is_blank, one_line, plain_text

MOST_FIELDS = 50
REFERRAL = ("source_type", "source_id", "source_url", "headline", "body", "media_type", "ctwa_clid")
MEDIA_TYPES = ("image", "video", "document", "audio", "sticker")


def content_of(message: Json, kind: str) -> Content:
    """Never raises; what cannot be used keeps whatever text it had."""
    return _READERS.get(kind, _unsupported)(message)


def told_by_content(message: Json) -> str:
    """The type of a message that does not say it: the one whose content it has."""
    return next((kind for kind in _READERS if isinstance(message.get(kind), (dict, list))), "")


def about_of(message: Json) -> dict[str, Any]:
    """How a message came about: forwarded, from an advertisement, about a product. Never raises."""
    context, referral = member(message, "context"), member(message, "referral")
    product = member(context, "referred_product")
    found: dict[str, Any] = {
        "forwarded": context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        "often_forwarded": context.get("frequently_forwarded") is True,
        "referral": {name: one_line(referral.get(name), 200) for name in REFERRAL if referral.get(name)},
        "product": one_line(product.get("product_retailer_id"), 100),
        "group": identifier(message.get("group_id")),
    }
    return {name: value for name, value in found.items() if value}


def _unsupported(message: Json) -> Content:
    """What it is called, and Meta's code for why it does not come through."""
    what = one_line(member(message, "unsupported").get("type"), 32)
    code = whole(first_object(message.get("errors")).get("code"))
    found = {"type": what or None, "error_code": code}
    return Content("unsupported", details={name: value for name, value in found.items() if value is not None})


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
    kept = [line for line in lines if line]
    return Content("unsupported", plain_text("\n".join(kept)), details={"contacts": kept} if kept else {})


def _card(card: Any) -> str:
    phones = card.get("phones") if isinstance(card, dict) else None
    numbers = [one_line(item.get("phone"), 40) for item in phones or () if isinstance(item, dict)]
    names = member(card, "name")
    name = one_line(names.get("formatted_name")) or one_line(names.get("first_name"))
    return " ".join(part for part in (name, *numbers) if part)


def _interactive(message: Json) -> Content:
    body = member(message, "interactive")
    for kind in ("button_reply", "list_reply"):
        reply = member(body, kind)
        if reply:
            return _reply(reply.get("id"), reply.get("title"))
    return _form(member(body, "nfm_reply").get("response_json"))


def _form(response: Any) -> Content:
    """An answered form: its fields as facts, and the words that were typed into it as text. The JSON itself
    is nothing that a classifier should ever read."""
    answers = _parsed(response) if isinstance(response, str) else response
    if not isinstance(answers, dict):
        return Content("unsupported")
    fields = {one_line(name, 64): _field(value) for name, value in _flat(answers)[:MOST_FIELDS]}
    fields.pop("flow_token", None)
    words = [value for value in fields.values() if isinstance(value, str) and value]
    return Content("unsupported", plain_text("\n".join(words)), details={"form": fields})


def _parsed(response: str) -> Any:
    try:
        return read_json(response.encode("utf-8", "replace"))
    except Unreadable:
        return None


def _flat(answers: Json) -> list[tuple[str, Any]]:
    """Fields, those of a group (an address has one) beside the others."""
    found: list[tuple[str, Any]] = []
    for name, value in answers.items():
        found.extend(value.items() if isinstance(value, dict) else [(name, value)])
    return found


def _field(value: Any) -> Any:
    """Texts cut to a sane length, lists of texts joined, numbers and truth values as they are."""
    if isinstance(value, list):
        return ", ".join(one_line(item, 200) for item in value if isinstance(item, str))
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    return plain_text(value)[:1024] if isinstance(value, str) else ""


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
    body = member(message, "reaction")
    return Content("unsupported", one_line(body.get("emoji"), 16), details=_refers(body.get("message_id")))


def _edit(message: Json) -> Content:
    """The new words of a message, also those under a picture; `refers_to` is the message as it was."""
    body = member(message, "edit")
    inner = member(body, "message")
    words = text(member(inner, "text"), "body") or text(member(inner, text(inner, "type")), "caption")
    return Content("unsupported", plain_text(words), details=_refers(body.get("original_message_id")))


def _revoke(message: Json) -> Content:
    return Content("unsupported", details=_refers(member(message, "revoke").get("original_message_id")))


def _refers(message_id: Any) -> dict[str, Any]:
    known = identifier(message_id)
    return {"refers_to": known} if known else {}


def _order(message: Json) -> Content:
    """The note beside an order is text that somebody typed."""
    return Content("unsupported", plain_text(text(member(message, "order"), "text")))


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
    "revoke": _revoke,
    "order": _order,
    "request_welcome": _welcome,
}
