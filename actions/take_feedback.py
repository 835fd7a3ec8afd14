"""Keeps praise, criticism and suggestions about the service itself."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions import phrases
from actions.deed import Deed, Scene


class TakeFeedback(Deed):
    def name(self) -> str:
        return "action_take_feedback"

    def do(self, scene: Scene) -> list[EventType]:
        if not phrases.content_words(scene.message.text):
            scene.say("utter_masukan_silakan")
            return []
        scene.desk.give_feedback(scene.message.text)
        scene.say("utter_masukan_dicatat")
        return []
