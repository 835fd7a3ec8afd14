"""Cutting text where people see characters, so that no emoji or accent is cut in half."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_ELLIPSIS = "…"


def fit(text: str, limit: int) -> str:
    """At most `limit` characters, the last one an ellipsis where something was left out."""
    if len(text) <= limit:
        return text
    return text[: boundary(text, limit - 1)].rstrip() + _ELLIPSIS


def boundary(text: str, at_most: int) -> int:
    """The last place ≤ `at_most` that is not inside a visible character; never 0 for a text that goes on."""
    place = at_most
    while place > 0 and place < len(text) and _inside(text, place):
        place -= 1
    return place or at_most


def _inside(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if after == _JOINER or before == _JOINER or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    return _is_flag_half(before) and _is_flag_half(after) and _flag_halves_before(text, place) % 2 == 1


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag_half(text[place - 1 - count]):
        count += 1
    return count
