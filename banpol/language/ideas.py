"""Ideas: words that mean the same to a classifier, however different they look (beat, vario: a vehicle)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from banpol.language.classifier import IDEA
from banpol.language.lexicon import read_kamus


@lru_cache(maxsize=8)
def _patterns(path: Path) -> Mapping[str, re.Pattern[str]]:
    """The section `konsep` of a word list: name → pattern of its words."""
    return {name: _any_word(str(words)) for name, words in (read_kamus(path).get("konsep") or {}).items()}


def _any_word(words: str) -> re.Pattern[str]:
    """A pattern for words divided by commas; `*` is any ending."""
    parts = [re.escape(w.strip()).replace(r"\*", r"\w*") for w in words.split(",") if w.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def found_ideas(text: str, path: Path) -> list[str]:
    """Names of the ideas that a normalised text touches, in the order of the file."""
    return [name for name, pattern in _patterns(path).items() if pattern.search(text)]


def marked(text: str, ideas: list[str], *, pairs: bool = False) -> str:
    """A normalised text with its ideas behind it, as the classifier reads them; in pairs too where asked."""
    both = [f"{a}+{b}" for i, a in enumerate(ideas) for b in ideas[i + 1 :]] if pairs else []
    return f"{text.replace(IDEA, ' ')} {IDEA}{' '.join(ideas + both)}"
