"""`banpol understand`: one message in, everything understood of it out, as stable JSON.

| key                             | meaning                                                                  |
|---------------------------------|--------------------------------------------------------------------------|
| intent, confidence, ranking     | best intent, 0-1, names of intents best first                            |
| in_scope                        | 0-1, how much this is a matter for the service                           |
| emergency                       | somebody is in danger now                                                |
| kind, kind_confidence           | kind of incident, or null when the message tells of none                 |
| entities                        | entity, value, start, end (code points of the raw text)                  |
| time                            | start, end (ISO, +07:00), said, ask; or null                             |
| place                           | kabupaten, kecamatan, their codes, outside, ask, candidates; or null     |
| explanation                     | only with --explain: see `banpol.cli.explaining`                         |

A bare pin (`lat`, `lon`) leaves the language fields null.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, TextIO

import typer

from banpol import logs, wiring
from banpol.cli.explaining import explain, explain_danger, load_danger, load_intents
from banpol.clock import WIB, Clock
from banpol.language.emergency import find_danger
from banpol.language.kinds import classify_kind
from banpol.language.pin import locate
from banpol.language.place import PlaceFound
from banpol.language.reading import read
from banpol.language.time import TimeFound

# Intents that tell of an incident whatever the classifier of kinds is sure of.
TELLING = ("lapor_kejadian", "darurat", "keluhan_layanan_polri", "tambah_informasi")
SURE_OF_KIND = 0.5
NOTHING: dict[str, Any] = {
    "intent": None,
    "confidence": None,
    "ranking": None,
    "in_scope": None,
    "emergency": None,
    "kind": None,
    "kind_confidence": None,
    "entities": [],
    "time": None,
    "place": None,
}


class Understanding:
    """The trained model and the rules behind one question."""

    def __init__(self, clock: Clock, explains: bool = False) -> None:
        from banpol.assistant import loading, rasa_mends, tf_stub

        logs.configure()
        model = loading.find_model(wiring.settings().models_dir)
        if not loading.needs_tensorflow(model):
            tf_stub.install()
        from rasa.core.agent import Agent

        rasa_mends.apply()
        self._agent = Agent.load(model_path=str(model))
        self._clock = clock
        self._intents = load_intents(model) if explains else None
        self._danger = load_danger(model) if explains else None

    async def parse(self, text: str, moment: datetime) -> dict[str, Any]:
        """What Rasa's graph says of a message, as in a conversation."""
        from rasa.core.channels.channel import UserMessage

        from banpol.assistant.composing import plain_text

        message = UserMessage(plain_text(text), metadata={"now": moment.isoformat()})
        parsed: dict[str, Any] = await self._agent.processor.parse_message(
            message, only_output_properties=False
        )
        return parsed

    async def of_text(self, text: str, now: datetime | None) -> dict[str, Any]:
        moment = now or self._clock.now()
        parsed = await self.parse(text, moment)
        found, danger, kind = read(text, moment), find_danger(text), classify_kind(text)
        ranking = [(entry["name"], float(entry["confidence"])) for entry in _intents(parsed)]
        intent, confidence = ranking[0] if ranking else (None, 0.0)
        tells = intent in TELLING or kind.confidence >= SURE_OF_KIND
        why = {}
        if self._intents:
            danger_told = explain_danger(self._danger, str(parsed.get("text") or text), parsed)
            why = {"explanation": {**explain(self._intents, text, intent or ""), "danger": danger_told}}
        return {
            "intent": intent,
            "confidence": round(confidence, 4),
            "ranking": [name for name, _ in ranking],
            "in_scope": round(float(parsed.get("in_scope", confidence)), 4),
            "emergency": bool(danger and danger.now) or intent == "darurat",
            "kind": kind.kind if tells else None,
            "kind_confidence": round(kind.confidence, 4),
            "entities": [entity.__dict__ for entity in found.entities],
            "time": _time(found.time),
            "place": _place(found.place),
            **why,
        }


def _intents(parsed: dict[str, Any]) -> list[dict[str, Any]]:
    """The ranking without Rasa's own fallback, which is a verdict and not an intent."""
    ranking = parsed.get("intent_ranking") or [parsed.get("intent") or {}]
    return [entry for entry in ranking if entry.get("name") not in (None, "nlu_fallback")]


def of_pin(lat: float, lon: float) -> dict[str, Any]:
    return {**NOTHING, "place": _place(locate(lat, lon, boundaries=wiring.settings().boundaries))}


def _time(found: TimeFound | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "start": found.start.astimezone(WIB).isoformat(),
        "end": found.end.astimezone(WIB).isoformat(),
        "said": found.said,
        "ask": found.ask,
    }


def _place(found: PlaceFound | None) -> dict[str, Any] | None:
    if found is None:
        return None
    keys = ("kabupaten", "kabupaten_code", "kecamatan", "kecamatan_code", "outside", "ask")
    return {
        **{key: getattr(found, key) for key in keys},
        "candidates": [candidate.__dict__ for candidate in found.candidates],
    }


def run(text: str | None, now: datetime | None, jsonl: str | None, explains: bool = False) -> None:
    understanding = Understanding(wiring.clock(), explains)
    if text is not None:
        typer.echo(json.dumps(asyncio.run(understanding.of_text(text, now)), ensure_ascii=False, indent=2))
        return
    asyncio.run(_lines(understanding, now, jsonl or "-"))


async def _lines(understanding: Understanding, now: datetime | None, source: str) -> None:
    for line in _read_lines(source):
        answer = await _one_line(understanding, now, line)
        typer.echo(json.dumps(answer, ensure_ascii=True))


def _read_lines(source: str) -> Iterator[str]:
    if source == "-":
        yield from _full_lines(sys.stdin)
        return
    path = Path(source)
    if not path.is_file():
        typer.echo(f"banpol: there is no file {source}", err=True)
        raise typer.Exit(1)
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from _full_lines(file)


def _full_lines(file: TextIO) -> Iterator[str]:
    return (line for line in file if line.strip())


async def _one_line(understanding: Understanding, now: datetime | None, line: str) -> dict[str, Any]:
    """A line that cannot be used is answered with an `error`, so that the order of the lines holds."""
    try:
        question = json.loads(line)
        moment = (
            datetime.fromisoformat(question["now"].replace("Z", "+00:00")) if question.get("now") else now
        )
        if moment is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=WIB)
        if "text" in question:
            return await understanding.of_text(str(question["text"]), moment)
        return of_pin(float(question["lat"]), float(question["lon"]))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        return {**NOTHING, "error": f"this line cannot be used: {type(problem).__name__}: {problem}"}
