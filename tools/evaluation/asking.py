"""Asks the trained assistant about every message of the sets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from banpol.cli.understanding import Understanding
from banpol.clock import WIB
from banpol.language.emergency import find_danger
from banpol.language.kinds import classify_kind
from banpol.language.pin import locate
from banpol.language.place import find_place
from banpol.language.reading import read
from banpol.language.time import find_time
from evaluation.sets import Sets, Span, place_is_right, time_is_right

# Any moment does: intents and entities do not depend on it.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=WIB)
WARMING = 20


@dataclass(frozen=True)
class Heard:
    """What was understood of one message; `cpu_ms` is this process's time for Rasa's parse alone."""

    text: str
    ranking: tuple[tuple[str, float], ...]
    in_scope: float
    danger: bool
    cpu_ms: float

    @property
    def intent(self) -> str:
        return self.ranking[0][0] if self.ranking else "(tidak ada)"

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0


@dataclass(frozen=True)
class Answers:
    """One answer for each item of the sets, in their order."""

    intents: list[Heard]
    danger: list[Heard]
    no_danger: list[Heard]
    near: list[Heard]
    far: list[Heard]
    kinds: list[str]
    spans: list[frozenset[Span]]
    times: list[bool]
    places: list[bool]
    pins: list[bool]


async def ask(sets: Sets, understanding: Understanding, models: Path) -> Answers:
    await _hear(understanding, [text for text, _, _ in sets.intents[:WARMING]])
    kinds = models / "jenis_kejadian.npz"
    return Answers(
        intents=await _hear(understanding, [text for text, _, _ in sets.intents]),
        danger=await _hear(understanding, sets.danger),
        no_danger=await _hear(understanding, sets.no_danger),
        near=await _hear(understanding, sets.near),
        far=await _hear(understanding, sets.far),
        kinds=[classify_kind(text, kinds).kind for text, _ in sets.kinds],
        spans=[_spans(text) for text, _, _ in sets.entities],
        times=[time_is_right(find_time(text, now), meaning) for text, now, meaning in sets.times],
        places=[place_is_right(find_place(text, answers), meaning) for text, answers, meaning in sets.places],
        pins=[_pin(lat, lon) == code for lat, lon, code in sets.pins],
    )


async def _hear(understanding: Understanding, texts: Sequence[str]) -> list[Heard]:
    heard = []
    for text in texts:
        began = time.process_time()
        parsed = await understanding.parse(text, NOW)
        spent = (time.process_time() - began) * 1000
        entries = parsed.get("intent_ranking") or []
        named = [(str(e["name"]), float(e["confidence"])) for e in entries]
        ranking = tuple(entry for entry in named if entry[0] != "nlu_fallback")
        found = find_danger(text)
        danger = bool(found and found.now) or ranking[:1] == (("darurat", 1.0),)
        heard.append(Heard(text, ranking, float(parsed.get("in_scope") or 0.0), danger, spent))
    return heard


def _spans(text: str) -> frozenset[Span]:
    return frozenset((e.entity, e.start, e.end) for e in read(text, NOW).entities)


def _pin(lat: float, lon: float) -> str:
    found = locate(lat, lon)
    return "luar" if found.outside else str(found.kabupaten_code)
