"""An hour without a part of the day: which two moments it may mean, in words that fit on a button."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.message import Ear
from banpol.clock import WIB
from banpol.language.time import TimeFound

HALF_DAY = timedelta(hours=12)
# From this hour on; what comes before the first is night still.
_PARTS = ((0, "dini hari"), (3, "subuh"), (5, "pagi"), (11, "siang"), (15, "sore"), (18, "malam"))
MOST_OFF = timedelta(minutes=30)


def candidates(found: TimeFound, ear: Ear, now: datetime) -> tuple[str, ...]:
    """The two newest moments that "jam 9" may mean; only those that are understood as what they say."""
    middle = found.start + (found.end - found.start) / 2
    while middle > now:
        middle -= HALF_DAY
    while middle + HALF_DAY <= now:
        middle += HALF_DAY
    named = [(_words(moment, found.said, now), moment) for moment in (middle, middle - HALF_DAY)]
    return tuple(words for words, moment in named if _is_understood(words, moment, ear, now))


def _words(moment: datetime, said: str, now: datetime) -> str:
    local, today = moment.astimezone(WIB), now.astimezone(WIB).date()
    part = [name for hour, name in _PARTS if local.hour >= hour][-1]
    day = "Tadi" if local.date() == today else "Kemarin"
    return f"{day} {part} {said}"


def _is_understood(words: str, moment: datetime, ear: Ear, now: datetime) -> bool:
    read = ear.read(words, now).time
    return read is not None and not read.ask and abs(read.start - moment) <= MOST_OFF
