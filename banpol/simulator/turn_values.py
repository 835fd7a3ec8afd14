"""Reading single values of a turn; each wrong one is refused with a sentence."""

from __future__ import annotations

from typing import Any, Mapping

TEXT_MOST = 4096
Turn = Mapping[str, Any]


class TurnRefused(Exception):
    """A turn that no phone could make; `status` is the HTTP status, the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def string(turn: Turn, name: str, default: str = "") -> str:
    value = turn.get(name, default)
    if value is None:
        return default
    if not isinstance(value, str):
        raise TurnRefused(400, f"{name} must be a string")
    return value


def needed(turn: Turn, name: str = "content") -> str:
    value = string(turn, name)
    if not value.strip():
        raise TurnRefused(400, f"{name} must not be empty")
    return value
