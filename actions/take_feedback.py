"""Keeps praise, criticism and suggestions about the service itself."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType

from actions import phrases
from actions.deed import Deed, Scene

_RATING = re.compile(
    r"\b(?:bintang|nilai\w*|skor|rating)\s*[:=]?\s*([1-5])\b(?!\d)|\b([1-5])\s*(?:bintang|dari 5|/\s*5)",
    re.IGNORECASE,
)


def rating(text: str) -> int | None:
    """The mark from 1 to 5 that a text gives, None when it gives none."""
    found = _RATING.search(text)
    return int(found[1] or found[2]) if found else None


class TakeFeedback(Deed):
    def name(self) -> str:
        return "action_take_feedback"

    def do(self, scene: Scene) -> list[EventType]:
        if not phrases.content_words(scene.message.text):
            scene.say("utter_masukan_silakan")
            return []
        scene.desk.give_feedback(scene.message.text, rating(scene.message.text))
        scene.say("utter_masukan_dicatat")
        return []
