"""The reporter's word after a report was closed: it is done, it is not, a mark for the handling, and why."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions import slots
from actions.afterwards import OBJECTION, RATE, WHY
from actions.deed import Deed, Scene
from banpol.register.desk import ReportLine


class AnswerClosing(Deed):
    def name(self) -> str:
        return "action_answer_closing"

    def do(self, scene: Scene) -> list[EventType]:
        memory = scene.talk.memory
        verdict, number = memory.verdict, memory.about
        line = next((one for one in scene.desk.own_reports() if one.number == number.split(":")[0]), None)
        if line is None:
            scene.say("utter_laporan_bukan_milik")
            return []
        awaiting = _answer(scene, line, verdict, number)
        return slots.changes(scene.talk, scene.talk.remembering(awaiting=awaiting))


def _answer(scene: Scene, line: ReportLine, verdict: str, about: str) -> str:
    """Does what the word asks for; what is awaited afterwards."""
    if verdict == OBJECTION:
        scene.desk.add_information(line.draft_id, "keterangan", scene.message.text)
        scene.say("utter_penutupan_keberatan", nomor=line.number)
        return ""
    if verdict == WHY:
        scene.desk.give_feedback(scene.message.text, _mark(about))
        scene.say("utter_masukan_dicatat")
        return ""
    if verdict == "cukup":
        scene.say("utter_terima_kasih")
        return ""
    if line.status != "selesai":
        scene.say("utter_penutupan_sudah_dibuka", nomor=line.number)
        return ""
    return _of_closed(scene, line, verdict)


def _of_closed(scene: Scene, line: ReportLine, verdict: str) -> str:
    if verdict == "dibenarkan":
        scene.desk.confirm_closing(line.number)
        scene.say("utter_penutupan_dibenarkan", nomor=line.number)
        return f"{RATE}:{line.number}"
    if verdict == "disanggah":
        return _dispute(scene, line)
    scene.desk.rate_closing(line.number, int(verdict))
    scene.say("utter_penutupan_dinilai")
    return f"{WHY}:{line.number}:{verdict}"


def _dispute(scene: Scene, line: ReportLine) -> str:
    """Opens the report again; whoever did not say what is missing is asked."""
    said = scene.message.text if len(scene.message.words) >= 3 else ""
    scene.desk.dispute_closing(line.number, said)
    scene.say("utter_penutupan_keberatan" if said else "utter_penutupan_disanggah", nomor=line.number)
    return "" if said else f"{OBJECTION}:{line.number}"


def _mark(about: str) -> int | None:
    last = about.rpartition(":")[2]
    return int(last) if last in "12345" and last else None
