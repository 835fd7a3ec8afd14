"""What people type is text and nothing else: no command, no control character, nothing a store chokes on."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 4096
# Appended where a text was cut, so that whoever reads it knows that there was more.
CUT_MARK = " […]"

# C0 without tab and line feed, DEL, C1.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_ALL_WHITE = {"Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Me"}


def plain_text(raw: str) -> str:
    """The text as it may be stored and read by the assistant.

    Rasa obeys a text that begins with a slash, from anybody; so leading slashes go, together with the
    invisible characters that could hide one.
    """
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", raw)))
    return _shorten(_without_command(text).rstrip())


def one_line(raw: object, limit: int = 200) -> str:
    """A name or title from outside: cleaned, on one line, shortened; empty when it is no text."""
    return " ".join(plain_text(raw).split())[:limit] if isinstance(raw, str) else ""


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen, such as a lone zero width joiner."""
    return all(unicodedata.category(character) in _ALL_WHITE or character.isspace() for character in text)


def _without_command(text: str) -> str:
    start = 0
    while start < len(text) and _may_hide_a_command(text[start]):
        start += 1
    return text[start:] if "/" in text[:start] else text.lstrip()


def _may_hide_a_command(character: str) -> bool:
    return character == "/" or character.isspace() or unicodedata.category(character) in ("Cf", "Cc")


def _shorten(text: str) -> str:
    if len(text) <= MAX_CHARACTERS:
        return text
    return text[: MAX_CHARACTERS - len(CUT_MARK)] + CUT_MARK
