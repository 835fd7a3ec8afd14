"""Corrections in free words: which answer is meant, and what it should be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from actions.phrases import word_set

_BUT = (
    r"(?:tapi|tp|tpi|tetapi|melainkan|maksud\w*|mksd\w*|harusnya|harusnyo|seharusnya|mestinya|mestinyo|"
    r"yang be?nar|yg be?nar|yang bener|yg bener|bener\w*|sebenarnya)"
)
_NOT_BUT = re.compile(rf"\bbukan\s+(?P<old>.+?)[\s,.;]+{_BUT}\b[\s,:]*(?P<new>.+)", re.IGNORECASE | re.DOTALL)
_NEW_NOT = re.compile(r"^(?P<new>.+?)[\s,;.]+bukan\s+(?P<old>.+)$", re.IGNORECASE | re.DOTALL)
_NOT_NEW = re.compile(r"\bbukan\s+(?P<old>[^,.;]+)[,.;]\s*(?P<new>.+)", re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(
    r"^(?:(?:eh|oh|aduh|maaf|mohon maaf|sori|sorry|pak|bu|mang|kak|bentar|tadi|itu|yang tadi|yg tadi|deng|"
    r"tunggu)[\s,.]+)*"
    r"(?:(?:salah|ralat|koreksi|revisi|typo|keliru|maksud\w*|mksd\w*|harusnya|harusnyo|mestinya|mestinyo|"
    r"yang be?nar|yg be?nar|yang bener|yg bener|bukan)\b"
    r"(?: (?:ketik|tulis|sebut|saya|sy|aku|pak|mang|tu|tadi|itu|deng|hehe|deh))*[\s,:.;!]*)+",
    re.IGNORECASE,
)
_WRONG = re.compile(
    rf"^(?P<what>[^,.]{{1,40}}?)\b(?:salah|keliru|meleset)\b"
    rf"(?: (?:ketik|tulis|sebut|tu|tuh|itu|pak|mang))*[\s,.:;]*"
    rf"(?:{_BUT}[\s,:]*)?(?P<new>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE = re.compile(
    r"\b(?:ubah|ganti|edit|perbaiki|benerin|benarkan|betulkan|koreksi|rubah)\w*\b(?P<what>.*?)"
    r"(?:\b(?:jadi|menjadi|ke|dengan|mestinya|harusnya)\b(?P<new>.+))?$",
    re.IGNORECASE | re.DOTALL,
)
_SMALL = word_set(
    "pak bu mang kak ya yo dong deh aja bae saja saya sy aku maaf mau nak ada yang yg tolong mohon"
)
_FIELDS = (
    ("boleh_dihubungi", r"dihubungi|hubungi|ditelpon|ditelepon"),
    ("jenis", r"jenis\w*|kategori\w*"),
    ("plat", r"plat\w*|nopol|nomor polisi"),
    ("orang", r"pelaku\w*|ciri\w*|orangn\w+"),
    ("kerugian", r"kerugian\w*|rugi\w*|nilai\w*|jumlah\w*|nominal\w*|total\w*|duit\w*|uang\w*"),
    ("nama", r"nama\w*|namo\w*"),
    ("lokasi", r"tempat\w*|lokasi\w*|alamat\w*|kecamatan\w*|kabupaten\w*|kotanya|titik\w*|pin\w*"),
    ("waktu", r"waktu\w*|jam\w*|tanggal\w*|tgl\w*|hari\w*"),
    ("kejadian", r"cerita\w*|kejadian\w*|kronologi\w*"),
)
_DAY = re.compile(
    r"\b(kemarin|kemaren|kmrn|tadi|td|semalam|semalem|smlm|hari|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|"
    r"tanggal|tgl|lusa|lalu|barusan|bulan|tahun|malam minggu)\b|\d+[/-]\d+",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:jam|pukul|pkl|jm)\s*(?:setengah\s*)?[\w.:]+(?:\s+(?:lewat|kurang|lebih)\s+\w+)?", re.IGNORECASE
)


_PARTS_OF_DAY = word_set("pagi siang sore malam malem subuh magrib")
_HEAD = re.compile(
    r"^\W*((eh|oh|aduh|maaf|pak|bu|ganti|ubah|rubah|jadi|jadinya)\W+)*((jam|waktu|tanggal|hari|tempat|lokasi|alamat|plat)ny[ao]\W+(itu\W+)?)?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(\W+(maksud(ny[ao]| saya| sy| aku)|mksd\w*|ya|yo|yaa|pak|bu|deng|mang|kak))+\W*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Correction:
    """`new` should stand where `old` stood, `field` is the answer that was named; each may be empty."""

    new: str = ""
    old: str = ""
    field: str = ""


def find_field(text: str) -> str:
    """The answer that the words name ("jamnya" → waktu), empty when none is named."""
    for name, pattern in _FIELDS:
        if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            return name
    return ""


def begins_as_correction(text: str) -> bool:
    """Whether a text opens with "salah", "ralat", "maksud saya" and their like."""
    lead = _LEAD.match(text)
    return lead is not None and not re.match(r"^\s*bukan\b", lead.group(0).strip(), re.IGNORECASE)


def is_correction(text: str) -> bool:
    """Whether the words alone show a correction, whatever intent they were taken for."""
    return bool(begins_as_correction(text) or _NOT_BUT.search(text) or _new_not(text))


def _new_not(text: str) -> re.Match[str] | None:
    """ "di Plaju bukan di Kertapati": only short sides, a story may hold a "bukan" of its own."""
    found = _NEW_NOT.match(text.strip())
    if found and len(found["new"].split()) <= 8 and len(found["old"].split()) <= 6:
        return found
    return None


def find_correction(text: str) -> Correction:
    """What is to be changed into what, without the small words around it ("jamnya", "maksudnya", "ya")."""
    found = _find(text)
    return replace(found, new=_TAIL.sub("", _HEAD.sub("", found.new)).strip(" ,.!"))


def _find(text: str) -> Correction:
    field = find_field(text)
    pair = _NOT_BUT.search(text) or _new_not(_without_lead(text)) or _NOT_NEW.search(text)
    if pair:
        return Correction(_without_lead(pair["new"]), pair["old"].strip(" ,.!"), field)
    wrong = _WRONG.match(text)
    if wrong and not _LEAD.match(text):
        return Correction(_left_over(wrong["new"].strip(" ,.!")), "", field)
    change = _CHANGE.search(text)
    if change and not _LEAD.match(text):
        return Correction((change["new"] or "").strip(" ,.!"), "", field)
    return Correction(_left_over(_without_lead(text)), "", field)


def _without_lead(text: str) -> str:
    return _LEAD.sub("", text.strip(), count=1).strip(" ,.!")


def _left_over(text: str) -> str:
    """Nothing when only polite words are left."""
    return text if any(word.strip(".,!") not in _SMALL for word in text.lower().split()) else ""


def merged_times(said: str, correction: Correction) -> list[str]:
    """Readings of a corrected time beside what was said before, the most faithful first.

    "jam 10 bukan 9" after "tadi malam jam 9" keeps the night.
    """
    new, old = correction.new, correction.old
    found = []
    if _CLOCK.search(new) and not _DAY.search(new):
        again = new.lower().split()
        again += _PARTS_OF_DAY if _PARTS_OF_DAY.intersection(again) else []
        rest = " ".join(word for word in _CLOCK.sub(" ", said).split() if word.lower() not in again)
        found.append(f"{rest} {new}".strip())
    if old and re.search(rf"\b{re.escape(old)}\b", said, re.IGNORECASE):
        found.append(re.sub(rf"\b{re.escape(old)}\b", lambda _: new, said, count=1, flags=re.IGNORECASE))
    clock = _CLOCK.search(said)
    if _DAY.search(new) and clock and not _CLOCK.search(new):
        found.append(f"{new} {clock.group(0)}")
    return [*found, new]
