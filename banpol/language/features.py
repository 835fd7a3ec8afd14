"""Vehicles, things and what people look like, as far as word lists find them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from banpol.language.words import Canon, Word, canon, words

_NUMBERED = re.compile(r"\b(?:no|nomor|nomer) $")
# Flames are high too, and who orders a red shirt does not wear it.
_NO_PERSON = re.compile(
    r"\b(?:api|apinya|air|ombak|pagar|tembok|harga|nilai|banjir"
    r"|beli|pesan|pesen|mesen|order|jual|jualan|bayar) $"
)
# "uang 500 ribu" is its amount, not a thing of its own.
_CASH = ("uang", "duit")
_AMOUNT_NEXT = re.compile(
    r"(?: tunai| cash| arisan| kas| sewa| dp| muka| modal| belanja| tabungan| setoran| kos"
    r"| kontrakan| gaji| spp| kuliah| jajan| hasil| sebesar| sejumlah| senilai| sebanyak| sekitar| kurang"
    r"| lebih| kurleb| saya| aku| kami| ibu| kakak)* ?(?:rp|\d|(?:se|satu|dua|duo|tiga|tigo|empat|lima|limo"
    r"|enam|tujuh|delapan|lapan|sembilan|sepuluh|sebelas)\b"
    r"|sejuta|seratus|seribu|setengah)"
)
_TITLE = re.compile(
    r"(?:si )?(?:pelaku(?:nya|nyo)?|(?:orang|wong)(?:nya|nyo))\b[ ,:]*(?:yang |adalah |itu )?"
)
LEAD = 24
_OWN = ("nya", "nyo", "ku", "mu")
_TABLE = Path(__file__).parent / "tables" / "ciri.yml"


@dataclass(frozen=True)
class Feature:
    """A labelled stretch of the raw text: kendaraan, barang or ciri_orang."""

    label: str
    span: tuple[int, int]


@dataclass(frozen=True)
class _Patterns:
    spelling: dict[str, str]
    part: re.Pattern[str]
    vehicle: re.Pattern[str]
    thing: re.Pattern[str]
    person: re.Pattern[str]
    look: re.Pattern[str]
    weak: re.Pattern[str]
    nouns: frozenset[str]
    no_things: frozenset[str]
    no: dict[str, re.Pattern[str]]


def find_features(text: str) -> list[Feature]:
    """Every feature in `text`, in reading order, without overlaps."""
    table = _patterns()
    plain = _plain(text, table)
    found: list[Feature] = []
    for label, pattern in (
        # "Kunci motor" is a thing, "motor" alone a vehicle.
        ("barang", table.part),
        ("kendaraan", table.vehicle),
        ("ciri_orang", table.person),
        ("barang", table.thing),
    ):
        for match in pattern.finditer(plain.text):
            feature = _feature(label, match, plain, table)
            if feature and not any(
                feature.span[0] < f.span[1] and f.span[0] < feature.span[1] for f in found
            ):
                found.append(feature)
    return sorted(found, key=lambda feature: feature.span)


def _feature(label: str, match: re.Match[str], plain: Canon, table: _Patterns) -> Feature | None:
    start, end = match.span()
    if label == "ciri_orang":
        if _NO_PERSON.search(_lead(plain.text, start)) or plain.text.startswith("orang tua", start):
            return None
        start = _after_title(plain.text, start, end)
        looks = list(table.look.finditer(plain.text, start, end))
        if not looks or not _telling(plain.text[start:end], looks, table):
            return None
        end = max(m.end() for m in looks)
    if label in table.no and table.no[label].search(_lead(plain.text, start)):
        return None
    if label == "barang" and _no_thing(plain.text, start, end, table):
        return None
    return Feature(label, plain.span(start, end)) if end > start else None


def _lead(text: str, start: int) -> str:
    """The last words before a match; looking at all of them would cost a long message too much."""
    return text[max(0, start - LEAD) : start]


def _no_thing(text: str, start: int, end: int, table: _Patterns) -> bool:
    """Whether a match only looks like a thing: a telephone's number, money beside its amount, an ATM."""
    said = text[start:end]
    if said.startswith(_CASH) and _AMOUNT_NEXT.match(text, end):
        return True
    return said in table.no_things or bool(_NUMBERED.search(_lead(text, start)))


