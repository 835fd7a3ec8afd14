"""Keys, moments and messages for tests; everything fixed, nothing real."""

from __future__ import annotations

import itertools
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from banpol.crypto import BlindIndex, ContentOpener, ContentSealer, KeyRing
from banpol.keys import KeyFolder, make_keys
from banpol.post.inbox import Arrival
from banpol.post.letters import Letter

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=timezone.utc)
RING = KeyRing(b"s" * 32)
CONTACT = KeyRing(b"c" * 32)
BLIND = BlindIndex(b"i" * 32)
AUDIT_KEY = b"a" * 32
_count = itertools.count(1)


def key_folder(folder: Path) -> KeyFolder:
    """A fresh set of keys in a folder of the test's own."""
    make_keys(folder / "keys")
    return KeyFolder(folder / "keys")


def content_keys(folder: Path) -> tuple[ContentSealer, ContentOpener]:
    keys = key_folder(folder)
    return keys.sealer(), keys.opener()


def arrival(text: str = "halo", reporter: str = "r1", **changes: Any) -> Arrival:
    """A message of a reporter, with an id of its own."""
    values: dict[str, Any] = {
        "message_id": f"wamid.{next(_count)}",
        "reporter_id": reporter,
        "channel": "whatsapp",
        "account": "100",
        "letter": Letter("text", text=text),
        "sent_at": NOW,
        "received_at": NOW,
    }
    return Arrival(**{**values, **changes})
