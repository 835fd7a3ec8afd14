"""Telephone numbers in a chat message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from banpol.language.words import LIMIT

# Nobody tells of more numbers at once, and looking each up costs time.
MOST = 40


@dataclass(frozen=True)
class Phone:
    """A telephone number in E.164."""

    value: str
    said: str
    span: tuple[int, int]


_GAP = r"[ .\-()]{0,2}"
_HOME = re.compile(
    r"(?<![\w+])(?:(?:\+|00)?62"
    + _GAP
    + r"(?:0)?|0)(?:8(?:"
    + _GAP
    + r"\d){7,11}|[2-7]\d{1,2}"
    + _GAP
    + r"\d{3}(?:"
    + _GAP
    + r"\d){2,5})(?!\w)"
)
_NAKED = re.compile(
    r"(?:hp|wa|whatsapp|telp|telepon|nomor|nomer|no|hub|hubungi)[ .:=]*(?:nya|saya)?[ "
    r".:=]*(8(?:[ \-]?\d){8,11})(?!\w)",
    re.I,
)


def find_phones(text: str) -> list[Phone]:
    """Every telephone number in `text`, in reading order."""
    text = text[:LIMIT]
    found: list[Phone] = []
    for phone in (*_indonesian(text), *_naked(text), *_foreign(text)):
        if not any(phone.span[0] < other.span[1] and other.span[0] < phone.span[1] for other in found):
            found.append(phone)
    return sorted(found, key=lambda phone: phone.span)


def _indonesian(text: str) -> Iterator[Phone]:
    for match in islice(_HOME.finditer(text), MOST):
        digits = re.sub(r"\D", "", match.group()).removeprefix("00")
        value = _e164("+" + digits if digits.startswith("62") else digits)
        if value:
            yield Phone(value, match.group(), match.span())


def _naked(text: str) -> Iterator[Phone]:
    """ "wa 81200001234": the leading zero left out, believed only after a word that announces a number."""
    for match in islice(_NAKED.finditer(text), MOST):
        value = _e164("0" + re.sub(r"\D", "", match[1]))
        if value:
            yield Phone(value, match[1], match.span(1))


def _e164(number: str) -> str | None:
    from lokal import parse_phone  # a heavy import that most messages never need

    info = parse_phone(number)
    return info.e164 if info.valid else None


def _foreign(text: str) -> Iterator[Phone]:
    if "+" not in text:
        return
    import phonenumbers  # the tables of all countries are needed only where a "+" stands

    for match in phonenumbers.PhoneNumberMatcher(text, "ID", max_tries=20):
        yield Phone(
            phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164),
            match.raw_string,
            (match.start, match.end),
        )