def _after_title(text: str, start: int, end: int) -> int:
    """Behind "pelaku" and "orangnya", which say who is described and nothing of the looks."""
    title = _TITLE.match(text, start, end)
    return title.end() if title else start


def _telling(said: str, looks: list[re.Match[str]], table: _Patterns) -> bool:
    """Whether it describes somebody: one word such as "tinggi" alone does not."""
    return len(looks) > 1 or not table.weak.fullmatch(said.strip(" ,").split(" ")[0])


def _plain(text: str, table: _Patterns) -> Canon:
    return canon([Word(_spelt(w.form, table), w.start, w.end, w.glued) for w in words(text)])


def _spelt(form: str, table: _Patterns) -> str:
    """A word as the table writes it; "laptopku" and "mutornyo" are read without their owner, and Palembang's
    "bekupluk" as "berkupluk"."""
    if form in table.spelling:
        return table.spelling[form]
    if form.startswith("be"):
        for standard in (f"ber{form[2:]}", f"ber{form[2:-1]}a"):
            if standard in table.nouns:
                return standard
    for ending in _OWN:
        stem = form.removesuffix(ending)
        stem = table.spelling.get(stem, stem)
        if form.endswith(ending) and stem in table.nouns:
            return stem
    return form


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    raw: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    spelling = {form: word for word, forms in raw["ejaan"].items() for form in str(forms).split()}
    weak = re.compile(_any(raw["ciri_bersama"]))
    nouns = frozenset(
        n for key in ("motor", "mobil", "barang", "model", "tubuh", "ciri_sendiri") for n in raw[key]
    )
    no = {
        "barang": re.compile(rf"\b{_any(raw['bukan_barang_setelah'])} $"),
        "kendaraan": re.compile(rf"\b{_any(raw['bukan_kendaraan_setelah'])} $"),
    }
    return _Patterns(
        spelling,
        _part(raw),
        _vehicle(raw),
        _thing(raw),
        *_person(raw),
        weak,
        nouns,
        frozenset(raw["bukan_barang"]),
        no,
    )


