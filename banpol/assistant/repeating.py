"""Keeps a conversation from going round: the third same message in a row offers an officer."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from rasa.shared.core.domain import Domain

from banpol.assistant.replies import LONGEST_PLAIN, LONGEST_WITH_CHOICES
from banpol.post.letters import OutgoingMessage

HINT = "utter_berulang"
# As many as may look alike; the next one is said differently.
MOST_ALIKE = 2


def hint_of(domain: Domain) -> str:
    """The sentence for it; empty in a model that has none."""
    said = domain.responses.get(HINT) or [{}]
    return str(said[0].get("text", ""))


def vary(messages: Sequence[OutgoingMessage], before: Sequence[str], hint: str) -> list[OutgoingMessage]:
    """The messages, the last one with `hint` beneath when `before`, the newest texts, are the same as it."""
    if not messages or not hint or len(before) < MOST_ALIKE or {*before} != {messages[-1].text}:
        return list(messages)
    last = messages[-1]
    longest = LONGEST_WITH_CHOICES if last.choices or last.request_location else LONGEST_PLAIN
    text = f"{last.text}\n\n{hint}"
    return [*messages[:-1], replace(last, text=text if len(text) <= longest else hint)]
