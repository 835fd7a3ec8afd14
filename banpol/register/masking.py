"""Hides the reporter's name wherever it was written down, not only in its own field."""

from __future__ import annotations

import re
from typing import Any

HIDDEN = "▇▇▇▇"
_SHORTEST = 3


def masked(value: Any, name: str) -> Any:
    """The same shape with every part of the name (three letters or more) blotted out of its texts."""
    parts = sorted({part for part in name.split() if len(part) >= _SHORTEST}, key=len, reverse=True)
    if not parts:
        return value
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, parts)) + r")\b", re.IGNORECASE)
    return _walk(value, pattern)


def _walk(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(HIDDEN, value)
    if isinstance(value, dict):
        return {key: _walk(item, pattern) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walk(item, pattern) for item in value]
    return value
