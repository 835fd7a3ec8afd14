"""Chat spellings of time words, and number words, turned into one plain form."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA

from banpol.language.words import Canon, Word, canon, words

_TABLE = Path(__file__).parent / "tables" / "waktu.yml"
_UNITS = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]
_NUMBER = {word: value for value, word in enumerate(_UNITS)}
# "sejam", "seminggu": the word "one" hides in the prefix.
_ONE = {f"se{unit}": unit for unit in ("jam", "hari", "minggu", "bulan", "tahun", "menit", "malam")} | {
    "seari": "hari",
    "setaon": "tahun",
    "setaun": "tahun",
    "seminggu": "minggu",
    "semenit": "menit",
}
del _ONE["semalam"]  # "semalam" is last night, not one night.
_ONE |= {
    "sejem": "jam",
    "sepekan": "minggu",
    "semingguan": "minggu",
    "sebulanan": "bulan",
    "smnggu": "minggu",
    "smggu": "minggu",
}
# Two words in one.
_GLUED = {"malming": ("malam", "minggu"), "malmin": ("malam", "minggu"), "maljum": ("malam", "jumat")} | {
    "today": ("hari", "ini"),
    "tonight": ("malam", "ini"),
    "sunday": ("hari", "minggu"),
}
_DETERMINERS = frozenset(("this", "last"))
_DETERMINED = frozenset(
    ("malam", "pagi", "siang", "sore", "senin", "selasa", "rabu", "kamis", "jumat", "sabtu")
)
_OF_A_WEEK = frozenset(("lalu", "kemarin", "yang", "ini", "silam", "lewat", "depan"))
_DOUBLED = {"malam", "pagi", "siang", "sore", "kemarin", "kira", "subuh", "baru", "tadi", "sekitar"}


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], tuple[str, ...], frozenset[str]]:
    raw: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    plain = {form: word for word, forms in raw["kata"].items() for form in str(forms).split()}
    return plain, tuple(raw["mirip"]), frozenset(raw["bukan"]) | set(raw["kata"])


@lru_cache(maxsize=8192)
def plain_word(form: str) -> str:
    """The plain form of one chat word; words that are no time words stay as they are."""
    plain, alike, ordinary = _table()
    if form in plain:
        return plain[form]
    if form.endswith(("nyo", "nya")) and form[:-3] in plain:
        return plain[form[:-3]]
    if len(form) < 6 or len(form) > 12 or form in ordinary or form in _ONE:
        return form
    for word in alike:
        if form[0] == word[0] and OSA.distance(form, word, score_cutoff=1) <= 1:
            return word
    return form


def time_canon(text: str) -> Canon:
    """`text` in plain time words and digits, ready for the time patterns."""
    told = words(text)
    plain = [
        Word(plain_word(word.form) if _is_time(told, at) else word.form, word.start, word.end, word.glued)
        for at, word in enumerate(told)
    ]
    return canon(_numbers(_singles(_weeks(plain))))


def _is_time(told: list[Word], at: int) -> bool:
    """ "Last night" and "this morning" are times, "is this the police" is none."""
    if told[at].form not in _DETERMINERS:
        return True
    return at + 1 < len(told) and plain_word(told[at + 1].form) in _DETERMINED


def _weeks(tokens: list[Word]) -> list[Word]:
    """ "Pekan" is a week before "lalu" and its like, else a market; "ahad" is the day, never the week;
    "malming" is two words."""
    out: list[Word] = []
    for index, word in enumerate(tokens):
        before = out[-1].form if out else ""
        after = tokens[index + 1].form if index + 1 < len(tokens) else ""
        if word.form == "pekan" and before != "akhir" and after in _OF_A_WEEK:
            out.append(Word("minggu", word.start, word.end, word.glued))
        elif word.form in _GLUED:
            first, second = _GLUED[word.form]
            out += [Word(first, word.start, word.end, word.glued), Word(second, word.start, word.end)]
        elif word.form == "ahad":
            day = [] if before in ("hari", "malam") else [Word("hari", word.start, word.end, word.glued)]
            out += [*day, Word("minggu", word.start, word.end)]
        else:
            out.append(word)
    return out


def _singles(tokens: list[Word]) -> list[Word]:
    """Undoes "malem2", "pagi-pagi" and the hidden one of "sejam"."""
    out: list[Word] = []
    for word in tokens:
        if out and word.glued and word.form == "2" and out[-1].form in _DOUBLED:
            out[-1] = Word(out[-1].form, out[-1].start, word.end, out[-1].glued)
        elif _repeats(out, word):
            del out[-1]
            out[-1] = Word(out[-1].form, out[-1].start, word.end, out[-1].glued)
        elif _half(out, word):
            first = out[-2]
            out[-2:] = [Word("setengah", first.start, word.end, first.glued)]
        elif word.form == "belasan" or (word.form.endswith("an") and plain_word(word.form[:-2]) in _NUMBER):
            about = plain_word(word.form[:-2])  # "jam sebelasan"
            out += [Word(about, word.start, word.end, word.glued), Word("an", word.start, word.end)]
        elif word.form in _ONE:
            out += [Word("1", word.start, word.end, word.glued), Word(_ONE[word.form], word.start, word.end)]
        else:
            out.append(word)
    return out


def _repeats(out: list[Word], word: Word) -> bool:
    return len(out) > 1 and word.form in _DOUBLED and out[-1].form == "-" and out[-2].form == word.form


def _half(out: list[Word], word: Word) -> bool:
    """ "jam 1/2 10", but not the date 1/2 of "tgl 1/2"."""
    if word.form != "2" or len(out) < 3 or (out[-2].form, out[-1].form) != ("1", "/"):
        return False
    return out[-3].form in ("jam", "sekitar", "kira")


def _numbers(tokens: list[Word]) -> list[Word]:
    out: list[Word] = []
    index = 0
    while index < len(tokens):
        value, used = number_at([t.form for t in tokens[index : index + 4]])
        if not used:
            out.append(tokens[index])
            index += 1
            continue
        first, last = tokens[index], tokens[index + used - 1]
        out.append(Word(str(value), first.start, last.end, first.glued))
        index += used
    return out


def number_at(forms: list[str]) -> tuple[int, int]:
    """A number below 100 spelt at the head of `forms`, and how many words it took (0 = none)."""
    if not forms or forms[0] not in _NUMBER:
        return 0, 0
    value = _NUMBER[forms[0]]
    if value < 10 and forms[1:2] == ["belas"]:
        return 10 + value, 2
    if value < 10 and forms[1:2] == ["puluh"]:
        unit = _NUMBER.get(forms[2], 0) if len(forms) > 2 else 0
        return (value * 10 + unit, 3) if 0 < unit < 10 else (value * 10, 2)
    return value, 1
