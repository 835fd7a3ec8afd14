"""Answers abuse: two calm warnings, then few words; a danger in the same message always passes first."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions import slots
from actions.deed import Deed, Scene

WARNINGS = ("utter_kasar", "utter_kasar_kedua")
# Afterwards two short sentences take turns; an answer is always given.
AFTERWARDS = ("utter_kasar_singkat", "utter_kasar_lagi")


class AnswerInsult(Deed):
    def name(self) -> str:
        return "action_answer_insult"

    def do(self, scene: Scene) -> list[EventType]:
        before = scene.talk.memory.insults
        later = AFTERWARDS[before % len(AFTERWARDS)]
        scene.say(WARNINGS[before] if before < len(WARNINGS) else later)
        return slots.changes(scene.talk, scene.talk.remembering(insults=before + 1))
