"""Vehicle number plates in a chat message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plate:
    """A plate in its written form, such as "BG 1234 AB"."""

    value: str
    said: str
    span: tuple[int, int]


def find_plates(text: str) -> list[Plate]:
    """Every number plate in `text`, in reading order."""
    return []
