"""Reads the test sets of tests/understanding; their form is told in its README."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from banpol.clock import WIB
from banpol.language.place import PlaceFound
from banpol.language.time import TimeFound

CLEAN = "baku"
_MARKED = re.compile(r"\[([^\]]+)\]\((\w+)\)")
Span = tuple[str, int, int]


@dataclass(frozen=True)
class Sets:
    """All sets; an absent file is an empty set."""

    intents: list[tuple[str, str, str]]  # text, intent, manner
    danger: list[str]
    no_danger: list[str]
    near: list[str]
    far: list[str]
    kinds: list[tuple[str, str]]  # text, kind
    entities: list[tuple[str, frozenset[Span], str]]  # text, spans, manner
    times: list[tuple[str, datetime, str]]
    places: list[tuple[str, bool, str]]  # text, answers a question, meaning
    pins: list[tuple[float, float, str]]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None


def read_sets(folder: Path) -> Sets:
    danger, outside = _read(folder / "darurat.yml") or {}, _read(folder / "luar.yml") or {}
    intents = _read(folder / "niat.yml") or []
    kinds = (_read(folder / "jenis.yml") or {}).get("jenis", {})
    return Sets(
        intents=[(str(c["pesan"]), str(c["niat"]), str(c["gaya"])) for c in intents],
        danger=[str(t) for t in danger.get("bahaya", [])],
        no_danger=[str(t) for t in danger.get("bukan_bahaya", [])],
        near=[str(t) for t in outside.get("dekat", [])],
        far=[str(t) for t in outside.get("jauh", [])],
        kinds=[(str(text), kind) for kind, texts in kinds.items() for text in texts],
        entities=[(*unmark(c["pesan"]), str(c["gaya"])) for c in _read(folder / "entitas.yml") or []],
        times=_times(_read(folder / "waktu.yml") or []),
        places=_places(_read(folder / "tempat.yml") or []),
        pins=[(float(lat), float(lon), str(code)) for _, lat, lon, code in _read(folder / "pin.yml") or []],
    )


def unmark(marked: str) -> tuple[str, frozenset[Span]]:
    """A message without its marks, and the spans they name, in code points of the plain message."""
    text, spans, last = "", set(), 0
    for match in _MARKED.finditer(marked):
        text += marked[last : match.start()]
        spans.add((match[2], len(text), len(text) + len(match[1])))
        text, last = text + match[1], match.end()
    return text + marked[last:], frozenset(spans)


def _times(groups: list[dict[str, Any]]) -> list[tuple[str, datetime, str]]:
    nows = [datetime.fromisoformat(str(group["kini"])).replace(tzinfo=WIB) for group in groups]
    return [
        (str(text), now, str(meaning))
        for group, now in zip(groups, nows, strict=True)
        for text, meaning in group["butir"]
    ]


def _places(groups: list[dict[str, Any]]) -> list[tuple[str, bool, str]]:
    return [
        (str(text), bool(group["menjawab"]), str(meaning))
        for group in groups
        for text, meaning in group["butir"]
    ]


def time_is_right(found: TimeFound | None, meaning: str) -> bool:
    """The right day, and the hour within 20 minutes where one is meant."""
    if found is None or meaning == "tidak ada":
        return found is None and meaning == "tidak ada"
    if meaning == "tanya" or found.ask:
        return found.ask and meaning == "tanya"
    if len(meaning) >= 16 and ".." not in meaning:
        wanted = datetime.fromisoformat(meaning[:16]).replace(tzinfo=WIB)
        return abs(found.start - wanted) <= timedelta(minutes=20)
    first, _, last = meaning.partition("..")
    day = found.start.astimezone(WIB).date() == date.fromisoformat(first)
    return day and (not last or found.end.astimezone(WIB).date() == date.fromisoformat(last))


def place_is_right(found: PlaceFound | None, meaning: str) -> bool:
    """The right code, or rightly outside, asked, or absent."""
    if found is None or meaning == "tidak ada":
        return found is None and meaning == "tidak ada"
    if meaning == "luar":
        return found.outside
    if meaning == "tanya":
        return found.ask and found.kabupaten is None
    code = found.kecamatan_code if len(meaning) == 8 else found.kabupaten_code
    return code == meaning and not found.outside
