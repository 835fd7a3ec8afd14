"""Outcome codes of a closed or invalid report (`daftar/hasil.yml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from banpol.register.lists import read_list

FILE = "hasil.yml"
Outcomes = Mapping[str, Mapping[str, str]]


def read_outcomes(folder: Path | None = None) -> Outcomes:
    """Target status → code → label for officers."""
    body = read_list(FILE, folder)
    return {status: dict(codes) for status, codes in body.items()}
