"""When something happened, out of the words of a chat message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")


@dataclass(frozen=True)
class TimeFound:
    """An interval in WIB; `span` counts code points of the raw text; `ask` means that it must be asked back."""

    start: datetime
    end: datetime
    said: str
    ask: bool
    span: tuple[int, int]
    kind: str  # "titik" | "rentang" | "perkiraan"


def find_time(text: str, now: datetime) -> TimeFound | None:
    """The most specific time named in `text`, seen from `now` (aware)."""
    return None
