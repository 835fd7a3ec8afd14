"""A short answer to nothing that was asked; a story that was misread opens the form."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions import slots
from actions.deed import Deed, Scene
from actions.find_office import answers_office, say_office

_FACTS = frozenset({"beri_lokasi", "beri_waktu"})


class AnswerLoose(Deed):
    def name(self) -> str:
        return "action_answer_loose"

    def do(self, scene: Scene) -> list[EventType]:
        if opens_form(scene):
            return [FollowupAction(slots.FORM)]
        if answers_office(scene):
            return say_office(scene)
        scene.say("utter_jawaban_lepas_fakta" if scene.message.intent in _FACTS else "utter_jawaban_lepas")
        return []


def opens_form(scene: Scene) -> bool:
    """Whether the reader took the message for the beginning, the continuation or an addition of a report."""
    memory = scene.talk.memory
    return not scene.active and scene.talk.draft is not None and not memory.cancelled_at
