"""Ids as Meta makes them, but always the same ones for the same seed and the same order of events."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter


class Ids:
    """Counts per kind, so that one more trace id does not move the next message id."""

    def __init__(self, seed: int | str) -> None:
        self._seed = str(seed)
        self._counts: Counter[str] = Counter()

    def wamid(self, number: str) -> str:
        """A message id; it carries the number, as Meta's do."""
        inside = b"\x1c\x18" + number.encode() + b"\x15\x02\x00\x12\x18" + self._bytes("wamid")[:18]
        return "wamid." + base64.b64encode(inside).decode()

    def media(self) -> str:
        return str(10**15 + int.from_bytes(self._bytes("media")[:6], "big"))

    def trace(self) -> str:
        return "A" + base64.urlsafe_b64encode(self._bytes("trace")[:16]).decode().rstrip("=")

    def token(self) -> str:
        """An unguessable part of a media address."""
        return self._bytes("token").hex()

    def challenge(self) -> str:
        return str(int.from_bytes(self._bytes("challenge")[:4], "big"))

    def _bytes(self, kind: str) -> bytes:
        self._counts[kind] += 1
        return hashlib.sha256(f"{self._seed}:{kind}:{self._counts[kind]}".encode()).digest()


def user_id(business_id: str, number: str) -> str:
    """The business-scoped user id of a number; no seed in it, so a restart meets the same person."""
    digest = hashlib.sha256(f"{business_id}:{number}".encode()).digest()
    return f"ID.{int.from_bytes(digest[:8], 'big')}"
