"""Shows reporters their own reports, behind the PIN where there is one, and never another's."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions import slots
from actions.afterwards import SHOW_PIN
from actions.answer_loose import opens_form
from actions.deed import Deed, Scene
from actions.report_lines import say_reports
from banpol.language.report_number import find_report_numbers


class ShowReports(Deed):
    def name(self) -> str:
        return "action_show_reports"

    def do(self, scene: Scene) -> list[EventType]:
        if opens_form(scene):
            return [FollowupAction(slots.FORM)]
        own = scene.desk.own_reports()
        asked = [number.value for number in find_report_numbers(scene.message.text)]
        if asked:
            own = tuple(line for line in own if line.number in asked)
        if not own:
            scene.say("utter_laporan_bukan_milik" if asked else "utter_laporan_belum_ada")
            return []
        if any(line.guarded for line in own):
            scene.say("utter_tanya_pin")
            return slots.changes(scene.talk, scene.talk.remembering(awaiting=SHOW_PIN))
        say_reports(scene, own)
        return []
