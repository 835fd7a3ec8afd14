"""What a webhook says, as facts: the shapes that the parser makes and intake works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Sender:
    """Who wrote. Either may be missing: since 2026 a user with a username may show no number."""

    phone: str | None = None  # digits, country code first, no +
    user_id: str | None = None
    name: str = ""


@dataclass(frozen=True)
class MediaRef:
    """A file that Meta keeps for us; `sha256` as given, base64 or hexadecimal."""

    kind: str  # image | video | audio | voice | document | sticker
    id: str
    mime_type: str = ""
    sha256: str = ""
    file_name: str = ""


@dataclass(frozen=True)
class Content:
    """What a message holds. `kind`: text | reply | location | media | welcome | unsupported."""

    kind: str
    text: str = ""
    reply_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_name: str = ""
    media: MediaRef | None = None
    # What else the message says, by name; the id of another message stands under `refers_to` only.
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InboundMessage:
    """One message of one user. `sent_at` is None when Meta's stamp cannot be read."""

    id: str
    account: str  # phone_number_id: which of our numbers was written to
    sender: Sender
    sent_at: datetime | None
    raw_type: str
    content: Content
    answers: str = ""  # id of the message it replies to
    about: dict[str, Any] = field(default_factory=dict)  # forwarded, referral, product: how it came about


@dataclass(frozen=True)
class StatusUpdate:
    """What became of a message of ours. `status`: sent | delivered | read | played | failed."""

    message_id: str
    account: str
    status: str
    at: datetime | None
    outbox_id: str | None = None
    error_code: int | None = None
    reason: str = ""  # Meta's words for it, without personal data


@dataclass(frozen=True)
class IdentityChange:
    """A user has another number or user id from now on. `kind`: phone | user_id."""

    account: str
    kind: str
    old: str
    new: str


@dataclass(frozen=True)
class Problem:
    """Something signed that we cannot use; `raw` is kept so that a person can look at it."""

    reason: str
    raw: bytes


@dataclass
class Delivery:
    """Everything one webhook brought. `ignored` counts what is none of our business, by reason."""

    messages: list[InboundMessage] = field(default_factory=list)
    statuses: list[StatusUpdate] = field(default_factory=list)
    changes: list[IdentityChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)

    def ignore(self, reason: str) -> None:
        self.ignored[reason] = self.ignored.get(reason, 0) + 1


Json = dict[str, Any]
