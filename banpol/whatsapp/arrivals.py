"""Keeps a text behind the picture it belongs to: Meta may deliver a small message before a large one.

After a message with a file the next one to the same person waits until the first is delivered, read or
failed, but never longer than a ceiling: an answer too early is better than one too late.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Mapping

from sqlalchemy.exc import SQLAlchemyError

from banpol.post import deliveries
from banpol.whatsapp.parts import Parts

SLOW = ("image", "video", "document", "audio", "sticker")
THERE = ("delivered", "read", "played", "failed")
LOOK_SECONDS = 0.25
MOST_KEPT = 10_000


@dataclass(frozen=True)
class _Under:
    known_as: str
    until_s: float


class Arrivals:
    """In memory only: after a restart the order is left to Meta."""

    def __init__(self, parts: Parts, ceiling_s: float) -> None:
        self._parts, self._ceiling_s = parts, ceiling_s
        self._under_way: dict[str, _Under] = {}

    def sent(self, pair: str, message_id: str, body: Mapping[str, Any]) -> None:
        """`pair` names our number and the person."""
        if self._ceiling_s > 0 and _is_slow(body):
            now_s = self._parts.machine_s()
            until_s = now_s + self._ceiling_s
            if len(self._under_way) >= MOST_KEPT:
                kept = self._under_way.items()
                self._under_way = {name: under for name, under in kept if under.until_s > now_s}
            self._under_way[pair] = _Under(self._parts.known_as(message_id), until_s)

    async def wait(self, pair: str) -> None:
        """Until the file before is there, or the ceiling is reached."""
        under_way = self._under_way.pop(pair, None)
        if under_way is None:
            return
        while self._parts.machine_s() < under_way.until_s:
            if await asyncio.to_thread(self._is_there, under_way.known_as):
                return
            await asyncio.sleep(LOOK_SECONDS)

    def _is_there(self, known_as: str) -> bool:
        try:
            with self._parts.database.read() as session:
                return deliveries.best_status(session, known_as) in THERE
        except SQLAlchemyError:
            return False


def _is_slow(body: Mapping[str, Any]) -> bool:
    """A file, or a picture above an interactive message."""
    if body["type"] in SLOW:
        return True
    header = body["interactive"].get("header") if body["type"] == "interactive" else None
    return isinstance(header, Mapping) and header.get("type") in SLOW
