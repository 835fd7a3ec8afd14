"""Outgoing interactive messages: buttons, lists, a link button, the question for a place; Meta's limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Mapping
from urllib.parse import urlsplit

from banpol.simulator.graph_errors import invalid, missing, unexpected
from banpol.simulator.media import MediaStore
from banpol.simulator.messages import Face, Option
from banpol.simulator.nodes import Node, all_different
from banpol.simulator.rules_contents import source

BODY, HEADER, FOOTER = 1024, 60, 60
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
SECTIONS, ROWS, SECTION_TITLE = 10, 10, 24
ROW_ID, ROW_TITLE, ROW_DESCRIPTION = 200, 24, 72
LIST_LABEL, LINK_LABEL = 20, 20
FLOW_LABEL = 30
_FLOW = (
    "flow_message_version",
    "flow_id",
    "flow_name",
    "flow_cta",
    "flow_token",
    "flow_action",
    "flow_action_payload",
    "mode",
)
_FLOW_CHOICES = {"mode": ("draft", "published"), "flow_action": ("navigate", "data_exchange")}
MEDIA_HEADERS = ("image", "video", "document")


def interactive(store: MediaStore) -> Callable[[Node], Face]:
    """The rule for all of them; ids in media headers are looked up in the store."""

    def rule(message: Node) -> Face:
        node = message.node("interactive")
        node.only("type", "header", "body", "footer", "action")
        kind = node.choice("type", tuple(_KINDS))
        body = node.node("body")
        body.only("text")
        face = _KINDS[kind](node, body.text("text", BODY))
        header = _header(node, store, media=kind != "list")
        return replace(face, **header, footer=_footer(node))

    return rule


def _button(node: Node, text: str) -> Face:
    action = node.node("action")
    action.only("buttons")
    options = [_reply(item) for item in action.nodes("buttons", 1, BUTTONS)]
    all_different([option.id for option in options], "Button ids")
    all_different([option.title for option in options], "Button titles")
    return Face("interactive", text, options=tuple(options))


def _reply(item: Node) -> Option:
    item.only("type", "reply")
    item.choice("type", ("reply",))
    reply = item.node("reply")
    reply.only("id", "title")
    return Option("button", reply.text("id", BUTTON_ID, tidy=True), reply.text("title", BUTTON_TITLE))


def _list(node: Node, text: str) -> Face:
    action = node.node("action")
    action.only("button", "sections")
    label = action.text("button", LIST_LABEL)
    sections = action.nodes("sections", 1, SECTIONS)
    options = [option for section in sections for option in _section(section, len(sections) > 1)]
    if len(options) > ROWS:
        raise invalid(f"A list may hold {ROWS} rows in all sections together - got {len(options)}.")
    all_different([option.id for option in options], "Row ids")
    return Face("interactive", text, options=tuple(options), list_label=label)


def _section(section: Node, needs_title: bool) -> list[Option]:
    section.only("title", "rows")
    if needs_title and not section.has("title"):
        raise missing(f"{section.at('title')} (with more than one section)")
    title = section.optional_text("title", SECTION_TITLE)
    return [_row(row, title) for row in section.nodes("rows", 1, ROWS)]


def _row(row: Node, section: str) -> Option:
    row.only("id", "title", "description")
    return Option(
        "row",
        row.text("id", ROW_ID, tidy=True),
        row.text("title", ROW_TITLE),
        row.optional_text("description", ROW_DESCRIPTION),
        section,
    )


def _link(node: Node, text: str) -> Face:
    action = node.node("action")
    action.only("name", "parameters")
    action.choice("name", ("cta_url",))
    parameters = action.node("parameters")
    parameters.only("display_text", "url")
    url = parameters.text("url", 2000)
    if urlsplit(url).scheme not in ("http", "https"):
        raise invalid(f"{parameters.at('url')} must begin with http:// or https://.")
    label = parameters.text("display_text", LINK_LABEL)
    return Face("interactive", text, link=url, link_label=label)


def _location_request(node: Node, text: str) -> Face:
    for name in ("header", "footer"):
        if node.has(name):
            raise unexpected(f'Unexpected key "{name}" on a location_request_message.')
    action = node.node("action")
    action.only("name")
    action.choice("name", ("send_location",))
    return Face("location_request", text)


def _flow(node: Node, text: str) -> Face:
    """A form; the simulator does not know its pages, so a phone answers it with fields of its own."""
    action = node.node("action")
    action.only("name", "parameters")
    action.choice("name", ("flow",))
    given = action.node("parameters")
    given.only(*_FLOW)
    given.choice("flow_message_version", ("3",))
    if given.has("flow_id") == given.has("flow_name"):
        raise unexpected(f"{given.at('flow_id')} or flow_name is needed, and only one of them.")
    for name in ("mode", "flow_action"):
        if given.has(name):
            given.choice(name, _FLOW_CHOICES[name])
    given.optional_text("flow_id", 64)
    given.optional_text("flow_name", 64)
    token = given.optional_text("flow_token", 512)
    return Face("flow", text, link_label=given.text("flow_cta", FLOW_LABEL), chosen_id=token)


def _contact_request(node: Node, text: str) -> Face:
    action = node.node("action")
    action.only("name")
    action.choice("name", ("request_contact_info",))
    return Face("contact_request", text)


def _header(node: Node, store: MediaStore, *, media: bool) -> dict[str, Any]:
    """The parts of the face that it makes: a text, or the id or link of a file."""
    if not node.has("header"):
        return {}
    header = node.node("header")
    kind = header.choice("type", ("text", *MEDIA_HEADERS) if media else ("text",))
    header.only("type", kind)
    if kind == "text":
        return {"header": header.text("text", HEADER)}
    reference = header.node(kind)
    reference.only("id", "link", *(("filename",) if kind == "document" else ()))
    media_id, _type = source(reference, kind, store)
    where = media_id or reference.text("link", 2048)
    return {"header": f"[{kind}]", "header_kind": kind, "header_media": where}


def _footer(node: Node) -> str:
    if not node.has("footer"):
        return ""
    footer = node.node("footer")
    footer.only("text")
    return footer.text("text", FOOTER)


_KINDS: Mapping[str, Callable[[Node, str], Face]] = {
    "button": _button,
    "list": _list,
    "cta_url": _link,
    "location_request_message": _location_request,
    "flow": _flow,
    "contact_request": _contact_request,
}
