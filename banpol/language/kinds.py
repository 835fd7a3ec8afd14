"""Kind of incident, guessed from the whole narrative."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of incident as `data/kamus/jenis_kejadian.yml` describes it."""

    name: str
    label: str
    sensitive: bool
    follow_up: str | None
    follow_up_response: str | None
    strong_words: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class KindGuess:
    """The best kind, how sure (0-1), and all kinds, best first."""

    kind: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


def kind_table() -> dict[str, Kind]:
    """All kinds by name, in the order of the file."""
    raise NotImplementedError


def classify_kind(narrative: str) -> KindGuess:
    """Guesses the kind of incident of a narrative of any length."""
    raise NotImplementedError
