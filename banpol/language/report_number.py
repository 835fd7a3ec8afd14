"""Banpol's own report numbers (BP-YYMMDD-NNNN) in a chat message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportNumber:
    """A report number in its official form."""

    value: str
    said: str
    span: tuple[int, int]


def find_report_numbers(text: str) -> list[ReportNumber]:
    """Every report number in `text`, in reading order."""
    return []
