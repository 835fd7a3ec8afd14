"""Cancelling what is being told: nothing is sent, and for a quarter of an hour it can be taken up again."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction

from actions import filling, phrases, slots
from actions.deed import Deed, Scene
from actions.talk import Talk, blank


class CancelReport(Deed):
    def name(self) -> str:
        return "action_cancel_report"

    def do(self, scene: Scene) -> list[EventType]:
        if phrases.wants_again(scene.message.text):
            return _again(scene)
        if not scene.active:
            scene.say("utter_laporan_batal_tidak_ada")
            return []
        after = _cancelled(scene)
        return [*slots.changes(scene.talk, after), ActiveLoop(None), slots.requesting(None)]


def _cancelled(scene: Scene) -> Talk:
    talk = scene.talk
    if talk.memory.mode == "darurat":
        scene.say("utter_laporan_batal_sudah_dikirim", nomor=scene.filed_number(talk.memory.filed) or "")
        return blank(talk.memory)
    if talk.memory.mode == "tambah" or talk.draft is None or not talk.said:
        scene.say("utter_laporan_batal_kosong")
        return blank(talk.memory)
    scene.desk.keep_draft(talk.draft, scene.requested, "dibatalkan")
    scene.say("utter_laporan_batal")
    # The answers stay beside the draft, so that going on asks nothing twice.
    return talk.remembering(cancelled_at=scene.message.now.isoformat(), editing="", tries=0)


def _again(scene: Scene) -> list[EventType]:
    """From the beginning, with a blank report."""
    if scene.active and scene.talk.draft and scene.talk.draft.narrative and scene.talk.memory.mode == "lapor":
        scene.desk.keep_draft(scene.talk.draft, scene.requested, "dibatalkan")
    scene.say("utter_laporan_mulai_ulang")
    fresh = filling.new_draft(scene.desk.reporter_id, scene.desk.turn_id)
    memory = replace(blank(scene.talk.memory).memory, read=scene.message.id)
    events = slots.changes(scene.talk, Talk(draft=fresh, memory=memory))
    if scene.active:
        return [*events, slots.requesting(None)]
    return [*events, FollowupAction(slots.FORM)]
