"""A chat message as plain lower-case words that still know where they stood in the raw text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

# Nobody describes an incident beyond this length in one bubble; longer text is an attack or a paste.
LIMIT = 4096
# Within it only signs without words are more; each costs as much as a word.
MOST_WORDS = 2000
_TOKEN = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ROMAN = ("iii", "viii", "xiii")  # letters that are meant to repeat
_APOSTROPHES = "'’‘`´ʼ"


@dataclass(frozen=True)
class Word:
    """One folded word, number or sign; `start` and `end` are code points of the raw text."""

    form: str
    start: int
    end: int
    glued: bool = False  # nothing stood between this word and the one before


@lru_cache(maxsize=2048)
def _fold(char: str) -> str:
    if char.isascii():
        return char.lower()
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cs", "Cc"):
        return ""
    plain = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
    folded = "".join(plain).lower()
    return folded if len(folded) <= 3 else " "


def _folded(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text[:LIMIT]):
        if char in _APOSTROPHES:
            continue
        for piece in _fold(char):
            letters.append(piece)
            origin.append(index)
    return "".join(letters), origin


def words(text: str) -> list[Word]:
    """The first MOST_WORDS folded words of `text` in reading order, at most LIMIT code points deep."""
    return list(_once(text))


# The readers of times, places, money and plates ask one after another about the same message.
@lru_cache(maxsize=4)
def _once(text: str) -> tuple[Word, ...]:
    return tuple(islice(_words(text), MOST_WORDS))


def _words(text: str) -> Iterator[Word]:
    folded, origin = _folded(text)
    before = -1
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        form = match.group()
        if end - start > 2 and form not in _ROMAN:
            form = _STRETCHED.sub(r"\1", form)
        yield Word(form, origin[start], origin[end - 1] + 1, glued=start == before)
        before = end


@dataclass(frozen=True)
class Canon:
    """Rewritten text for matching, with the raw span of every character."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind `text[start:end]`, blanks at its edges left out."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return self.starts[start], self.ends[end - 1]


def canon(tokens: list[Word]) -> Canon:
    """Joins rewritten words; signs stay glued as typed, letters and digits are always set apart."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = " "
    for word in tokens:
        if text and not (word.glued and (not word.form[0].isalnum() or not last.isalnum())):
            _put(" ", word, text, starts, ends)
        _put(word.form, word, text, starts, ends)
        last = word.form[-1]
    return Canon("".join(text), tuple(starts), tuple(ends))


def _put(form: str, word: Word, text: list[str], starts: list[int], ends: list[int]) -> None:
    for char in form:
        text.append(char)
        starts.append(word.start)
        ends.append(word.end)
