"""The days that a page of figures is about: two dates in its address, both included, in WIB."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from banpol.clock import WIB
from banpol.console.house import Visit

LONGEST_DAYS = 3660


@dataclass(frozen=True)
class Period:
    """`first` is never after `last`."""

    first: date
    last: date

    @property
    def days(self) -> tuple[str, str]:
        """As the register writes days, YYMMDD."""
        return f"{self.first:%y%m%d}", f"{self.last:%y%m%d}"

    @property
    def rows(self) -> dict[str, str]:
        """What leads from a figure to the queue's list of its reports."""
        first, last = self.days
        return {"tampilan": "semua", "dari": first, "sampai": last}


def asked(visit: Visit, default_days: int) -> Period:
    """From `dari` and `sampai` (ISO); what is missing or no date gives the last so many days up to today."""
    today = visit.now.astimezone(WIB).date()
    given = visit.request.query_params if visit.request.method == "GET" else visit.form
    last = _date(given.get("sampai", "")) or today
    first = _date(given.get("dari", "")) or last - timedelta(days=default_days - 1)
    first, last = min(first, last), max(first, last)
    return Period(max(first, last - timedelta(days=LONGEST_DAYS)), last)


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # Days are kept with two digits for the year.
    return found if 2000 <= found.year <= 2099 else None
