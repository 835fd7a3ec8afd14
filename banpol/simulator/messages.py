"""One message as a phone shows it, sent or received; and one choice that it offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FROM_CITIZEN, FROM_SERVICE = "in", "out"
# A failed message stays failed; the others only ever climb.
RANKS = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 9}


@dataclass(frozen=True)
class Option:
    """A button or a list row; `id` comes back to the business when it is tapped."""

    kind: str  # "button" | "row"
    id: str
    title: str
    description: str = ""
    section: str = ""


@dataclass(frozen=True)
class Face:
    """What is seen of a message. `type` is the Cloud API's name; "voice" and "location_request" are ours."""

    type: str
    text: str = ""
    header: str = ""
    footer: str = ""
    options: tuple[Option, ...] = ()
    list_label: str = ""
    link: str = ""
    link_label: str = ""
    media_id: str = ""
    mime_type: str = ""
    file_name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_name: str = ""
    emoji: str = ""
    context_id: str = ""
    chosen_id: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    header_kind: str = ""  # image | video | document above an interactive message, with its id or link
    header_media: str = ""


@dataclass
class PhoneMessage:
    """A message in a conversation. `direction` is seen from the service: "in" came from the citizen."""

    id: str
    direction: str
    face: Face
    at: datetime
    status: str = "accepted"
    error_code: int | None = None
    reaction: str = ""
    opaque: str = ""
    edited: bool = False
    revoked: bool = False
    account: str = ""  # the number of the service that it came from or went to
    history: list[tuple[str, datetime]] = field(default_factory=list)

    def climb(self, status: str, at: datetime) -> bool:
        """Notes a status; False when the message is already past it."""
        if RANKS[status] <= RANKS[self.status]:
            return False
        self.status = status
        self.history.append((status, at))
        return True

    @property
    def billable(self) -> bool:
        """Whether Meta's bill counts it: it was sent, and is no reaction. Read marks are no messages."""
        sent = RANKS["sent"] <= RANKS[self.status] < RANKS["failed"]
        return self.direction == FROM_SERVICE and sent and self.face.type != "reaction"

    def as_dict(self) -> dict[str, Any]:
        """The transcript's form, for programs and for the phone page."""
        face = self.face
        return {
            "id": self.id,
            "direction": self.direction,
            "type": face.type,
            "text": face.text,
            "header": face.header,
            "header_kind": face.header_kind,
            "header_media": face.header_media,
            "footer": face.footer,
            "buttons": [option.title for option in face.options if option.kind == "button"],
            "rows": [option.title for option in face.options if option.kind == "row"],
            "options": [vars(option) for option in face.options],
            "list_label": face.list_label,
            "link_label": face.link_label,
            "link": {"url": face.link, "label": face.link_label} if face.link else None,
            "media": self._media(),
            "location": self._location(),
            "contact_number": face.place_name if face.type == "contacts" else "",
            "emoji": face.emoji,
            "reaction": self.reaction,
            "context_id": face.context_id,
            "chosen_id": face.chosen_id,
            "answers": face.answers,
            "edited": self.edited,
            "revoked": self.revoked,
            "account": self.account,
            "status": self.status,
            "error_code": self.error_code,
            "billable": self.billable,
            "at": self.at.isoformat(),
        }

    def _media(self) -> dict[str, str] | None:
        if not self.face.media_id:
            return None
        return {"id": self.face.media_id, "mime_type": self.face.mime_type, "name": self.face.file_name}

    def _location(self) -> dict[str, Any] | None:
        if self.face.latitude is None:
            return None
        return {"lat": self.face.latitude, "lon": self.face.longitude, "name": self.face.place_name}
