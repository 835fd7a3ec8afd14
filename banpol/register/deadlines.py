"""How long each step may take, by urgency and, where it differs, by kind; minutes in `daftar/tenggat.yml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Mapping

from banpol.register.errors import UnknownChoice
from banpol.register.lists import read_list

FILE = "tenggat.yml"
URGENCIES = ("darurat", "mendesak", "biasa")
FIRST_LOOK = "lihat_pertama"
STEPS = (FIRST_LOOK, "jawab", "tangani", "tanya_pelapor", "teruskan", "jawaban_penutup")
Minutes = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Deadlines:
    """`steps[step][urgency]` in minutes; `kinds[kind]` has the same form and wins where it says something."""

    steps: Minutes
    kinds: Mapping[str, Minutes] = field(default_factory=dict)

    def term(self, step: str, urgency: str, kind: str) -> timedelta:
        """Raises UnknownChoice for a step or urgency that the table lacks."""
        own = self.kinds.get(kind, {}).get(step, {}).get(urgency)
        minutes = own if own is not None else self.steps.get(step, {}).get(urgency)
        if minutes is None:
            raise UnknownChoice(f"the table of deadlines has no {step} for {urgency}")
        return timedelta(minutes=minutes)


def read_deadlines(folder: Path | None = None) -> Deadlines:
    return deadlines_from(read_list(FILE, folder))


def deadlines_from(body: Mapping[str, Any]) -> Deadlines:
    """Raises UnknownChoice for an unknown step, urgency, or a term that is no positive number of minutes."""
    steps = {step: _row(step, terms) for step, terms in body["langkah"].items()}
    missing = [step for step in STEPS if set(steps.get(step, {})) != set(URGENCIES)]
    if missing:
        raise UnknownChoice(f"deadlines: {missing[0]} needs minutes for {', '.join(URGENCIES)}")
    kinds = {
        kind: {step: _row(step, terms) for step, terms in rows.items()}
        for kind, rows in (body.get("jenis") or {}).items()
    }
    return Deadlines(steps, kinds)


def _row(step: str, terms: Mapping[str, Any]) -> dict[str, int]:
    if step not in STEPS:
        raise UnknownChoice(f"deadlines: there is no step {step}")
    for urgency, minutes in terms.items():
        if urgency not in URGENCIES or not isinstance(minutes, int) or not 0 < minutes <= 1_000_000:
            raise UnknownChoice(f"deadlines: {step}/{urgency} must be a whole number of minutes above 0")
    return dict(terms)
