"""A "yes" outside the form: the second tap on *Kirim*, a wish to go on, or a word without a question."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions import slots
from actions.answer_loose import opens_form
from actions.deed import Deed, Scene


class AnswerYes(Deed):
    def name(self) -> str:
        return "action_answer_yes"

    def do(self, scene: Scene) -> list[EventType]:
        tapped = scene.message.given.get("draf")
        number = scene.filed_number(tapped) if tapped else None
        if number:
            scene.say("utter_laporan_sudah_ada", nomor=number)
        elif opens_form(scene) or ("utter_pembuka_lanjut" in scene.talk.memory.notes and not scene.active):
            return [FollowupAction(slots.FORM)]
        elif not scene.active:
            scene.say("utter_jawaban_lepas")
        return []
