"""Long texts in as few pieces as possible, cut at the ends of sentences."""

from __future__ import annotations

import re

from banpol.whatsapp.graphemes import boundary

_ENDS = (re.compile(r"\n+"), re.compile(r"(?<=[.!?…])\s+"), re.compile(r"\s+"))


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` characters each; a short text stays whole, blank lines and all."""
    pieces = []
    rest = text.strip()
    while len(rest) > limit:
        end, start = _cut(rest, limit)
        pieces.append(rest[:end])
        rest = rest[start:].lstrip()
    return [*pieces, rest] if rest else pieces


def head_and_tail(text: str, limit: int) -> tuple[str, str]:
    """The text in two, the second part at most `limit` characters: what comes first, and what stands
    with the choices. The cut is the earliest one that fits, so the tail says as much as it can."""
    text = text.strip()
    if len(text) <= limit:
        return "", text
    earliest = len(text) - limit
    for pattern in _ENDS:
        match = next((found for found in pattern.finditer(text, earliest) if found.end() < len(text)), None)
        if match and match.end() >= earliest:
            return text[: match.start()].rstrip(), text[match.end() :]
    return text[:earliest], text[earliest:]


def _cut(text: str, limit: int) -> tuple[int, int]:
    """Where a piece ends and the rest begins: the last end of a line, sentence or word in its second half."""
    for pattern in _ENDS:
        ends = [
            match for match in pattern.finditer(text, limit // 2, limit + 1) if 0 < match.start() <= limit
        ]
        if ends:
            return ends[-1].start(), ends[-1].end()
    place = boundary(text, limit)
    return place, place
