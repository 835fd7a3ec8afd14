"""Which further questions each kind of incident asks, out of `data/kamus/pertanyaan_lanjutan.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from banpol.language.lexicon import KAMUS_DIR, read_kamus

FOLLOW_UPS_FILE = KAMUS_DIR / "pertanyaan_lanjutan.yml"
PARTS = ("orang", "kerugian")
MOST_PER_KIND = 3


@dataclass(frozen=True)
class FollowUp:
    """One further question; `told` matches a narrative that has answered it already."""

    part: str
    question: str
    example: str
    told: re.Pattern[str] | None

    def is_told(self, narrative: str) -> bool:
        return bool(self.told and self.told.search(narrative))


@lru_cache(maxsize=4)
def follow_ups(path: Path = FOLLOW_UPS_FILE) -> dict[str, tuple[FollowUp, ...]]:
    """The questions of every kind, in their order; raises ValueError for a table that is written wrongly."""
    table = read_kamus(path)["lanjutan"]
    return {kind: _questions(kind, entries) for kind, entries in table.items()}


def _questions(kind: str, entries: list[dict[str, str]]) -> tuple[FollowUp, ...]:
    if len(entries) > MOST_PER_KIND:
        raise ValueError(f"pertanyaan_lanjutan.yml: {kind} asks more than {MOST_PER_KIND} questions")
    found = tuple(_question(kind, entry) for entry in entries)
    if len({one.part for one in found}) < len(found):
        raise ValueError(f"pertanyaan_lanjutan.yml: {kind} asks for one part twice")
    return found


def _question(kind: str, entry: dict[str, str]) -> FollowUp:
    part, question, example = entry.get("isi"), entry.get("tanya"), entry.get("contoh")
    if part not in PARTS:
        raise ValueError(f"pertanyaan_lanjutan.yml: {kind} fills {part!r}, known are {', '.join(PARTS)}")
    if not question or not example:
        raise ValueError(f"pertanyaan_lanjutan.yml: {kind} needs tanya and contoh for {part}")
    return FollowUp(part, question, example, _pattern(str(entry.get("sudah") or "")))


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(word.strip()).replace(r"\*", r"\w*") for word in words.split(",") if word.strip()]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE) if parts else None
