"""The report as its reporter reads it: values for the responses, in words, in WIB, and short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from actions.listening import SKIPPED
from actions.talk import Talk
from banpol.clock import WIB
from banpol.language.kinds import Kind
from banpol.register.draft import Moment, Place

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
# A message with buttons holds 1,024 characters; these parts and their labels stay well below.
NARRATIVE, SHORT = 200, 80
Phrase = Callable[[str], str]


def clip(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0] + "…"


def safe(text: str) -> str:
    """Keeps Rasa's filling of `{…}` from tripping over what people type; what is stored stays as it is."""
    return text.replace("0[", "0 [")


def date_words(moment: datetime) -> str:
    """ "Senin, 24 November 2025 pukul 21.00 WIB"."""
    local = moment.astimezone(WIB)
    return f"{day_words(moment)} pukul {local:%H.%M} WIB"


def day_words(moment: datetime) -> str:
    local = moment.astimezone(WIB)
    return f"{DAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]} {local.year}"


def moment_words(moment: Moment | None) -> str:
    """When it happened, as said and, where it is known, as a date; empty when nothing was said."""
    if moment is None or moment.said in ("", SKIPPED):
        return ""
    if moment.start is None or moment.end is None:
        return clip(moment.said, SHORT)
    return f"{_interval(moment.start, moment.end)} ({clip(moment.said, 40)})"


def _interval(start: datetime, end: datetime) -> str:
    """A point or a short stretch is told by its hour, half a day or more by its day."""
    length = end - start
    if length <= timedelta(hours=1):
        return date_words(start + length / 2 if length > timedelta(minutes=1) else start)
    if length <= timedelta(hours=26):
        first, last = start.astimezone(WIB), end.astimezone(WIB)
        whole_day = length >= timedelta(hours=23)
        return day_words(start) if whole_day else f"{day_words(start)}, {first:%H.%M} sampai {last:%H.%M} WIB"
    return f"{day_words(start)} sampai {day_words(end)}"


def place_words(place: Place | None) -> str:
    """The place as said, with the region that was found for it."""
    if place is None or place.said in ("", SKIPPED):
        return ""
    said = clip(place.said, SHORT)
    names = (place.kecamatan, place.kabupaten)
    region = [name for name in names if name and name.lower() not in said.lower()]
    return f"{said} ({', '.join(region)})" if region else said


def variables(talk: Talk, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """What every response may name in braces; an empty text where nothing is known."""
    draft = talk.draft
    if draft is None:
        return {}
    kind = kinds.get(draft.kind)
    values = {
        "draf": draft.draft_id,
        "jenis": kind.label if kind else draft.kind,
        "cerita": clip(draft.narrative, NARRATIVE),
        "tempat": place_words(draft.place),
        "waktu": moment_words(draft.moment),
        "plat": clip(", ".join(draft.plates), SHORT),
        "orang": clip(draft.people, SHORT),
        "kerugian": clip(draft.loss, SHORT),
        "nama": clip(draft.name, 60),
    }
    return {name: safe(value) for name, value in values.items()}


def lines(talk: Talk, kinds: Mapping[str, Kind], phrase: Phrase) -> str:
    """The rows of the summary; rows without content are left out."""
    values = variables(talk, kinds)
    unknown = phrase("utter_nilai_tidak_tahu")
    rows = {
        "jenis": values["jenis"],
        "kejadian": values["cerita"],
        "lokasi": values["tempat"] or unknown,
        "waktu": values["waktu"] or unknown,
        "plat": values["plat"],
        "orang": "" if values["orang"] == SKIPPED else values["orang"],
        "kerugian": "" if values["kerugian"] == SKIPPED else values["kerugian"],
        "bukti": str(len(talk.report.evidence_ids) or ""),
        "nama": _identity(talk, values["nama"], phrase),
        "boleh_dihubungi": _contact(talk, phrase),
    }
    told = {row: value for row, value in rows.items() if value}
    return "\n".join(phrase(f"utter_baris_{row}").replace("{nilai}", value) for row, value in told.items())


def _identity(talk: Talk, name: str, phrase: Phrase) -> str:
    if talk.report.confidentiality == "anonim":
        return phrase("utter_nilai_anonim")
    return phrase("utter_nilai_rahasia").replace("{nama}", name) if name else phrase("utter_nilai_tanpa_nama")


def _contact(talk: Talk, phrase: Phrase) -> str:
    allowed = talk.report.contact_allowed
    if allowed is None:
        return ""
    return phrase("utter_nilai_ya" if allowed else "utter_nilai_tidak")
