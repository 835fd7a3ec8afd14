"""Calls an officer into the conversation."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.deed import Deed, Scene


class CallOfficer(Deed):
    def name(self) -> str:
        return "action_call_officer"

    def do(self, scene: Scene) -> list[EventType]:
        scene.desk.ask_officer("diminta pelapor")
        scene.say("utter_petugas_dipanggil")
        return []
