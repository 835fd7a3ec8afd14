"""Where something happened, out of the words of a chat message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlaceCandidate:
    """One region that the words may mean; `score` runs from 0 to 1."""

    kabupaten: str | None
    kabupaten_code: str | None
    kecamatan: str | None
    kecamatan_code: str | None
    score: float
    reason: str


@dataclass(frozen=True)
class PlaceFound:
    """A place as said and as resolved; codes are Kemendagri's, with dots (16.71, 16.71.05)."""

    said: str
    span: tuple[int, int]
    kabupaten: str | None
    kabupaten_code: str | None
    kecamatan: str | None
    kecamatan_code: str | None
    outside: bool
    ask: bool
    candidates: tuple[PlaceCandidate, ...] = ()


def find_place(text: str, answering: bool = False) -> PlaceFound | None:
    """The best place named in `text`; `answering` says that the text answers "di mana?"."""
    return None
