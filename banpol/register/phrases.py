"""The sentences that the register says to reporters, read from data/responses, without Rasa."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import yaml

from banpol.post.letters import Choice, OutgoingMessage
from banpol.register.errors import UnknownChoice

_HOLE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Phrase:
    text: str
    choices: tuple[Choice, ...] = ()


Phrases = Mapping[str, Phrase]


def read_phrases(folder: Path) -> dict[str, Phrase]:
    """The first variation of every response."""
    found: dict[str, Phrase] = {}
    for file in sorted(folder.glob("*.yml")):
        document = yaml.safe_load(file.read_text("utf-8")) or {}
        for name, variations in (document.get("responses") or {}).items():
            found[str(name)] = _phrase(variations[0])
    return found


def _phrase(variation: Mapping[str, Any]) -> Phrase:
    buttons = variation.get("buttons") or ()
    choices = tuple(Choice(button["title"], button["payload"]) for button in buttons)
    return Phrase(str(variation.get("text", "")).strip(), choices)


def say(phrases: Phrases, name: str, **values: str) -> OutgoingMessage:
    """The message with its holes filled. Raises UnknownChoice for a response that has no text.

    Values come from officers and reporters: they are put in as they are, never read as a pattern.
    """
    phrase = phrases.get(name)
    if phrase is None or not phrase.text:
        raise UnknownChoice(f"response {name} is missing in data/responses")
    choices = tuple(Choice(c.title, _unbraced(_fill(c.payload, values))) for c in phrase.choices)
    return OutgoingMessage(_fill(phrase.text, values), choices)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: values.get(hole.group(1), hole.group(0)), text)


def _unbraced(payload: str) -> str:
    """Rasa's responses double the braces of a payload; what leaves holds them once."""
    return payload.replace("{{", "{").replace("}}", "}")
