"""Something more for a filed report: added at once when the message says it, else asked for."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import EventType, FollowupAction

from actions import filling, phrases, slots
from actions.additions import add_to
from actions.deed import Deed, Scene
from actions.file_report import added
from actions.talk import Talk, blank
from banpol.language.report_number import find_report_numbers
from banpol.register.desk import ReportLine

# "Mau nambah info laporan kemarin" says that there is something, not what.
FEWEST_WORDS = 3


class AddInformation(Deed):
    def name(self) -> str:
        return "action_add_information"

    def do(self, scene: Scene) -> list[EventType]:
        line = _meant(scene)
        if line is None or scene.active:
            if not scene.active:
                scene.say("utter_laporan_belum_ada")
            return []
        if len(phrases.content_words(scene.message.text)) < FEWEST_WORDS:
            return _ask(scene, line)
        scene.desk.add_information(line.draft_id, "keterangan", scene.message.text)
        if scene.message.evidence_ids:
            scene.desk.add_evidence(line.draft_id, scene.message.evidence_ids)
        memory = scene.talk.memory
        scene.say(added(memory), nomor=line.number)
        return slots.changes(scene.talk, scene.talk.remembering(additions=memory.additions + 1))


def _meant(scene: Scene) -> ReportLine | None:
    """The own report that a number names, else the newest."""
    own = scene.desk.own_reports()
    asked = {number.value for number in find_report_numbers(scene.message.text)}
    named = [line for line in own if line.number in asked]
    return next(iter(named or own), None)


def _ask(scene: Scene, line: ReportLine) -> list[EventType]:
    memory = add_to(line.draft_id, blank(scene.talk.memory).memory, urgent=False)
    # The blank draft only carries a pin to the filed report; it is never filed itself.
    fresh = filling.new_draft(scene.desk.reporter_id, scene.desk.turn_id)
    talk = Talk(draft=fresh, memory=replace(memory, read=scene.message.id))
    return [*slots.changes(scene.talk, talk), FollowupAction(slots.FORM)]
