"""The reporter's answer to an officer's question: it goes straight to the case, and the reporter hears so."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions import filling, slots
from actions.deed import Deed, Scene
from actions.talk import Talk


class AnswerOfficer(Deed):
    def name(self) -> str:
        return "action_answer_officer"

    def do(self, scene: Scene) -> list[EventType]:
        draft_id, message = scene.talk.memory.about, scene.message
        if message.evidence_ids:
            scene.desk.add_evidence(draft_id, message.evidence_ids)
        if message.pin:
            talk = filling.with_pin(Talk(draft=filling.new_draft("", "")), message, scene.ear)
            place = talk.report.place
            scene.desk.add_information(draft_id, "tempat", place.said if place else "", place)
        if message.text or not message.pin:
            scene.desk.add_information(draft_id, "keterangan", message.text or filling.VOICE_NOTE)
        scene.say("utter_jawaban_diteruskan", nomor=scene.filed_number(draft_id) or "")
        now = message.now.isoformat()
        return slots.changes(scene.talk, scene.talk.remembering(answered=draft_id, answered_at=now))
