"""Files that business and phones exchange, with Meta's types, sizes and times of life."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from banpol.clock import Clock
from banpol.simulator.ids import Ids

MIB = 1024 * 1024
UPLOAD_LIFE = timedelta(days=30)
INBOUND_LIFE = timedelta(days=7)
ADDRESS_LIFE = timedelta(minutes=5)
# What a business may send: the kind of message, its MIME types, its size in bytes.
SENDABLE: dict[str, tuple[tuple[str, ...], int]] = {
    "image": (("image/jpeg", "image/png"), 5 * MIB),
    "video": (("video/mp4", "video/3gpp"), 16 * MIB),
    "audio": (("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), 16 * MIB),
    "sticker": (("image/webp",), 500 * 1024),
    "document": (
        (
            "text/plain",
            "application/pdf",
            "application/vnd.ms-powerpoint",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        100 * MIB,
    ),
}


@dataclass(frozen=True)
class StoredFile:
    """A file with an id. `expires_at` is when the id stops being known."""

    id: str
    content: bytes = field(repr=False)
    mime_type: str
    name: str
    expires_at: datetime

    @property
    def sha256(self) -> str:
        """In hex, as media descriptors carry it."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def sha256_base64(self) -> str:
        """In base64, as webhooks carry it."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()


class MediaStore:
    """Everything is in memory: a simulator leaves no file behind."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._files: dict[str, StoredFile] = {}
        self._addresses: dict[str, tuple[str, datetime]] = {}

    def keep(self, content: bytes, mime_type: str, name: str, life: timedelta) -> StoredFile:
        stored = StoredFile(self._ids.media(), content, mime_type, name, self._clock.now() + life)
        self._files[stored.id] = stored
        return stored

    def find(self, media_id: str) -> StoredFile | None:
        """The file while its id is valid."""
        stored = self._files.get(media_id)
        return stored if stored and self._clock.now() < stored.expires_at else None

    def seen(self, media_id: str) -> StoredFile | None:
        """The file as a phone still shows it, long after its id has expired."""
        return self._files.get(media_id)

    def remove(self, media_id: str) -> None:
        self._files.pop(media_id, None)

    def address(self, stored: StoredFile) -> str:
        """A new token under which the bytes can be fetched for five minutes."""
        token = self._ids.token()
        self._addresses[token] = (stored.id, self._clock.now() + ADDRESS_LIFE)
        return token

    def behind(self, token: str) -> StoredFile | None:
        media_id, ends = self._addresses.get(token, ("", self._clock.now()))
        return self.find(media_id) if self._clock.now() < ends else None


def kind_of(mime_type: str) -> str | None:
    """The kind of message that may carry this type; None when no business may send it."""
    plain = mime_type.split(";")[0].strip().lower()
    for kind, (types, _size) in SENDABLE.items():
        if plain in types:
            return kind
    return None
