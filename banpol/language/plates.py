"""Vehicle number plates in a chat message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from banpol.language.words import LIMIT

# Nobody tells of more plates at once.
MOST = 40


@dataclass(frozen=True)
class Plate:
    """A plate in its written form, such as "BG 1234 AB"."""

    value: str
    said: str
    span: tuple[int, int]


_TWO = (
    "AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN"
    "|DP|DR|DS|DT|DW|EA|EB|ED|KB|KH|KT|KU|PA|PB"
)
_ONE = "A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z"
_PLATE = re.compile(
    r"(?<![\w])(?P<area>"
    + _TWO
    + "|"
    + _ONE
    + (
        r")[ .\-]{0,2}(?P<number>[1-9]\d{0,3})(?:[ "
        r".\-]{0,2}(?P<tail>[A-Z]{1,3}))?(?!\w)(?! ?(?:\d|%))"
    ),
    re.I,
)
# Short words that follow a plate or a number and are no part of it.
_WORDS = frozenset(
    [
        "di",
        "ke",
        "yg",
        "dan",
        "td",
        "km",
        "rb",
        "jt",
        "itu",
        "dr",
        "ada",
        "hp",
        "pas",
        "ok",
        "sy",
        "wib",
        "org",
        "kg",
        "gr",
        "dgn",
        "ini",
        "pd",
        "tu",
        "ni",
        "ku",
        "aja",
        "la",
        "lah",
        "udh",
        "sdh",
        "kl",
        "klo",
        "jam",
        "jm",
        "plg",
        "kab",
        "kec",
        "rt",
        "rw",
        "no",
        "mau",
        "dia",
        "pak",
        "bu",
        "dak",
        "nan",
        "kak",
        "cm",
        "m",
        "an",
        "kg",
        "cc",
        "gb",
        "tb",
        "ltr",
        "th",
        "thn",
        "hr",
        "bln",
        "mnt",
        "lg",
        "tp",
        "krn",
        "trs",
        "utk",
        "dng",
        "gan",
        "bae",
        "nah",
        "oi",
        "iko",
        "ilr",
        "sm",
        "sms",
        "wa",
        "dip",
        "mlm",
        "mbl",
        "mtr",
        "jl",
    ]
)
# After "plat" three letters are its own, unless they can only be a word.
_SMALL_WORDS = frozenset(
    [
        "di",
        "ke",
        "yg",
        "dan",
        "itu",
        "ini",
        "td",
        "ada",
        "pas",
        "dr",
        "sy",
        "pak",
        "bu",
        "dak",
        "mau",
        "tu",
        "ni",
        "dgn",
        "wib",
        "dia",
    ]
)
_ASKED = re.compile(
    r"(?:plat|pelat|nopol|no ?pol|nomor polisi|polisi|plate|motor|mobil)[ "
    r":.=]*(?:nomor|no|nya|nyo|motornya|motornyo|mobilnya|polisi)?[ :.=]*$",
    re.I,
)


def find_plates(text: str) -> list[Plate]:
    """Every number plate in `text`, in reading order."""
    found = (_plate(match, text) for match in islice(_PLATE.finditer(text[:LIMIT]), MOST))
    return [plate for plate in found if plate]


def _plate(match: re.Match[str], text: str) -> Plate | None:
    area, number, tail = match["area"], match["number"], match["tail"] or ""
    end = match.end()
    asked = bool(_ASKED.search(text[max(0, match.start() - 25) : match.start()]))
    capitals = tail.isupper() and area.isupper() and len(tail) > 1 and not text.isupper()
    if tail.lower() in (_SMALL_WORDS if asked else _WORDS) and not capitals:
        tail, end = "", match.end("number")
    if not _plausible(area, number, tail, asked):
        return None
    value = f"{area} {number} {tail}".strip().upper()
    return Plate(value, text[match.start() : end], (match.start(), end))


def _plausible(area: str, number: str, tail: str, asked: bool) -> bool:
    """ "di" or "be" before a number is no plate: the less a plate shows, the clearer it must be announced."""
    if not tail:
        return len(number) >= 3 and (asked or area == "BG")
    if area.upper() == "BG":
        return len(number) >= 2 or asked or area.isupper()
    if len(area) == 2:
        return asked or (area.isupper() and len(number) >= 2) or len(number) == 4
    return (asked or area.isupper()) and len(number) >= (2 if asked else 3) and (asked or len(tail) >= 2)
