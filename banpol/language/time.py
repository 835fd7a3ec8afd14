"""When something happened, out of the words of a chat message."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from banpol.language.time_clock import clock_ranges, clocks, parts, prayers
from banpol.language.time_days import days
from banpol.language.time_moments import moments
from banpol.language.time_pieces import Clock, Day, Moment, Part, Piece
from banpol.language.time_resolve import Interval, resolve
from banpol.language.time_words import time_canon
from banpol.language.words import Canon

DAYPARTS = ("pagi", "siang", "sore", "malam")
WIB = timezone(timedelta(hours=7), "WIB")
_PEOPLE = (
    "pak|bu|bapak|ibu|kak|kakak|min|admin|bang|bg|mas|mbak|mba|yuk|dek|om|ndan"
    "|komandan|dan|polisi|semua|semuanya|gan|kaka|bpk|ndut|assalam\\w*"
)
# Words that look like times and are none: greetings, markets, night shifts, watches.
_NO_TIME = re.compile(
    r"\b(?:selamat|slamat|slmt|selmat|met|slm) (?:pagi|siang|sore|malam)\b"
    r"|^\W*(?:hal+o+|hai|hi|hello|p|permisi|assalam\w*)?[ ,.!]*(?:pagi|siang|sore"
    r"|malam)(?=[ ,.!]*(?:" + _PEOPLE + r")\b|[!,.](?! ?(?:jam|sekitar|kira|tadi|kemarin|hari|tanggal)\b))"
    r"|\b(?:pasar|hiburan|klub|satpam|penjaga|jaga|dunia|kehidupan|sif|shift|kerja"
    r"|makan|nasi|lampu|pasukan|baju) (?:malam|minggu|siang|pagi)\b(?! (?:tadi|kemarin"
    r"|ini))"
    r"|\b(?:rm|rumah makan|restoran) pagi sore\b"
    r"|\bjam (?:tangan|dinding|kerja|sibuk|operasional)\b|\b24 ?jam\b|\bpagi sampai "
    r"malam\b|\bsiang malam\b|\bhari (?:harian|nya)\b"
    r"|\bjuli(?:a|o)\w*|\bumur \d+ (?:tahun|bulan|hari)\b|\b\d{1,2} tahun\b(?! "
    r"(?:yang )?(?:lalu|silam))|\b(?:jalan|jl|jln|lorong|gang)[. ]+"
    r"\d+ (?:januari|mei|oktober|november|agustus)|\b(?:rt|rw)[ .:]*\d+(?: ?/ ?\d+)?"
)
_FILL = re.compile(
    r"(?:[ ,.\-()/~+:;&]|\b(?:pada|sekitar|kira|kurang|lebih|pas|di|waktu|itu|tu|hari"
    r"|tanggal|wib|an|yang|nya|dari|sampai|saat|dan|lah|"
    r"mungkin|kayaknya|kayak|kalau|kalo|tidak|ga|gak|salah|sudah|persis|tepat|nian"
    r"|ketika|mulai|kejadian|kejadiannya|terjadi|antara|bulan|jam|ini|"
    r"menjelang|sekali|masih|lagi|ya|pak|kurleb|malah|pukul|jadi|kl|s/d|di sekitar|kisaran|kalu|kalok)\b)*"
)
_SPAN_WORD = re.compile(r"\b(?:sampai|hingga|s/d)\b|(?<=\d) ?- ?(?=\d)|^ - $|^ ?- ?$")
_NOT_IT = re.compile(
    r"\b(?:bukan|bukannya|bkn|dudu|bukannyo|lahir|kelahiran|lahirnya|ktp|berlaku"
    r"|expired|kadaluarsa|nikah|menikah)(?: (?:pada|di|hari|tanggal|yang|itu))* ?:?$"
)
_ASIDE = re.compile(
    r"\b(?:lapor|melapor|laporan|telepon|nelpon|ditelepon|beli|membeli|dibeli|kredit"
    r"|chat|wa|sewa|nyewa|kenal|kenalan|bikin|buat|kerja|pajak|sampai|hubungi|gajian"
    r"|gajihan|janji|janjinya|rencana|mau|niat|pinjam|pinjem)(?: \w+){0,2} ?$"
)
_RIGHTED = re.compile(
    r"\b(?:eh|maksudnya|maksud saya|ralat|salah|tapi|melainkan|koreksi|yang benar"
    r"|benarnya|harusnya|seharusnya)\b[\w ,.]{0,14}$"
)
# Words that lead up to a time and are none of it: "sudah tiga hari".
_LEAD = re.compile(r"(?:(?:sudah|sejak|dari|mulai) )+(?!(?:subuh|zuhur|ashar|magrib|isya|jumat)\b)")
_OFTEN = re.compile(r"\b(?:tiap|setiap|saban) $")
_YEAR_OF = re.compile(r"\b(?:pada|sejak|dari|di|waktu|sekitar|kejadian\w*|hilang|terjadi)$")
_EVENT = re.compile(
    r"\b(?:kejadian\w*|hilang|ilang|dicuri|dimaling|dibegal|dijambret|dirampok"
    r"|kecurian|kemalingan|kehilangan|terjadi|kena|dipukul|dikeroyok|tabrak|ditabrak"
    r"|ketipu|ditipu|tertipu|dibawa|kebobolan|dibobol|lenyap|raib)\b"
)


@dataclass(frozen=True)
class TimeFound:
    """An interval in WIB; `span` counts code points of the raw text; `ask` means that it must be asked back.

    A spoken hour is a point (start = end), "jam 9an" reaches 15 minutes to both sides, a day or daypart
    fills its hours. Where words stand apart ("kemarin motor hilang jam 9"), `spans` holds each one, `span`
    the first to the last, and `said` joins them.
    """

    start: datetime
    end: datetime
    said: str
    ask: bool
    span: tuple[int, int]
    kind: str  # "titik" | "rentang" | "perkiraan"
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class _Phrase:
    """Pieces that stand together, with the weight of what they tell."""

    pieces: tuple[Piece, ...]
    weight: float
    spans: bool

    @property
    def dated(self) -> bool:
        return any(isinstance(p.what, Day | Moment) for p in self.pieces)

    @property
    def exact(self) -> bool:
        """Whether it names an hour: a clock, a prayer, a moment."""
        named = any(isinstance(p.what, Part) and p.what.name not in DAYPARTS for p in self.pieces)
        return named or any(isinstance(p.what, Clock | Moment) for p in self.pieces)

    @property
    def parted(self) -> bool:
        return any(isinstance(p.what, Part) for p in self.pieces)

    def lacks(self, other: _Phrase) -> bool:
        """Whether `other` gives the day or the hour that this phrase does not say."""
        if not self.dated:
            return other.dated
        return not other.dated and (other.exact or (other.parted and not self.parted))


@dataclass(frozen=True)
class TimesRead:
    """The best time of a text, and the raw spans of every time expression in it."""

    best: TimeFound | None
    spans: tuple[tuple[int, int], ...]


def find_time(text: str, now: datetime) -> TimeFound | None:
    """The most specific time named in `text`, seen from `now` (aware)."""
    return read_times(text, now).best


def read_times(text: str, now: datetime) -> TimesRead:
    """What `text` says of time, seen from `now` (aware)."""
    local = now.astimezone(WIB)
    plain = time_canon(text)
    phrases = _phrases(plain.text, local)
    spans = tuple(plain.span(_from(p, plain.text), p.pieces[-1].end) for p in phrases if p.weight > -2)
    return TimesRead(_best(phrases, plain, text, local), spans)


def _from(phrase: _Phrase, text: str) -> int:
    """Where the words of a time begin: "tiap malam" is one expression."""
    start = phrase.pieces[0].start
    if lead := _LEAD.match(text, start, phrase.pieces[-1].end):
        return lead.end()
    often = _OFTEN.search(text, max(0, start - 8), start)
    return often.start() if often else start


def _best(phrases: list[_Phrase], plain: Canon, text: str, now: datetime) -> TimeFound | None:
    best = max(phrases, key=lambda phrase: phrase.weight, default=None)
    if best is None or best.weight <= 0:
        return None
    chosen = _completed(best, phrases)
    pieces = [piece for phrase in chosen for piece in phrase.pieces]
    found = resolve([piece.what for piece in pieces], any(phrase.spans for phrase in chosen), now)
    return _told(found, chosen, plain, text)


def _told(found: Interval, chosen: list[_Phrase], plain: Canon, text: str) -> TimeFound:
    spans = tuple(plain.span(p.pieces[0].start, p.pieces[-1].end) for p in chosen)
    kind = "perkiraan" if found.approximate else "titik" if found.low == found.high else "rentang"
    said = " ".join(text[start:end] for start, end in spans)
    return TimeFound(found.low, found.high, said, found.ask, (spans[0][0], spans[-1][1]), kind, spans)


def _completed(best: _Phrase, phrases: list[_Phrase]) -> list[_Phrase]:
    """The best phrase, and the one elsewhere in the text that gives the day or the hour it lacks."""
    if best.dated and best.exact:
        return [best]
    wanted = [p for p in phrases if p is not best and p.weight > 0 and best.lacks(p)]
    wanted = [p for p in wanted if not any(isinstance(x.what, Moment) for x in p.pieces)]
    if not wanted or any(isinstance(x.what, Day) and x.what.ask for x in best.pieces):
        return [best]
    other = max(wanted, key=lambda p: (p.weight, -abs(p.pieces[0].start - best.pieces[0].start)))
    return sorted([best, other], key=lambda p: p.pieces[0].start)


def _pieces(text: str, now: datetime) -> list[Piece]:
    taken = [False] * len(text)
    for match in _NO_TIME.finditer(text):
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    kept: list[Piece] = []
    for piece in _scan(text, now):
        if not any(taken[piece.start : piece.end]):
            taken[piece.start : piece.end] = [True] * (piece.end - piece.start)
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def _scan(text: str, now: datetime) -> Iterator[Piece]:
    recent = list(moments(text, now))
    told: Iterable[Piece] = (p for p in recent if isinstance(p.what, Moment) and p.what.name != "kini")
    yield from clock_ranges(text)
    yield from told
    yield from days(text, now.date())
    yield from clocks(text)
    yield from prayers(text)
    yield from parts(text)
    yield from recent


def _phrases(text: str, now: datetime) -> list[_Phrase]:
    groups: list[list[Piece]] = []
    for piece in _pieces(text, now):
        if groups and _joined(text[groups[-1][-1].end : piece.start], groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_weighed(group, text) for group in groups]


def _only_year(group: list[Piece]) -> bool:
    return all(isinstance(p.what, Day) and p.what.name == "tahun" for p in group)


def _joined(between: str, group: list[Piece], piece: Piece) -> bool:
    if len(between) > 40 or not _FILL.fullmatch(between):
        return False
    repeated = isinstance(piece.what, Clock) and any(isinstance(p.what, Clock) for p in group)
    return not repeated or bool(_SPAN_WORD.search(between))


def _weighed(group: list[Piece], text: str) -> _Phrase:
    between = [text[a.end : b.start] for a, b in itertools.pairwise(group)]
    spans = any(_SPAN_WORD.search(gap) for gap in between)
    weight = max(_worth(p.what) for p in group) + 0.5 * len({type(p.what) for p in group})
    if all(isinstance(p.what, Part) for p in group) and not _stands_alone(group, text):
        weight = -1.0
    before, after = text[max(0, group[0].start - 60) : group[0].start].rstrip(), text[group[-1].end :][:60]
    if _only_year(group) and text.count(" ") > 1 and not _YEAR_OF.search(before):
        weight = -1.0  # "motor tahun 2020" is the model year, not the hour of the theft
    weight -= 9 if _NOT_IT.search(before) else 0
    weight -= 3 if _ASIDE.search(before) else 0
    weight += 3 if _RIGHTED.search(before) else 0
    near = before[-40:] + " " + re.split(r"[,.;]", after)[0][:40]
    weight += 1 if _EVENT.search(near) else 0
    return _Phrase(tuple(group), weight, spans)


def _worth(what: Clock | Part | Day | Moment) -> float:
    if isinstance(what, Clock):
        return 4.0 if not what.twelve else 3.0
    if isinstance(what, Part):
        return 2.0
    if isinstance(what, Moment):
        return {"lampau": 5.0, "baru": 2.5}.get(what.name, 1.0)
    return {"tadi": 1.2, "kabur": 0.8, "bulan": 2.0, "minggu": 2.5, "tahun": 1.5, "depan": 2.0}.get(
        what.name, 3.5
    )


def _stands_alone(group: list[Piece], text: str) -> bool:
    """A bare "malam" counts only when it is the answer, a prayer, this day's, or introduced as a time."""
    if any(isinstance(p.what, Part) and (p.what.this or p.what.name not in DAYPARTS) for p in group):
        return True
    before = text[max(0, group[0].start - 20) : group[0].start].split()
    return (len(text) < 40 and len(text.split()) <= 3) or bool(
        before and before[-1] in ("pas", "waktu", "pada", "saat", "ketika", "hari", "di")
    )
