"""The pieces a time expression is made of: clocks, dayparts, days and moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Clock:
    """Minutes after midnight; `twelve` means that it may as well be twelve hours later."""

    low: int
    high: int
    twelve: bool
    approximate: bool = False
    impossible: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the day or a prayer hour; `relation` is "habis", "sebelum" or "pas"."""

    name: str
    relation: str = "pas"
    this: bool = False  # "malam ini"


@dataclass(frozen=True)
class Day:
    """First and last day; `night`: the night that begins on it; `sunday`: what "minggu" may mean too."""

    low: date
    high: date
    name: str
    night: bool = False
    approximate: bool = False
    ask: bool = False
    sunday: date | None = None


@dataclass(frozen=True)
class Moment:
    """A stretch of time reckoned back from now."""

    low: datetime
    high: datetime
    name: str
    approximate: bool = True
    ask: bool = False


@dataclass(frozen=True)
class Piece:
    """One of these, and where it stood in the plain text."""

    what: Clock | Part | Day | Moment
    start: int
    end: int
