"""Time is aware UTC inside; WIB (Asia/Jakarta, no daylight saving) is worn only at the edges."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Protocol

UTC = timezone.utc
# A fixed offset, because a minimal machine may lack the zone database and WIB never shifts.
WIB = timezone(timedelta(hours=7), "WIB")


class Clock(Protocol):
    """Whatever tells the time; handed in, never asked of the operating system directly."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is told to move: tests and scripted conversations."""

    def __init__(self, start: datetime) -> None:
        self._now = to_utc(start)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = to_utc(moment)

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


def to_utc(moment: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be placed on the time line")
    return moment.astimezone(UTC)


def wib_day(moment: datetime) -> str:
    """The calendar day in WIB as YYMMDD, the middle part of a report number."""
    return to_utc(moment).astimezone(WIB).strftime("%y%m%d")
