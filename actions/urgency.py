"""Whether somebody is in danger now, by intent and by words together."""

from __future__ import annotations

from dataclasses import replace

from actions.message import Ear, Message

SUICIDE = "bunuh_diri"


def is_urgent(message: Message, ear: Ear) -> bool:
    """Danger words decide; the intent decides where they find nothing."""
    danger = ear.danger(message.text) if message.text else None
    return danger.now if danger else message.intent == "darurat"


def as_past_story(message: Message, ear: Ear) -> Message:
    """A danger that is over is a report like any other, although it sounds like an emergency."""
    if message.intent == "darurat" and not is_urgent(message, ear):
        return replace(message, intent="lapor_kejadian")
    return message


def category(message: Message, ear: Ear) -> str:
    danger = ear.danger(message.text) if message.text else None
    return danger.category if danger else ""
