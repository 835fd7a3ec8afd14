"""`banpol talk`: plays scripted conversations through the real stack and shows what came of them.

Result of one dialogue, as JSON: `messages` (direction, from, type, text, buttons, at), `asked` (slots in
order), `billable` (how many messages of the assistant Meta's bill would count), `reports`, `drafts`.

| slot of `asked` and `if_asked` | the assistant asks                                      |
|--------------------------------|---------------------------------------------------------|
| persetujuan                    | whether it may keep personal data                       |
| kejadian                       | what happened                                           |
| lokasi                         | where                                                   |
| waktu                          | when                                                    |
| orang                          | who, and what they look like                            |
| kerugian                       | what was lost                                           |
| bukti                          | photos, video, documents                                |
| nama                           | the reporter's name                                     |
| kerahasiaan                    | how confidential                                        |
| boleh_dihubungi                | whether the team may get in touch                       |
| pin (in `if_asked` only)       | a PIN for the report, or the one that it has            |
| konfirmasi                     | whether the summary is right and may be sent            |
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from banpol import logs, wiring
from banpol.cli.reports import as_wib, dump
from banpol.cli.script import Dialogue, ScriptTurn, read_script
from banpol.settings import Settings

MOST_ANSWERS = 30
# Offered after the receipt; it may be answered, and is no question of the report.
PIN = "pin"
MOST_OF_ONE_SLOT = 3


def run(script: Path, json_file: Path | None, only: str | None) -> None:
    dialogues = [dialogue for dialogue in read_script(script) if only in (None, dialogue.id)]
    results = asyncio.run(play_all(dialogues, show=True))
    if json_file:
        json_file.write_text(dump({"dialogues": results}), encoding="utf-8")


def load_agent(settings: Settings) -> Any:
    """The trained agent without a memory, and without TensorFlow where the model does not need it."""
    from banpol.assistant import loading, tf_stub

    model = loading.find_model(settings.models_dir)
    if not loading.needs_tensorflow(model):
        tf_stub.install()
    from banpol.assistant.agent import load_plain

    return load_plain(model)


async def play_all(dialogues: list[Dialogue], show: bool = False) -> list[dict[str, Any]]:
    """The model is loaded once; each dialogue has a database of its own."""
    logs.configure()
    settings = wiring.settings()
    agent = load_agent(settings)
    results = []
    for dialogue in dialogues:
        result = await play(agent, dialogue, settings.project_dir)
        results.append(result)
        if show:
            print_result(result)
    return results


@dataclass
class Progress:
    """What was asked so far, and by which message of the outbox."""

    asked: list[str] = field(default_factory=list)
    open_question: str | None = None
    seq: int = 0
    given: dict[str, int] = field(default_factory=dict)


async def play(agent: Any, dialogue: Dialogue, project: Path) -> dict[str, Any]:
    from banpol.cli.stage import Stage, StillBusy

    with tempfile.TemporaryDirectory(prefix="banpol-talk-") as folder:
        async with Stage(agent, Path(folder), dialogue.now, project) as stage:
            progress, trouble = Progress(), None
            try:
                for turn in dialogue.turns:
                    await _perform(stage, turn, progress)
                await _answer_questions(stage, dialogue, progress)
            except (StillBusy, ValueError) as problem:
                trouble = str(problem)
            return _result(stage, dialogue, progress, trouble)


async def _perform(stage: Any, turn: ScriptTurn, progress: Progress) -> None:
    """One turn, and everything it causes, unless the next one is to follow at once."""
    from banpol.simulator.turn_values import TurnRefused

    if turn.type == "wait":
        await stage.pass_time(turn.wait)
    else:
        more: dict[str, Any] = {}
        if turn.type == "location":
            more = {"lat": turn.lat, "lon": turn.lon, "name": turn.name}
        try:
            await stage.phone(turn.sender).send(turn.type, turn.content, **more)
        except TurnRefused as refused:
            raise ValueError(f"the phone refused {turn.type} {turn.content!r}: {refused}") from None
    if not turn.burst:
        await stage.settle()
        _note_questions(stage, progress)


def _note_questions(stage: Any, progress: Progress) -> None:
    said = stage.questions_after(progress.seq)
    for entry in said:
        progress.seq = entry.seq
        if entry.asks and entry.asks != PIN:
            progress.asked.append(entry.asks)
    # A reminder asks nothing new: the question before it is still open.
    spoken = [entry for entry in said if not entry.reminder]
    if spoken:
        progress.open_question = spoken[-1].asks


async def _answer_questions(stage: Any, dialogue: Dialogue, progress: Progress) -> None:
    """While something is asked that the script can answer; the same question at most three times."""
    for _ in range(MOST_ANSWERS):
        slot = progress.open_question
        answers = dialogue.if_asked.get(slot or "")
        if not slot or not answers or progress.given.get(slot, 0) >= MOST_OF_ONE_SLOT:
            return
        progress.given[slot] = progress.given.get(slot, 0) + 1
        progress.open_question = None
        for turn in answers:
            await _perform(stage, turn, progress)


def _result(stage: Any, dialogue: Dialogue, progress: Progress, trouble: str | None) -> dict[str, Any]:
    result = {
        "id": dialogue.id,
        "messages": [_message(stage, message) for message in stage.simulator.messages()],
        "asked": progress.asked,
        "billable": sum(message.billable for message in stage.simulator.messages()),
        "reports": [_report(report) for report in stage.reports()],
        "drafts": [_draft(draft) for draft in stage.drafts()],
    }
    return {**result, "error": trouble} if trouble else result


def _message(stage: Any, message: Any) -> dict[str, Any]:
    body = message.as_dict()
    return {
        "direction": body["direction"],
        "from": stage.phone_of(message) if body["direction"] == "in" else "banpol",
        "to": "banpol" if body["direction"] == "in" else stage.phone_of(message),
        "type": body["type"],
        "text": body["text"],
        "buttons": [*body["buttons"], *body["rows"]],
        "at": as_wib(message.at),
    }


def _report(report: dict[str, Any]) -> dict[str, Any]:
    place = _latest_place(report) or {}
    return {
        **{
            key: report[key]
            for key in ("number", "status", "kind", "kind_confidence", "urgency", "narrative")
        },
        "occurred_from": as_wib(report["occurred_from"]),
        "occurred_to": as_wib(report["occurred_to"]),
        "occurred_said": (report.get("moment") or {}).get("said", ""),
        "place": place or None,
        "place_said": place.get("said", ""),
        **{key: place.get(key) for key in ("kabupaten", "kabupaten_code", "kecamatan", "kecamatan_code")},
        "outside": bool(place.get("outside", False)),
        "coordinates": _coordinates(place),
        **{key: report[key] for key in ("people", "vehicles", "plates", "loss", "loss_amount")},
        "name": report.get("name", ""),
        "confidentiality": report["confidentiality"],
        "restricted": report["restricted"],
        "contact_allowed": report["contact_allowed"],
        "evidence_count": len(report["evidence"]),
        "additions": [{"kind": entry["kind"], "text": entry["text"]} for entry in report["additions"]],
        "source_channel": report["source_channel"],
    }


def _latest_place(report: dict[str, Any]) -> dict[str, Any] | None:
    """The place in the report, or the one that was added to an emergency afterwards."""
    added = [entry["place"] for entry in report["additions"] if entry.get("place")]
    known = report.get("place")
    return known if known and known.get("kabupaten_code") else (added[-1] if added else known)


def _coordinates(place: dict[str, Any]) -> list[float] | None:
    if place.get("latitude") is None:
        return None
    return [place["latitude"], place["longitude"]]


def _draft(draft: dict[str, Any]) -> dict[str, Any]:
    keys = ("state", "asking", "narrative", "kind", "urgency", "place", "moment", "people", "loss", "plates")
    return {key: draft.get(key) for key in keys}


def print_result(result: dict[str, Any]) -> None:
    typer.secho(f"\n=== {result['id']}", bold=True)
    for message in result["messages"]:
        hour = datetime.fromisoformat(message["at"]).strftime("%H:%M")
        who = message["from"] if message["direction"] == "in" else f"banpol → {message['to']}"
        typer.echo(f"{hour} {who}: {message['text'] or '[' + message['type'] + ']'}")
        if message["direction"] == "out" and message["buttons"]:
            typer.echo("      " + " ".join(f"[{title}]" for title in message["buttons"]))
    typer.echo(f"asked: {', '.join(result['asked']) or '-'}")
    typer.echo(f"billable: {result['billable']} messages")
    for report in result["reports"]:
        typer.echo("report: " + json.dumps(report, ensure_ascii=False))
    for draft in result["drafts"]:
        typer.echo("draft: " + dump(draft))
    if "error" in result:
        typer.secho(f"error: {result['error']}", fg=typer.colors.RED)
