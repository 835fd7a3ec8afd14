"""Outgoing text, media, places, cards, reactions and templates, with Meta's limits."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from banpol.simulator.account import Account
from banpol.simulator.graph_errors import invalid, refused, unexpected
from banpol.simulator.media import SENDABLE, MediaStore, kind_of
from banpol.simulator.messages import Face, Option
from banpol.simulator.nodes import Node

TEXT, CAPTION, FILE_NAME, LINK = 4096, 1024, 240, 2000
NAME_PARTS = ("first_name", "last_name", "middle_name", "suffix", "prefix")
EXTRA_KEYS: Mapping[str, tuple[str, ...]] = {
    "image": ("caption",),
    "video": ("caption",),
    "document": ("caption", "filename"),
    "audio": ("voice",),
    "sticker": (),
}


def text(message: Node) -> Face:
    node = message.node("text")
    node.only("body", "preview_url")
    node.flag("preview_url")
    return Face("text", node.text("body", TEXT))


def media(kind: str, store: MediaStore) -> Callable[[Node], Face]:
    """The rule of one kind of file."""

    def rule(message: Node) -> Face:
        node = message.node(kind)
        node.only("id", "link", *EXTRA_KEYS[kind])
        voice = node.flag("voice") if kind == "audio" else False
        caption = node.optional_text("caption", CAPTION)
        media_id, mime_type = source(node, kind, store)
        return Face(
            "voice" if voice else kind,
            caption,
            media_id=media_id,
            mime_type=mime_type,
            link=node.optional_text("link", LINK),
            file_name=node.optional_text("filename", FILE_NAME),
        )

    return rule


def source(node: Node, kind: str, store: MediaStore) -> tuple[str, str]:
    """Id and type of the file; both empty for a link."""
    if node.has("id") == node.has("link"):
        raise invalid(f"{node.path} needs either id or link.")
    if node.has("link"):
        if not node.text("link", LINK).startswith(("http://", "https://")):
            raise invalid(f"{node.at('link')} must begin with http:// or https://.")
        return "", ""
    stored = store.find(node.text("id", 64))
    if stored is None:
        raise invalid(f"{node.at('id')} is not a media id of this number, or it has expired.")
    # A document may be anything that can be uploaded; the other kinds only their own types.
    if kind != "document" and kind_of(stored.mime_type) != kind:
        raise invalid(f"{node.at('id')} is {stored.mime_type}, which cannot be sent as {kind}.")
    if len(stored.content) > SENDABLE[kind][1]:
        raise invalid(f"{node.at('id')} is too large for {kind}.")
    return stored.id, stored.mime_type


def location(message: Node) -> Face:
    node = message.node("location")
    node.only("latitude", "longitude", "name", "address")
    return Face(
        "location",
        node.optional_text("address", 1000),
        latitude=node.number("latitude", -90, 90),
        longitude=node.number("longitude", -180, 180),
        place_name=node.optional_text("name", 1000),
    )


def contacts(message: Node) -> Face:
    lines = []
    for card in message.nodes("contacts", 1, 257):
        card.only("name", "phones", "emails", "addresses", "urls", "org", "birthday")
        name = card.node("name")
        name.only("formatted_name", *NAME_PARTS)
        formatted = name.text("formatted_name", 255)
        if not any(name.has(part) for part in NAME_PARTS):
            raise invalid(f"{name.path} needs one more part besides formatted_name.")
        phones = card.nodes("phones", 0, 20) if card.has("phones") else []
        for phone in phones:
            phone.only("phone", "type", "wa_id")
        lines.append(" ".join([formatted, *(phone.optional_text("phone", 40) for phone in phones)]))
    return Face("contacts", "\n".join(lines))


def reaction(message: Node) -> Face:
    if message.has("context"):
        raise invalid("A reaction cannot be a contextual reply.")
    node = message.node("reaction")
    node.only("message_id", "emoji")
    emoji = node.value.get("emoji")
    if not isinstance(emoji, str) or len(emoji) > 16:
        raise invalid(f"{node.at('emoji')} must be one emoji, or empty to take the reaction back.")
    return Face("reaction", emoji=emoji, context_id=node.text("message_id", 256))


def template(account: Account) -> Callable[[Node], Face]:
    """The rule for this account's approved templates."""

    def rule(message: Node) -> Face:
        node = message.node("template")
        node.only("name", "language", "components")
        spoken = node.node("language")
        spoken.only("code", "policy")
        name, language = node.text("name", 512), spoken.text("code", 10)
        known = account.template(name, language)
        if known is None:
            raise refused(132001, f"template name ({name}) does not exist in {language}")
        values = _body_values(node)
        if len(values) != known.variables:
            details = f"body: number of localizable_params ({len(values)}) does not match ({known.variables})"
            raise refused(132000, details)
        replies = tuple(Option("button", title, title) for title in known.quick_replies)
        return Face("template", known.filled(values), options=replies)

    return rule


def _body_values(node: Node) -> list[str]:
    values: list[str] = []
    for component in node.nodes("components", 0, 20) if node.has("components") else []:
        component.only("type", "sub_type", "index", "parameters")
        if component.choice("type", ("header", "body", "button")) != "body":
            continue
        for parameter in component.nodes("parameters", 0, 50):
            parameter.only("type", "text", "parameter_name")
            parameter.choice("type", ("text",))
            values.append(parameter.text("text", 1024))
    return values


def read_receipt(message: Node) -> tuple[str, bool]:
    """The message that is marked as read, and whether the typing indicator shall show."""
    message.only("messaging_product", "status", "message_id", "typing_indicator", "recipient_type", "to")
    if message.value.get("status") != "read":
        raise unexpected("status must be read.")
    typing = message.has("typing_indicator")
    if typing:
        message.node("typing_indicator").choice("type", ("text",))
    return message.text("message_id", 256), typing


Rule = Callable[[Node], Face]


def content_rules(account: Account, store: MediaStore) -> dict[str, Rule]:
    """One rule for every type of message but the interactive ones."""
    rules: dict[str, Any] = {kind: media(kind, store) for kind in EXTRA_KEYS}
    return {
        **rules,
        "text": text,
        "location": location,
        "contacts": contacts,
        "reaction": reaction,
        "template": template(account),
    }
