"""Reads every message before anything is decided: fills whatever it says, whenever it says it."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions import slots
from actions.afterwards import NOTHING, Matters
from actions.deed import Deed, Scene
from actions.filling import new_draft
from actions.hearing import hear


class ReadMessage(Deed):
    """Rasa runs it for each message and again when the form opens; the second time it has nothing to add."""

    def name(self) -> str:
        return "action_read_message"

    def do(self, scene: Scene) -> list[EventType]:
        if scene.talk.memory.read == scene.message.id:
            return []
        fresh = new_draft(scene.desk.reporter_id, scene.desk.turn_id)
        heard = hear(
            scene.talk,
            scene.message,
            scene.ear,
            active=scene.active,
            requested=scene.requested,
            fresh=fresh,
            matters=NOTHING if scene.active else _matters(scene),
        )
        events = slots.changes(scene.talk, heard.talk)
        if scene.active and heard.taken:
            events += slots.taken(scene.requested, heard.talk)
        return events


def _matters(scene: Scene) -> Matters:
    """What the register waits for from this reporter."""
    asked = (line.draft_id for line in scene.desk.own_reports() if line.status == "perlu_informasi")
    return Matters(scene.desk.closed_without_answer(), tuple(asked))
