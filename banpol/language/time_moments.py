"""Stretches reckoned back from this very minute: "2 jam lalu", "barusan", "sekarang"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from banpol.language.time_pieces import Moment, Piece

_N = (
    r"(?:(?<![\d,.])(?P<n>\d{1,3})(?P<more>[.,]5| setengah)?(?: ?(?:-|atau|sampai) ?(?P<n2>\d{1,3}))?"
    r"|(?P<half>setengah|seperempat)|(?P<some>beberapa|berapa))"
)
_AGO = r"(?:yang )?(?:lalu|tadi|kemarin|lewat|silam|habis|ini|terakhir|berlalu)"
_UNIT = r" ?(?:an )?(?P<u>detik|menit|jam)(?:an)?\b(?: (?P<plus>setengah|\d{1,2} menit))?"
_BACK = re.compile(
    r"(?<!lewat )\b(?:sekitar |kira |kurang lebih |sudah |baru |barusan |ada ){0,4}"
    + _N
    + _UNIT
    + r"(?:an)?(?: lebih)? "
    + _AGO
    + r"\b"
)
_SINCE = re.compile(
    (
        r"\b(?:sudah|baru|barusan|hampir|ada|sejak|dari)(?: (?:lebih|hampir|sekitar|ada"
        r"|mau|kurang|kira|saja|dari)){0,4} "
    )
    + _N
    + _UNIT
    + r"(?! (?:sekali|lagi|non))"
)
_JUST = re.compile(
    r"\b(?:barusan|baru (?:saja|tadi|ini|terjadi|kejadian|nian))(?: (?:saja|tadi|ini|sekali|nian)){0,3}"
    r"(?! (?:malam|pagi|siang|sore|subuh|magrib|isya|jam|sekitar|habis|pas|(?:\d+|setengah) (?:menit|jam)))\b"
    r"|(?<!tahun )\bbaru$"
)
_NOW = re.compile(
    r"\bsekarang(?: (?:ini|juga|lagi))*|\bsaat ini\b|\bdetik ini\b|\b(?:lagi|sedang"
    r"|masih|tengah|sdg|lg)(?: lagi)? (?:ke?jadian|terjadi|berlangsung|ribut|tawuran"
    r"|berantem|kebakaran|berkelahi)(?:nya)?"
    r"|\b(?:malam|pagi|siang|sore) ini juga\b|\bini (?:lagi|sedang|masih)\b"
)
_MINUTES = {"detik": 1 / 60, "menit": 1, "jam": 60}


def moments(text: str, now: datetime) -> Iterator[Piece]:
    """Every stretch of hours or minutes, and words for now."""
    for pattern in (_BACK, _SINCE):
        for match in pattern.finditer(text):
            yield Piece(_ago(match, now), match.start(), match.end())
    for match in _JUST.finditer(text):
        yield Piece(Moment(now - timedelta(minutes=15), now, "baru"), match.start(), match.end())
    for match in _NOW.finditer(text):
        yield Piece(Moment(now, now, "kini", approximate=False), match.start(), match.end())


def _ago(match: re.Match[str], now: datetime) -> Moment:
    scale = _MINUTES[match["u"]]
    if match["some"]:
        return Moment(now - timedelta(minutes=6 * scale), now - timedelta(minutes=2 * scale), "lampau")
    plus = match["plus"] or ""
    extra = scale / 2 if plus == "setengah" or match["more"] else float(plus.split()[0]) if plus else 0.0
    count = {"setengah": 0.5, "seperempat": 0.25}.get(match["half"] or "") or float(match["n"])
    nearest = now - timedelta(minutes=count * scale + extra)
    furthest = now - timedelta(minutes=float(match["n2"]) * scale) if match["n2"] else nearest
    return Moment(min(nearest, furthest), max(nearest, furthest), "lampau", approximate=bool(match["n2"]))
