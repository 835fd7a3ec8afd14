"""Scripted conversations: what a script may say, read from YAML with a clear refusal of anything else.

    dialogues:
    - id: satu_kalimat
      now: 2026-11-24T21:30:00+07:00
      turns:
      - {type: text, content: motor aku ilang di pasar 16 td malem}
      if_asked:
        nama: lewati

A turn is `text`, `location` (lat, lon, name?), `image | audio | voice | video | document | sticker`,
`button | list` (the label) or `wait` (such as 26h, 10m, 30s, 2d); each may have `from` (a second phone) and
`burst: true` (the next turn follows at once). `if_asked` answers what the assistant asks for after the turns;
an answer is a text, a turn, or a list of them. Keys are the slots that `asked` names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from banpol.clock import WIB, to_utc
from banpol.settings import SettingProblem

TYPES = (
    "text", "location", "image", "audio", "voice", "video", "document", "sticker", "button", "list", "wait",
)  # fmt: skip
FIRST_PHONE = "pelapor"
_WAIT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(s|m|h|d)\s*$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class ScriptProblem(SettingProblem):
    """A script that cannot be played; the sentence says where."""


@dataclass(frozen=True)
class ScriptTurn:
    """One thing that a phone does, or a time that passes."""

    type: str
    content: str = ""
    lat: float | None = None
    lon: float | None = None
    name: str = ""
    sender: str = FIRST_PHONE
    burst: bool = False

    @property
    def wait(self) -> timedelta:
        found = _WAIT.match(self.content)
        if not found:
            raise ScriptProblem(f"a wait must be a number and s, m, h or d, not {self.content!r}")
        return timedelta(seconds=float(found[1]) * _SECONDS[found[2]])


@dataclass(frozen=True)
class Dialogue:
    """One conversation and the moment it begins."""

    id: str
    now: datetime
    turns: tuple[ScriptTurn, ...]
    if_asked: dict[str, tuple[ScriptTurn, ...]] = field(default_factory=dict)


def read_script(path: Path) -> list[Dialogue]:
    """Raises ScriptProblem."""
    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError:
        raise ScriptProblem(f"there is no script {path}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ScriptProblem(f"{path} is not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(body, dict) or not isinstance(body.get("dialogues"), list):
        raise ScriptProblem(f"{path} needs a list named dialogues")
    return [_dialogue(entry, number) for number, entry in enumerate(body["dialogues"], 1)]


def _dialogue(entry: Any, number: int) -> Dialogue:
    if not isinstance(entry, dict) or not isinstance(entry.get("turns"), list):
        raise ScriptProblem(f"dialogue {number} needs a list named turns")
    name = str(entry.get("id", number))
    answers = entry.get("if_asked") or {}
    if not isinstance(answers, dict):
        raise ScriptProblem(f"if_asked of dialogue {name} must map slots to answers")
    return Dialogue(
        name,
        _moment(entry.get("now"), name),
        tuple(_turn(turn, name) for turn in entry["turns"]),
        {str(slot): _answer(answer, name) for slot, answer in answers.items()},
    )


def _moment(value: Any, name: str) -> datetime:
    """Without a zone the moment is WIB."""
    if value is None:
        return datetime(2026, 11, 24, 21, 30, tzinfo=WIB)
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise ScriptProblem(f"now of dialogue {name} is not a moment: {value!r}") from None
    return to_utc(moment if moment.tzinfo else moment.replace(tzinfo=WIB))


def _answer(answer: Any, name: str) -> tuple[ScriptTurn, ...]:
    entries = answer if isinstance(answer, list) else [answer]
    return tuple(_turn(entry, name) for entry in entries)


def _turn(entry: Any, name: str) -> ScriptTurn:
    if isinstance(entry, (str, int, float)):
        return ScriptTurn("text", str(entry))
    if not isinstance(entry, dict) or entry.get("type") not in TYPES:
        raise ScriptProblem(f"a turn of dialogue {name} has no type that is known: {entry!r}")
    turn = ScriptTurn(
        entry["type"],
        str(entry.get("content", "")),
        _number(entry.get("lat"), name),
        _number(entry.get("lon"), name),
        str(entry.get("name", "")),
        str(entry.get("from", FIRST_PHONE)),
        bool(entry.get("burst", False)),
    )
    if turn.type == "location" and (turn.lat is None or turn.lon is None):
        raise ScriptProblem(f"a location of dialogue {name} needs lat and lon")
    if turn.type == "wait" and turn.wait < timedelta(0):
        raise ScriptProblem(f"a wait of dialogue {name} cannot be negative")
    return turn


def _number(value: Any, name: str) -> float | None:
    if value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ScriptProblem(f"a coordinate of dialogue {name} is not a number: {value!r}") from None
