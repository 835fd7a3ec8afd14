"""The words of a message as the gazetteer spells them, and what stands before a place name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from banpol.language.place_lists import spellings
from banpol.language.time_words import number_at
from banpol.language.words import words

_ROMAN = {
    "ii": "2",
    "xiii": "13",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}
_LOOSE_ROMAN = {"i": "1", "v": "5", "x": "10"}
_BEFORE_ROMAN = {
    "ilir",
    "barat",
    "timur",
    "ulu",
    "selatan",
    "utara",
    "banyuasin",
    "suku",
    "belitang",
    "it",
    "ib",
    "su",
    "pom",
}
_SOFT = {".", "-", "/", "'", '"', "(", ")", "*", "_", "~"}
_SHORT = {
    "jalan",
    "kelurahan",
    "kecamatan",
    "kabupaten",
    "desa",
    "dusun",
    "lorong",
    "gang",
    "tanjung",
    "gunung",
    "talang",
    "muara",
    "sungai",
    "r",
    "h",
    "a",
    "bts",
    "no",
    "km",
    "rt",
    "rw",
    "jenderal",
    "kolonel",
    "kapten",
    "m",
    "kh",
    "st",
    "perumahan",
    "komplek",
    "kampung",
}


@dataclass(frozen=True)
class Name:
    """One word or number; `breaks`: a comma or full stop stands before it; `comma`: a comma does."""

    form: str
    start: int
    end: int
    breaks: bool
    comma: bool = False


def place_names(text: str) -> list[Name]:
    """Words and numbers of `text` in the gazetteer's spelling."""
    out: list[Name] = []
    breaks = False
    for word in words(text):
        if word.form.isalnum():
            between = text[out[-1].end : word.start] if out else ""
            ends = breaks or "\n" in between
            out.append(
                Name(_spell(word.form, out), word.start, word.end, ends, ends and between.strip() == ",")
            )
            breaks = False
        elif not (word.form in _SOFT and (word.glued or word.form != ".")) or _full_stop(word.form, out):
            breaks = True
    return _numbers(out)


def _full_stop(form: str, out: list[Name]) -> bool:
    return form == "." and bool(out) and out[-1].form not in _SHORT and len(out[-1].form) > 3


def _spell(form: str, before: list[Name]) -> str:
    if form in _ROMAN:
        return _ROMAN[form]
    if form in _LOOSE_ROMAN and before and before[-1].form in _BEFORE_ROMAN:
        return _LOOSE_ROMAN[form]
    if form.isdigit():
        return form.lstrip("0") or "0"
    return spellings().get(form, form)


def _numbers(names: list[Name]) -> list[Name]:
    out: list[Name] = []
    index = 0
    while index < len(names):
        value, used = number_at([n.form for n in names[index : index + 4]])
        if not used:
            out.append(names[index])
            index += 1
            continue
        out.append(replace(names[index], form=str(value), end=names[index + used - 1].end))
        index += used
    return out


def key_of(name: str) -> str:
    """The key under which a name is looked up: spelling, blanks, hyphens and numerals folded."""
    return "".join(n.form for n in place_names(name))
