"""Banpol's own report numbers (BP-YYMMDD-NNNN) in a chat message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from banpol.language.words import LIMIT


@dataclass(frozen=True)
class ReportNumber:
    """A report number in its official form."""

    value: str
    said: str
    span: tuple[int, int]


_NUMBER = re.compile(
    r"(?<!\w)B ?P[ \-–—_./:#]{0,3}(\d{2}) ?(\d{2}) ?(\d{2})[ "
    r"\-–—_./:]{0,3}(\d{4,7})(?!\w)",
    re.I | re.A,
)


def find_report_numbers(text: str) -> list[ReportNumber]:
    """Every report number in `text`, in reading order; tolerant of blanks, dashes and lower case."""
    found = (_number(match) for match in _NUMBER.finditer(text[:LIMIT]))
    return [number for number in found if number]


def _number(match: re.Match[str]) -> ReportNumber | None:
    year, month, day, serial = match.groups()
    try:
        date(2000 + int(year), int(month), int(day))
    except ValueError:
        return None
    return ReportNumber(f"BP-{year}{month}{day}-{serial}", match.group(), match.span())
