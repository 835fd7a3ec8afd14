"""What this service is not for: said once, with a short answer for English speakers and chain letters."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions import phrases, slots
from actions.answer_loose import opens_form
from actions.deed import Deed, Scene


class AnswerOffTopic(Deed):
    def name(self) -> str:
        return "action_answer_off_topic"

    def do(self, scene: Scene) -> list[EventType]:
        if opens_form(scene):
            return [FollowupAction(slots.FORM)]
        scene.say(off_topic_reply(scene.message.text) or "utter_di_luar_topik")
        return []


def off_topic_reply(text: str) -> str | None:
    """The response for English and for chain letters, None for everything else."""
    if phrases.is_english(text):
        return "utter_bahasa_inggris"
    return "utter_pesan_berantai" if phrases.is_chain_letter(text) else None
