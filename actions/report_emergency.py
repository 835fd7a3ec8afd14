"""Danger in a message: filed and alerted in this same turn, with 110 first."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction

from actions import slots
from actions.deed import Deed, Scene
from actions.emergency import report_emergency


class ReportEmergency(Deed):
    def name(self) -> str:
        return "action_report_emergency"

    def do(self, scene: Scene) -> list[EventType]:
        if scene.talk.draft and not scene.talk.memory.danger and not scene.active:
            # The reader found that the danger is over: a report like any other, and the form asks.
            return [FollowupAction(slots.FORM)]
        talk = report_emergency(scene)
        events = slots.changes(scene.talk, talk)
        if talk.draft is None:
            return [*events, ActiveLoop(None), slots.requesting(None)]
        return events if scene.active else [*events, FollowupAction(slots.FORM)]
