"""Messages in the form that every channel is turned into: what came, and what leaves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Letter:
    """What a reporter sent. `kind`: text | choice | location | media | unsupported.

    `payload` belongs to a choice and is one that we issued ourselves; the channel has verified it.
    `media_type`: image | video | audio | voice | document | sticker.
    """

    kind: str
    text: str = ""
    payload: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_name: str = ""
    evidence_id: str = ""
    media_type: str = ""
    raw_type: str = ""
    # What else the channel said, in its own words: forwarded, the message it refers to, fields of a form.
    details: dict[str, Any] = field(default_factory=dict)
    # The keyed mark of a PIN that stood in the text; the digits are kept nowhere.
    secret: str = field(default="", repr=False)

    def to_bytes(self) -> bytes:
        return json.dumps(vars(self), default=vars, ensure_ascii=True).encode()

    @staticmethod
    def from_bytes(data: bytes) -> Letter:
        return Letter(**json.loads(data))


@dataclass(frozen=True)
class Choice:
    """One answer that the reporter may tap; `payload` is what the assistant reads then."""

    title: str
    payload: str
    description: str = ""


@dataclass(frozen=True)
class OutgoingMessage:
    """What leaves. `custom` is a raw body in the channel's own form, which the channel validates."""

    text: str
    choices: tuple[Choice, ...] = ()
    list_label: str = ""
    request_location: bool = False
    custom: dict[str, Any] = field(default_factory=dict)
    # What kind of notice it is and the words that may be said of it outside the window: no personal data.
    kind: str = ""
    facts: tuple[str, ...] = ()
    # A file by its address, above the text; a line above and one below, where the form has room for them.
    file: str = ""
    header: str = ""
    footer: str = ""

    def to_bytes(self) -> bytes:
        return json.dumps(vars(self), default=vars, ensure_ascii=True).encode()

    @staticmethod
    def from_bytes(data: bytes) -> OutgoingMessage:
        body = json.loads(data)
        body["choices"] = tuple(Choice(**choice) for choice in body["choices"])
        body["facts"] = tuple(body.get("facts", ()))
        return OutgoingMessage(**body)
