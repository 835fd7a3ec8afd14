"""The word lists of `data/kamus`, and those of `ejaan.yml` ready for look-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

KAMUS_DIR = Path(__file__).resolve().parents[2] / "data" / "kamus"
VOWELS = frozenset("aiueo")


@dataclass(frozen=True)
class Lexicon:
    """The word lists of `ejaan.yml`, ready for look-up."""

    known: frozenset[str]
    names: frozenset[str]
    shorthand: Mapping[str, str]
    palembang: Mapping[str, str]
    palembang_marks: frozenset[str]
    doubtful: Mapping[str, str]
    phrases: Mapping[str, str]
    phrase_pattern: re.Pattern[str]
    targets: tuple[str, ...]
    skeletons: Mapping[str, str]


def read_kamus(path: Path) -> dict[str, Any]:
    """Reads one YAML file of `data/kamus`; raises ValueError when it is not a mapping."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (both loaders are safe ones)
    if not isinstance(content, dict):
        raise ValueError(f"{path.name}: expected sections with names, found {type(content).__name__}")
    return content


def _flat(sections: Mapping[str, Any] | None) -> dict[str, str]:
    """Joins topic sections (`{topic: {word: meaning}}`) into one table; the first meaning of a word wins."""
    table: dict[str, str] = {}
    for words in (sections or {}).values():
        for word, meaning in (words or {}).items():
            table.setdefault(str(word).lower(), str(meaning).lower())
    return table


def _words(sections: Mapping[str, str] | None) -> list[str]:
    """All words of topic sections written as running text, in reading order, each once."""
    return list(dict.fromkeys(w for text in (sections or {}).values() for w in str(text).lower().split()))


def skeleton(word: str) -> str:
    """First letter and consonants: what is left when someone types without vowels."""
    return word[:1] + "".join(c for c in word[1:] if c not in VOWELS)


def _skeletons(words: Iterable[str]) -> dict[str, str]:
    """Skeleton → the earliest word that has it; short skeletons fit too many words to be trusted."""
    table: dict[str, str] = {}
    for word in words:
        bones = skeleton(word)
        if len(bones) >= 3 and len(word) <= 10:
            table.setdefault(bones, word)
    return table


@lru_cache(maxsize=4)
def lexicon(path: Path = KAMUS_DIR / "ejaan.yml") -> Lexicon:
    """The word lists, read once per process."""
    raw = read_kamus(path)
    good = _words(raw.get("baku"))
    short, palembang = _flat(raw.get("singkatan")), _flat(raw.get("palembang"))
    doubtful, phrases = _flat(raw.get("palembang_bila_jelas")), _flat(raw.get("frasa"))
    meanings = [w for t in (short, palembang, doubtful, phrases) for m in t.values() for w in m.split()]
    known = frozenset(good) | frozenset(meanings)
    longest_first = sorted(phrases, key=lambda p: (-len(p), p))
    alternatives = "|".join(re.escape(p) for p in longest_first) or r"(?!)"
    return Lexicon(
        known=known,
        names=frozenset(_words(raw.get("nama"))),
        shorthand=short,
        palembang=palembang,
        palembang_marks=frozenset(palembang) - known - frozenset(short),
        doubtful=doubtful,
        phrases=phrases,
        phrase_pattern=re.compile(rf"\b(?:{alternatives})\b"),
        targets=tuple(w for w in good if len(w) >= 4),
        skeletons=_skeletons(good),
    )
