"""What somebody does on a phone, as a program or the page says it → what the phone sends.

A turn is a JSON object: {type, content, lat, lon, name, …}; its forms are listed in docs/simulator.md.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime
from typing import Callable

from banpol.simulator import later_turns
from banpol.simulator.media import INBOUND_LIFE, MediaStore
from banpol.simulator.messages import Face, Option, PhoneMessage
from banpol.simulator.phones import Phone, PhoneRefused, normal_number
from banpol.simulator.sample_files import sample
from banpol.simulator.turn_values import TEXT_MOST, Turn, TurnRefused, needed, string

FILE_TYPES = ("image", "video", "audio", "voice", "document", "sticker")


def face_of(turn: Turn, phone: Phone, store: MediaStore, now: datetime) -> Face:
    """What the phone sends for this turn. Raises TurnRefused."""
    kind = string(turn, "type")
    if kind in FILE_TYPES:
        return _file(kind, turn, store)
    if kind in _LATER:
        return _LATER[kind](turn, phone, now)
    maker = _MAKERS.get(kind)
    if maker is None:
        known = ", ".join((*_MAKERS, *_LATER, *FILE_TYPES))
        raise TurnRefused(400, f"unknown type {kind!r}; known are {known}")
    return maker(turn, phone)


def _text(turn: Turn, phone: Phone) -> Face:
    content = needed(turn)
    if len(content) > TEXT_MOST:
        raise TurnRefused(400, f"a text has at most {TEXT_MOST} characters, this one {len(content)}")
    quoted = string(turn, "reply_to")
    if quoted and phone.find(quoted) is None:
        raise TurnRefused(409, "there is no such message on this phone")
    return Face("text", content, context_id=quoted)


def _location(turn: Turn, phone: Phone) -> Face:
    latitude, longitude = _degrees(turn, "lat", 90), _degrees(turn, "lon", 180)
    return Face(
        "location",
        latitude=latitude,
        longitude=longitude,
        place_name=string(turn, "name"),
        context_id=_open_request(phone),
    )


def _degrees(turn: Turn, name: str, most: float) -> float:
    value = turn.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TurnRefused(400, f"{name} must be a number of degrees")
    if abs(value) > most:
        raise TurnRefused(400, f"{name} must be between -{most:g} and {most:g}")
    return float(value)


def _open_request(phone: Phone) -> str:
    """The newest question for a place that has not been answered yet; a pin sent then is its answer."""
    answered = {message.face.context_id for message in phone.messages if message.face.type == "location"}
    for message in phone.received():
        if message.face.type == "location_request":
            return "" if message.id in answered else message.id
    return ""


def _choice(turn: Turn, phone: Phone) -> Face:
    """Scripts say "button" or "list"; which of the two is sent follows from what was offered."""
    label = needed(turn)
    found = _tapped(turn, phone) or _offered(label, phone)
    if found is None:
        titles = ", ".join(f"“{option.title}”" for _message, option in phone.offered()) or "nothing"
        raise TurnRefused(
            409, f"“{label}” is not offered on this phone; offered so far, newest first: {titles}"
        )
    message, option = found
    if message.face.type == "template":
        return Face("template_button", option.title, chosen_id=option.id, context_id=message.id)
    kind = "button" if option.kind == "button" else "list"
    return Face(kind, option.title, footer=option.description, chosen_id=option.id, context_id=message.id)


def _tapped(turn: Turn, phone: Phone) -> tuple[PhoneMessage, Option] | None:
    """The very choice that was tapped, when the page names message and id."""
    message_id, option_id = string(turn, "message_id"), string(turn, "option_id")
    for message, option in phone.offered():
        if (message.id, option.id) == (message_id, option_id):
            return message, option
    return None


def _offered(label: str, phone: Phone) -> tuple[PhoneMessage, Option] | None:
    """The newest choice shown under this label; a shortened title stands in full in its description."""
    wanted = label.strip().casefold()
    for message, option in phone.offered():
        description = option.description.strip().casefold()
        shown = (option.title.strip().casefold(), description, description.split(" · ")[0])
        if wanted in shown:
            return message, option
    return None


def _reaction(turn: Turn, phone: Phone) -> Face:
    """An empty emoji takes the reaction back."""
    target = string(turn, "message_id")
    received = phone.received()
    if target and phone.find(target) is None:
        raise TurnRefused(409, "there is no such message on this phone")
    if not target and not received:
        raise TurnRefused(409, "there is no message on this phone to react to")
    return Face("reaction", emoji=string(turn, "content")[:16], context_id=target or received[0].id)


def _contacts(turn: Turn, _phone: Phone) -> Face:
    number = string(turn, "number")
    try:
        digits = normal_number(number) if number else ""
    except PhoneRefused as refusal:
        raise TurnRefused(400, str(refusal)) from None
    return Face("contacts", needed(turn), place_name=digits)


def _unsupported(turn: Turn, _phone: Phone) -> Face:
    return Face("unsupported", string(turn, "content", "unknown"))


def _file(kind: str, turn: Turn, store: MediaStore) -> Face:
    """An uploaded file, or a small real one made from the description."""
    description, caption = string(turn, "content"), string(turn, "caption")
    if len(caption) > 1024:
        raise TurnRefused(400, "a caption has at most 1024 characters")
    # A recorded sound is a voice note unless the turn says that it is a sound file.
    shown = "voice" if kind == "audio" and turn.get("voice", True) is True else kind
    uploaded = string(turn, "file")
    if not uploaded:
        made = sample(kind, description)
        stored = store.keep(made.content, made.mime_type, made.name, INBOUND_LIFE)
    else:
        found = store.find(uploaded)
        if found is None:
            raise TurnRefused(400, "there is no uploaded file with this id")
        stored = found
    face = Face(shown, caption, media_id=stored.id, mime_type=stored.mime_type, file_name=stored.name)
    return replace(face, file_name=string(turn, "name")) if string(turn, "name") else face


_MAKERS: dict[str, Callable[[Turn, Phone], Face]] = {
    "text": _text,
    "location": _location,
    "button": _choice,
    "list": _choice,
    "reaction": _reaction,
    "contacts": _contacts,
    "unsupported": _unsupported,
}
_LATER: dict[str, Callable[[Turn, Phone, datetime], Face]] = {
    "edit": later_turns.edit,
    "revoke": later_turns.revoke,
    "flow": later_turns.flow,
    "welcome": later_turns.welcome,
}
