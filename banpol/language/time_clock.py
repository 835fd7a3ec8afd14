"""Clock times, dayparts and prayer hours in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from banpol.language.time_pieces import Clock, Part, Piece

PARTS = (
    "dini hari|dinihari|tengah malam|larut malam|tengah hari|pagi buta|malam buta"
    "|siang bolong|pagi|siang|sore|malam"
)
PRAYERS = (
    "subuh|zuhur|ashar|magrib|isya|jumatan|(?:shalat |sholat |solat |salat "
    ")?jumat(?=an)|(?:shalat|sholat|solat|salat) jumat"
)
MINUTE = (
    r"(?:(?:[.:,]|;)(?P<m{0}>\d{{2}})(?![\d/-])| (?P<s{0}>00|15|30|45)(?![\d/.-])(?! "
    r"(?:orang|hari|menit|juta|ribu|rb|jt)))?"
)
AROUND = r"(?:sekitar|kira|kurang lebih|kurleb|mungkin|di|kl|hampir|mendekati|antara|dari|mulai|sejak|pas) "
_TIME = (
    (
        r"(?P<half{0}>setengah )?(?:(?P<hh{0}>[0-2]\d)(?P<mm{0}>[0-5]\d)(?!\d)"
        r"|(?P<h{0}>\d{{1,2}})(?!\d)"
    )
    + MINUTE
    + r")"
    r"(?: (?P<rel{0}>lewat|lebih|kurang)(?: (?P<rm{0}>\d{{1,2}}|seperempat)(?: "
    r"menit)?)?)?(?P<an{0}> ?an\b)?(?: wib\b)?"
)
_PART = r"(?: (?P<part{0}>" + PARTS + r"|subuh))?"
# "2 jam" is a stretch; after a date ("tanggal 20 jam 9") a number before "jam" is none.
_NOT_HOURS = r"(?:(?<!\d )|(?<=tanggal \d )|(?<=tanggal \d\d )|(?<=/\d )|(?<=/\d\d )|(?<=[-/ ]20\d\d ))"
_RANGE = re.compile(
    r"(?:\b(?:dari|antara|mulai) )?(?:sekitar )?"
    + _NOT_HOURS
    + r"\bjam (?:sekitar |kira ){0,4}"
    + _TIME.format(1)
    + _PART.format(1)
    + (
        r" ?(?P<link>-|–|~|sampai(?: dengan)?|s/sampai|s/d|sama|atau|ke|dan|hingga) "
        r"?(?:jam |sekitar |kira |dengan |mau ){0,4}"
    )
    + _TIME.format(2)
    + r"(?! ?(?:orang|motor|hari|menit|kali|juta|rb|ribu|bulan|ekor|buah|unit))"
)
_CLOCK = re.compile(
    r"(?:\b(?P<pre>sebelum|menjelang|habis|lewat|sekitar|kira|kurang lebih|kurleb|kl"
    r"|hampir|mendekati) (?:kira |sekitar |dari ){0,4})?"
    + _NOT_HOURS
    + r"\bjam (?P<in>(?:sekitar|kira|kurang lebih|an) ){0,4}"
    + _TIME.format(1)
)
_BARE = re.compile(
    r"(?:\b(?P<pre>sekitar|kira|kurang lebih|sebelum|habis) )?(?<![\d./:,-])\b(?:"
    r"(?P<h1>[01]?\d|2[0-4])(?P<colon>[.:])(?P<m1>[0-5]\d)(?![\d/]|[.,]\d)(?! ?(?:juta"
    r"|jt|rb|ribu|m\b|meter|km|kg|gram|persen))"
    r"|(?P<half1>setengah )?(?P<hb>\d{1,2})(?P<an1> ?an)?(?= (?:wib\b|(?:"
    + PARTS
    + r"|subuh)\b(?! (?:yang )?(?:lalu|lewat|silam|berturut))))"
    r"|setengah (?P<hs>[1-9]|1[0-2])\b(?! ?(?:juta|jt|kilo|kg|gram|meter|hari|jam"
    r"|bulan|tahun|ons|lusin|juta|m\b|km|ribu|rb)))"
)
_NO_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:rp|km|kilometer|rt|rw|no|nomor|nomer|blok|lorong|lrg|gang|gg|rumah|ke"
    r"|umur|usia|seharga|harga|versi|bg|ilir|ulu|pasar|dua|sebanyak|sampai)[ .:]*)$"
)
_PRAYER = re.compile(
    r"(?:\b(?P<rel>habis|sudah|sebelum|menjelang|jam|pas|waktu|mau|azan|adzan|lagi"
    r"|pulang)(?: (?:dari|abis|azan|adzan|shalat|sholat|solat|salat|sembahyang|jamaah"
    r"|jam|buka|masuk|orang|waktu)){0,4} )?\b(?P<name>" + PRAYERS + r")(?:an)?\b(?P<this> ini)?"
)
_WORDED = re.compile(
    r"\b(?P<rel>habis|sebelum|pas|menjelang|waktu|jam|sambil|lagi|pulang)?(?: "
    r"(?:shalat|sholat|solat|salat|dari)){0,4} ?\b(?P<name>buka puasa|buka bersama"
    r"|bukber|sahur|tarawih|taraweh|teraweh|magriban)\b"
)
_PART_ALONE = re.compile(
    r"(?:\b(?P<rel>menjelang|sebelum|habis) )?\b(?P<name>" + PARTS + r")\b(?P<this> ini\b)?"
)
_OTHER_NAME = {
    "buka puasa": "magrib",
    "buka bersama": "magrib",
    "bukber": "magrib",
    "magriban": "magrib",
    "sahur": "sahur",
}


def clock_ranges(text: str) -> Iterator[Piece]:
    """ "dari jam 8 sampai jam 10", "jam 9-10 malam"."""
    for match in _RANGE.finditer(text):
        if match["link"] == "dan" and "antara" not in match.group():
            continue
        low, high = _read(match, "1"), _read(match, "2")
        later = text[match.end() : match.end() + 20].lstrip()
        part = next((p for p in [*PARTS.split("|"), "subuh"] if later.startswith(p)), None)
        first = with_part(low, match["part1"] or part) if match["part1"] or part else low
        second = with_part(high, part) if part else high
        end = match.end() + (
            len(text[match.end() : match.end() + 20]) - len(later) + len(part) if part else 0
        )
        if second.low < first.low:
            second = _later(first, second)
        twelve = first.twelve and not (match["part1"] or part)
        yield Piece(
            Clock(first.low, second.high, twelve, False, first.impossible or second.impossible),
            match.start(),
            end,
        )


def _later(first: Clock, second: Clock) -> Clock:
    step = 720 if second.twelve and second.low + 720 >= first.low else 1440
    return Clock(second.low + step, second.high + step, False, second.approximate, second.impossible)


def clocks(text: str) -> Iterator[Piece]:
    """ "jam 9an", "pukul 13.00", "jam setengah 8", "21:30", "9 malam"."""
    for match in _CLOCK.finditer(text):
        yield Piece(_shift(_read(match, "1"), match["pre"] or match["in"] or ""), match.start(), match.end())
    for match in _BARE.finditer(text):
        clock = (
            None
            if _NO_CLOCK_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
            else _read_bare(match)
        )
        if clock and not clock.impossible:
            yield Piece(_shift(clock, match["pre"] or ""), match.start(), match.end())


def _read(match: re.Match[str], n: str) -> Clock:
    got = match.groupdict()
    written = got[f"hh{n}"] or got[f"h{n}"]
    hour, minute = int(written), int(got[f"mm{n}"] or got[f"m{n}"] or got[f"s{n}"] or 0)
    value = hour * 60 + minute - (30 if got[f"half{n}"] else 0) + _relative(got[f"rel{n}"], got[f"rm{n}"])
    twelve = 1 <= hour <= 12 and not (len(written) == 2 and written[0] == "0")
    loose = bool(got[f"an{n}"]) or bool(got[f"rel{n}"] and not got[f"rm{n}"])
    return _clock(value, hour, minute, twelve, loose)


def _read_bare(match: re.Match[str]) -> Clock | None:
    if match["h1"]:
        literal = len(match["h1"]) == 2 and match["h1"][0] == "0"
        return _clock(
            int(match["h1"]) * 60 + int(match["m1"]), int(match["h1"]), int(match["m1"]), not literal, False
        )
    hour = int(match["hb"] or match["hs"])
    half = 30 if match["hs"] or match["half1"] else 0
    return _clock(hour * 60 - half, hour, 0, hour <= 12, bool(match["an1"]))


def _clock(value: int, hour: int, minute: int, twelve: bool, loose: bool) -> Clock:
    impossible = hour > 24 or minute > 59
    value = value if hour == 24 else value % 1440  # 24.00 ends its day, it does not begin it
    return Clock(value, value, twelve and hour <= 12, loose, impossible)


def _relative(word: str | None, minutes: str | None) -> int:
    if not word or not minutes:
        return 5 if word == "lewat" or word == "lebih" else 0
    value = 15 if minutes == "seperempat" else int(minutes)
    return -value if word == "kurang" else value


def _shift(clock: Clock, word: str) -> Clock:
    if word.startswith(("sebelum", "menjelang", "mendekati", "hampir")):
        return Clock(clock.low - 20, clock.high, clock.twelve, True, clock.impossible)
    if word.startswith(("habis", "lewat")):
        return Clock(clock.low, clock.high + 30, clock.twelve, True, clock.impossible)
    return Clock(clock.low, clock.high, clock.twelve, clock.approximate or bool(word), clock.impossible)


def with_part(clock: Clock, part: str | None) -> Clock:
    """A twelve-hour clock put into its part of the day; nights count on past 24:00."""
    if part in ("malam", "larut malam", "tengah malam", "semalam", "malam buta", "isya"):
        offset = _night_offset(clock)
    elif part in ("siang", "siang bolong", "tengah hari", "zuhur", "jumatan"):
        offset = 720 if clock.twelve and clock.low < 480 else 0
    elif part in ("sore", "ashar", "magrib"):
        offset = 720 if clock.twelve and clock.low < 720 else 0
    else:
        offset = -720 if clock.twelve and clock.low >= 720 else 0
    return Clock(clock.low + offset, clock.high + offset, False, clock.approximate, clock.impossible)


def _night_offset(clock: Clock) -> int:
    if clock.low < 290:
        return 1440
    return 720 if clock.twelve else 0


def prayers(text: str) -> Iterator[Piece]:
    """ "habis magrib", "sebelum subuh", "pas isya"."""
    for match in _PRAYER.finditer(text):
        name = "jumatan" if "jumat" in match["name"] else match["name"]
        yield Piece(Part(name, _relation(match["rel"]), bool(match["this"])), match.start(), match.end())
    for match in _WORDED.finditer(text):
        name = _OTHER_NAME.get(match["name"], "tarawih")
        yield Piece(Part(name, _relation(match["rel"])), match.start(), match.end())


def _relation(word: str | None) -> str:
    if word in ("habis", "pulang", "sudah"):
        return "habis"
    return "sebelum" if word in ("sebelum", "menjelang", "mau") else "pas"


def parts(text: str) -> Iterator[Piece]:
    """ "malam", "dini hari", "siang ini"."""
    for match in _PART_ALONE.finditer(text):
        yield Piece(
            Part(match["name"], _relation(match["rel"]), bool(match["this"])), match.start(), match.end()
        )