def _any(*lists: list[str]) -> str:
    names = sorted({str(name) for names in lists for name in names}, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(_apart(name) for name in names) + ")"


def _apart(name: str) -> str:
    """A name as the words of a message write it: "r15" is "r 15", "hr-v" may be "hr v"."""
    return re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ?", re.escape(name)).replace(r"\ ", "[ -]")


def _vehicle(raw: dict[str, Any]) -> re.Pattern[str]:
    noun, brand, model, colour = (
        _any(raw["motor"], raw["mobil"]),
        _any(raw["merek"]),
        _any(raw["model"]),
        _any(raw["warna"]),
    )
    kind = rf"(?:(?:merk|merek|jenis|tipe|type)(?: motor)? )?(?:{brand} )?{model}"
    tail = (
        rf"(?: \d{{2,3}}(?: cc)?\b)?(?: (?:keluaran |tahun |thn )?20\d\d\b)?(?: (?:warna "
        rf")?{colour}(?:[ -]{colour})?\b)?"
    )
    return re.compile(
        rf"\b(?:{noun}(?: (?:saya|aku|kami|nya))?(?: (?:(?:merk|merek) )?(?:{kind}"
        rf"|{brand}))|{noun}|{brand} (?:{model})|{brand}(?= warna| {colour})|{model}(?: "
        rf"\d+)?)\b{tail}"
    )


def _part(raw: dict[str, Any]) -> re.Pattern[str]:
    """A part or a key, and what it belongs to."""
    return re.compile(rf"\b{_any(raw['bagian'])} {_any(raw['motor'], raw['mobil'])}\b")


def _thing(raw: dict[str, Any]) -> re.Pattern[str]:
    noun, brand, colour, unit = (
        _any(raw["barang"], raw["bukan_barang"]),
        _any(raw["merek_barang"]),
        _any(raw["warna"]),
        _any(raw["satuan"]),
    )
    worded = "satu|sikok|dua|duo|tiga|tigo|empat|lima|limo|enam|tujuh|delapan|sembilan|sepuluh"
    number = rf"(?:\d{{1,4}}(?:[.,]\d)?|{worded}|se)"
    # "sapi duo", but not "tas dua hari lalu".
    no_amount = rf"(?! ?(?:[a-z]{{1,2}}|{_any(raw['bukan_jumlah'])})\b)"
    counted = rf"(?:{number} ?{unit}|(?:{worded}){no_amount})"
    after = rf"(?:(?: (?:kami|aku|saya|kito))? (?:seberat |sebanyak |sejumlah )?{counted}\b)?"
    bank = r"(?:bank )?(?:bri|bca|bni|mandiri|bsi|btn|sumsel babel)"
    model = r"(?:[a-z]{0,2} ?\d{1,3}[a-z]?|galaxy|note|pro|redmi|reno)(?: \d{1,3}[a-z]?)?(?: pro)?\b"
    return re.compile(
        rf"\b(?:(?:buku tabungan|kartu atm|atm) {bank}"
        rf"|(?:hp )?(?:iphone|ipad) (?:\d{{1,2}}|x[rs]?)(?: (?:pro|plus|mini|max)){{0,2}}"
        rf"(?: (?:warna )?{colour}\b)?"
        rf"|(?:{number} (?:{unit} )?)?{noun}(?: (?:merk |merek )?{brand}(?: {model})?)?"
        rf"(?: (?:warna )?{colour}\b)?{after}"
        rf"|{brand} (?:[a-z]\d{{1,3}}|galaxy|note \d+|reno ?\d+|[a-z] \d{{1,3}}))\b"
    )


def _person(raw: dict[str, Any]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    who, look, link, colour = (
        _any(raw["orang"]),
        _any(raw["ciri"], raw["ciri_sendiri"]),
        _any(raw["penghubung"]),
        _any(raw["warna"]),
    )
    age = r"\d{1,3}(?: ?(?:-|sampai|an) ?\d{0,3})?"
    start = (
        rf"(?!pelaku(?:nya)? \d)(?:(?:\d{{1,2}}|dua|tiga|empat|lima|satu|beberapa"
        rf"|duo|tigo) )?{who}(?: (?:duo|tigo|empat|limo|dua|tiga|lima)\b)?"
    )
    # Palembang's red is also an elder brother.
    red = "|".join(f"(?<={wear} )abang" for wear in ("baju", "kaos", "topi", "jaket", "warna", "celana"))
    step = rf"[ ,/-]{{1,2}}(?:{look}|{link}|{colour}|{age}|{red})\b"
    alone, beside = _any(raw["ciri_sendiri"]), _any(raw["ciri_bersama"])
    person = (
        rf"\b(?:{start}(?:{step}){{1,25}}|(?:pakai|ciri ciri|{alone})(?:{step}){{1,25}}"
        rf"|{beside}(?:{step}){{1,25}}|{alone}\b)"
    )
    years = r"\d{2}(?: ?(?:-|sampai) ?\d\d)?(?: ?an)? ?(?:tahunan|tahun|thn)\b(?! (?:yang )?lalu)"
    told = r"(?<=(?:umur|usia|uran) )\d{2}(?:-\d\d)?(?: ?an)?(?: ?tahunan| ?tahun)?"
    wears = rf"\b(?:{look}|{red}|{years}|{told})\b"
    return re.compile(person), re.compile(wears)
