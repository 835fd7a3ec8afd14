"""Danger words: whether a message tells of somebody in danger now.

The lists stand in `data/kamus/darurat.yml`, which explains them. Recall comes first: a clause that names a
danger counts as an emergency unless it says that the danger is over, supposed, asked about or denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from banpol.language.lexicon import KAMUS_DIR, read_kamus
from banpol.language.spelling import excerpt, normalise

_CLAUSE = re.compile(r"[.!?;,\n]+|\b(?:tapi|tp|tetapi|namun|cuma)\b", re.IGNORECASE)
_SIGNS = {"🆘": " sos ", "🔥": " kebakaran "}
_ENDING = re.compile(r"(?<=\w{4})nya\b")


@dataclass(frozen=True)
class Danger:
    """What was found: the category, the words that decided, and whether it is happening now."""

    category: str
    words: tuple[str, ...]
    now: bool


@dataclass(frozen=True)
class _Category:
    name: str
    certain: re.Pattern[str]
    sign: re.Pattern[str]
    only_now: re.Pattern[str]


@dataclass(frozen=True)
class _Lists:
    categories: tuple[_Category, ...]
    now: re.Pattern[str]
    past: re.Pattern[str]
    asked: re.Pattern[str]
    denied: re.Pattern[str]
    idioms: re.Pattern[str]
    cry_core: frozenset[str]
    cry_words: frozenset[str]
    hazards: tuple[tuple[str, re.Pattern[str]], ...]


def _phrase(phrase: str) -> str:
    """One line of the lists as a regular expression: `...` up to five words, `*` any ending."""
    text = _bare(" ".join(str(phrase).split())).replace("*", r"\w*")
    text = text.replace(" ... ", r" (?:\S+ ){0,5}?")
    return re.sub(r"\((?!\?)", "(?:", text)


def _bare(text: str) -> str:
    """Drops -nya, which changes no danger (malingnya, dipukulnya); the lists lose it in the same way."""
    return _ENDING.sub("", text)


def _checked(phrase: str) -> str:
    """The expression of a line; raises ValueError that names the line when its brackets do not close."""
    pattern = _phrase(phrase)
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"darurat.yml: cannot read the line {phrase!r}: {error}") from error
    return pattern


def _any_of(phrases: Iterable[str] | None) -> re.Pattern[str]:
    """One pattern for a list of phrases, never matching for an empty list."""
    parts = [f"{_checked(p)}(?!\\w)" for p in phrases or ()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})" if parts else r"(?!)")


@lru_cache(maxsize=4)
def _lists(path: Path = KAMUS_DIR / "darurat.yml") -> _Lists:
    raw = read_kamus(path)
    categories = tuple(
        _Category(name, _any_of(c.get("pasti")), _any_of(c.get("tanda")), _any_of(c.get("sedang")))
        for name, c in raw["kategori"].items()
    )
    core = frozenset(raw["teriakan"]["inti"].split())
    return _Lists(
        categories=categories,
        now=_any_of(raw["sekarang"]),
        past=_any_of(raw["lampau"]),
        asked=_any_of(raw["tanya"]),
        denied=_any_of(raw["bukan"]),
        idioms=_any_of(raw["ungkapan"]),
        cry_core=core,
        cry_words=core | frozenset(raw["teriakan"]["boleh"].split()),
        hazards=tuple((name, _any_of(lines)) for name, lines in raw["nasihat"].items()),
    )


def _clauses(text: str) -> list[str]:
    """Normalised clauses of a message, in order; idioms that only sound dangerous are blotted out."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    lists = _lists()
    parts = (_bare(normalise(part)) for part in _CLAUSE.split(excerpt(text)))
    return [lists.idioms.sub(" # ", part) for part in parts if part]


def _found(category: _Category, clause: str, now: bool, past: bool) -> re.Match[str] | None:
    """The words of one clause that make this category a danger now."""
    if hit := category.certain.search(clause):
        return hit
    if now and (hit := category.only_now.search(clause)):
        return hit
    return None if past and not now else category.sign.search(clause)


def _is_cry(words: list[str]) -> bool:
    """A message of nothing but cries for help: "tolong pak cepat"."""
    lists = _lists()
    return bool(lists.cry_core.intersection(words)) and lists.cry_words.issuperset(words)


# Two parts of the pipeline ask about the same message.
@lru_cache(maxsize=4)
def find_danger(text: str) -> Danger | None:
    """The first danger a message names; `now` is False when it is told as over, None when none is named."""
    lists = _lists()
    clauses = _clauses(text)
    if _is_cry(" ".join(clauses).split()):
        return Danger("bahaya_sekarang", tuple(" ".join(clauses).split()[:3]), True)
    happening = [bool(lists.now.search(clause)) for clause in clauses]
    # A date may follow the deed ("..., kejadiannya minggu lalu"), so without a NOW it dates the message.
    told_as_past = not any(happening) and any(lists.past.search(clause) for clause in clauses)
    over: Danger | None = None
    for clause, now in zip(clauses, happening, strict=True):
        told_as_past = (told_as_past or bool(lists.past.search(clause))) and not now
        if lists.asked.search(clause) or lists.denied.search(clause):
            continue
        for category in lists.categories:
            if hit := _found(category, clause, now, told_as_past):
                return Danger(category.name, tuple(hit[0].split()), True)
            if not over and (hit := category.sign.search(clause) or category.only_now.search(clause)):
                over = Danger(category.name, tuple(hit[0].split()), False)
    return over


def find_hazard(text: str) -> str:
    """What endangers people other than other people (fire, water, gas, …), empty when nothing is named."""
    told = " . ".join(_clauses(text))
    return next((name for name, words in _lists().hazards if words.search(told)), "")
