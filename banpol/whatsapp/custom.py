"""A raw body of the Cloud API, as a response's `custom:` writes it, checked before it may leave.

One table a type: which fields must be there, which may, and how long a text may be. Meta refuses a message
whole for one wrong field, and does so long after the trainer has gone home; so what is wrong is said here.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping

Shape = Mapping[str, Any]
MEDIA = {"id": 512, "link": 2048}


def _text(most: int) -> Shape:
    return {"most": most}


TYPES: Mapping[str, Shape] = {
    "text": {"needs": {"body": _text(4096)}, "may": {"preview_url": bool}},
    "image": {"one_of": MEDIA, "may": {"caption": _text(1024)}},
    "video": {"one_of": MEDIA, "may": {"caption": _text(1024)}},
    "document": {"one_of": MEDIA, "may": {"caption": _text(1024), "filename": _text(240)}},
    "audio": {"one_of": MEDIA, "may": {"voice": bool}},
    "sticker": {"one_of": MEDIA},
    "location": {
        "needs": {"latitude": (int, float, str), "longitude": (int, float, str)},
        "may": {"name": _text(1000), "address": _text(1000)},
    },
    "reaction": {"needs": {"message_id": _text(512)}, "may": {"emoji": str}},
    "template": {
        "needs": {"name": _text(512), "language": {"needs": {"code": _text(16)}}},
        "may": {"components": list},
    },
    "interactive": {
        "needs": {"type": str, "action": dict},
        "may": {
            "body": {"needs": {"text": _text(1024)}},
            "footer": {"needs": {"text": _text(60)}},
            "header": dict,
        },
    },
}
_REPLY: Shape = {"needs": {"id": _text(256), "title": _text(20)}}
_ROW: Shape = {"needs": {"id": _text(200), "title": _text(24)}, "may": {"description": _text(72)}}
ACTIONS: Mapping[str, Shape] = {
    "button": {
        "needs": {
            "buttons": {"each": {"needs": {"type": str, "reply": _REPLY}}, "count": (1, 3)},
        }
    },
    "list": {
        "needs": {
            "button": _text(20),
            "sections": {
                "each": {"needs": {"rows": {"each": _ROW, "count": (1, 10)}}, "may": {"title": _text(24)}},
                "count": (1, 10),
            },
        }
    },
    "cta_url": {
        "needs": {
            "name": str,
            "parameters": {"needs": {"display_text": _text(20), "url": _text(2000)}},
        }
    },
    "location_request_message": {"needs": {"name": str}},
    "flow": {"needs": {"name": str, "parameters": dict}},
    "contact_request": {"needs": {"name": str}},
}
LIST_ROWS = 10


def complaints(custom: Mapping[str, Any]) -> list[str]:
    """What Meta would refuse, one sentence each; nothing means that it may leave."""
    kind = custom.get("type")
    if kind == "contacts":
        return [] if isinstance(custom.get(kind), list) and custom[kind] else ["contacts: a list is needed"]
    if not isinstance(kind, str) or kind not in TYPES:
        return [f"`type` must be one of {', '.join([*TYPES, 'contacts'])}"]
    found = list(_wrong(custom.get(kind), TYPES[kind], kind))
    return found or list(_wrong_action(custom[kind])) if kind == "interactive" else found


def _wrong_action(interactive: Mapping[str, Any]) -> Iterator[str]:
    kind, action = interactive["type"], interactive["action"]
    if kind not in ACTIONS:
        yield f"interactive.type must be one of {', '.join(ACTIONS)}"
        return
    if "body" not in interactive:
        yield "interactive.body is missing"
    wrong = list(_wrong(action, ACTIONS[kind], "interactive.action"))
    yield from wrong
    if kind == "list" and not wrong:
        rows = sum(len(section["rows"]) for section in action["sections"])
        if rows > LIST_ROWS:
            yield f"a list has at most {LIST_ROWS} rows in all its sections, not {rows}"


def _wrong(value: Any, shape: Any, where: str) -> Iterator[str]:
    """Sentences about a value that must have a shape: a Python type, a text, a list, or an object."""
    if not isinstance(shape, Mapping):
        if not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
            yield f"{where} has the wrong form"
    elif "most" in shape:
        yield from _wrong_text(value, shape["most"], where)
    elif "each" in shape:
        yield from _wrong_list(value, shape, where)
    elif isinstance(value, Mapping):
        yield from _wrong_object(value, shape, where)
    else:
        yield f"{where} must be an object"


def _wrong_text(value: Any, most: int, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip():
        yield f"{where} must be a text"
    elif len(value) > most:
        yield f"{where} has {len(value)} characters, at most {most} are allowed"


def _wrong_list(value: Any, shape: Shape, where: str) -> Iterator[str]:
    least, most = shape["count"]
    if not isinstance(value, list) or not least <= len(value) <= most:
        yield f"{where} must be a list of {least} to {most}"
        return
    for place, item in enumerate(value):
        yield from _wrong(item, shape["each"], f"{where}[{place}]")


def _wrong_object(value: Mapping[str, Any], shape: Shape, where: str) -> Iterator[str]:
    needs, may, one_of = shape.get("needs", {}), shape.get("may", {}), shape.get("one_of", {})
    if one_of and len([name for name in one_of if value.get(name)]) != 1:
        yield f"{where} needs either {' or '.join(one_of)}"
    for name in needs:
        if name not in value:
            yield f"{where}.{name} is missing"
    known = {**needs, **may, **{name: _text(most) for name, most in one_of.items()}}
    for name, item in value.items():
        if name in known:
            yield from _wrong(item, known[name], f"{where}.{name}")
        elif needs or may or one_of:
            yield f"{where}.{name} is not known"
