"""Amounts of rupiah in a chat message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from banpol.language.words import LIMIT


@dataclass(frozen=True)
class Money:
    """Whole rupiah, and the words that said it."""

    amount: int
    said: str
    span: tuple[int, int]


_SLANG = {
    "goceng": 5_000,
    "ceban": 10_000,
    "noban": 20_000,
    "gocap": 50_000,
    "goban": 50_000,
    "cepek": 100_000,
    "gopek": 500_000,
}
_DIGITS = r"\d{1,3}(?:[.,]\d{3})+|\d{1,12}(?:[.,]\d{1,2})?"
_WORDS = (
    "se|satu|sikok|dua|duo|tiga|tigo|empat|lima|limo|enam|tujuh|tuju|delapan|lapan"
    "|sembilan|sepuluh|sebelas|belas|puluh|ratus|seratus|setengah"
)
_UNIT = r"(?:ribu|rbu|rb|rebu|juta|jta|jt|milyar|miliar|triliun)(?:an)?|k(?!\w)"
_NOT_MONEY = (
    r"(?! ?(?:orang|warga|jiwa|km|meter|liter|kilometer|pengikut|follower|hektar|ekor"
    r"|batang|pohon|kali))"
)
_AMOUNT = re.compile(
    r"(?<![\w.,])(?:"
    r"rp\.? ?(?:"
    + _DIGITS
    + r")(?: ?(?:"
    + _UNIT
    + r"|m(?!\w)))?(?: (?:"
    + _DIGITS
    + r") ?(?:rb|ribu|jt|juta)(?:an)?)?"
    r"|(?:"
    + _DIGITS
    + r") ?(?:"
    + _UNIT
    + r")(?: (?:setengah|(?:"
    + _DIGITS
    + r") ?(?:"
    + _UNIT
    + r")))?(?: ?rupiah)?"
    r"|(?:(?:"
    + _WORDS
    + r") ){0,6}(?:(?:"
    + _WORDS
    + r") ?)?(?:sejuta|seribu|ribu|juta|miliar|milyar)(?:an)?(?: (?:"
    + _WORDS
    + r")){0,5}(?: ribu)?(?: rupiah)?"
    r"|(?:" + _DIGITS + r") ?(?:rupiah|perak)"
    r"|(?:" + "|".join(_SLANG) + r")"
    r")(?!\w)" + _NOT_MONEY
)
# A bare number with thousands is money only where somebody speaks of money.
_BARE = re.compile(
    r"(?:uang|duit|duet|kerugian|rugi|sebesar|senilai|seharga|harga|total|transfer|tf"
    r"|dp|saldo|sejumlah|nominal|kirim)(?: \w+)? (?:rp ?)?(\d{1,3}(?:\.\d{3})+"
    r"|\d{5,10})(?![\w.]*\d)"
)
# Two groups of thousands are an amount wherever they stand.
_MILLIONS = re.compile(r"(?<![\w.,])(?!0)(\d{1,3}(?:\.\d{3}){2,3})(?![\w.]*\d)")
_MENDS = (
    (re.compile(r"\bj(?:u|)ta?n\b"), "jtan"),
    (re.compile(r"\brb[uo]"), "rb"),
    (re.compile(r"\bjta"), "jt"),
    (re.compile("rebu"), "ribu"),
    (re.compile(r"\bsikok\b"), "satu"),
    (re.compile(r"\bduo\b"), "dua"),
    (re.compile(r"\btigo\b"), "tiga"),
    (re.compile(r"\blimo\b"), "lima"),
    (re.compile(r"\blapan\b"), "delapan"),
)
_HUNDREDS = re.compile(r"juta (\w+) ratus$")


def find_money(text: str) -> list[Money]:
    """Every amount of money in `text`, in reading order."""
    plain = _lowered(text)
    spans = [m.span() for m in _AMOUNT.finditer(plain)]
    spans += [
        m.span(1)
        for pattern in (_BARE, _MILLIONS)
        for m in pattern.finditer(plain)
        if not any(a < m.end(1) and m.start(1) < b for a, b in spans)
    ]
    found = (_money(text, plain, *span) for span in sorted(spans))
    return [money for money in found if money]


def _lowered(text: str) -> str:
    """Lower case of the same length: a few capitals grow when lowered and would move every span."""
    return (
        "".join(c.lower() if len(c.lower()) == 1 else c for c in text[:LIMIT])
        .replace("\t", " ")
        .replace("\n", " ")
        .replace("\u00a0", " ")
    )


def _money(text: str, plain: str, start: int, end: int) -> Money | None:
    while end > start and plain[end - 1] in " .,":
        end -= 1
    amount = _amount(plain[start:end])
    return Money(amount, text[start:end], (start, end)) if amount and amount >= 500 else None


def _amount(said: str) -> int | None:
    if said in _SLANG:
        return _SLANG[said]
    for pattern, plain in _MENDS:
        said = pattern.sub(plain, said)
    # "dua juta lima ratus" leaves its thousands unsaid
    said = _HUNDREDS.sub(r"juta \1 ratus ribu", said)
    from lokal import parse_rupiah  # a heavy import that most messages never need

    try:
        parsed = parse_rupiah(said)
    except (ValueError, ArithmeticError):
        return None
    return int(Decimal(str(parsed.amount))) if parsed else None
