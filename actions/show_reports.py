"""Shows reporters their own reports: number, day and state, no content, and never another's."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions import slots
from actions.answer_loose import opens_form
from actions.deed import Deed, Scene
from actions.summary import day_words
from actions.wording import known, phrase
from banpol.language.report_number import find_report_numbers
from banpol.register.desk import ReportLine

MOST_LINES = 5


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
        scene.say("utter_laporan_daftar", daftar="\n".join(_line(one) for one in own[:MOST_LINES]))
        return []


def _line(line: ReportLine) -> str:
    state = f"utter_status_{line.status}"
    words = phrase(state if known(state) else "utter_status_lain")
    row = phrase("utter_laporan_baris").replace("{nomor}", line.number)
    return row.replace("{tanggal}", day_words(line.filed_at)).replace("{status}", words)
