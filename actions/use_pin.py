"""The PIN of a report: set at its receipt, asked before a phone may learn of it or ask for its data."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions import slots
from actions.afterwards import DATA_PIN, NEW_PIN
from actions.deed import Deed, Scene
from actions.report_lines import say_reports
from actions.take_data_request import OPENED
from banpol.post.pins import WEAK


class UsePin(Deed):
    def name(self) -> str:
        return "action_use_pin"

    def do(self, scene: Scene) -> list[EventType]:
        memory, mark = scene.talk.memory, scene.message.secret
        what, _, about = memory.awaiting.partition(":")
        if not mark:
            awaiting = _by_words(scene, memory.verdict)
        elif what == NEW_PIN:
            awaiting = _set(scene, about, mark)
        else:
            awaiting = _open(scene, what, about, mark)
        return slots.changes(scene.talk, scene.talk.remembering(awaiting=awaiting))


def _by_words(scene: Scene, wish: str) -> str:
    """A wish for a PIN, a lost one, or a question left without one; what is awaited afterwards."""
    if wish == "tanpa":
        new = scene.talk.memory.awaiting.startswith(NEW_PIN)
        scene.say("utter_pin_lewati" if new else "utter_pin_tanpa")
        return ""
    newest = next(iter(scene.desk.own_reports(1)), None)
    if newest is None:
        scene.say("utter_laporan_belum_ada")
        return ""
    if wish == "lupa":
        scene.desk.ask_officer("lupa PIN")
        scene.say("utter_pin_lupa")
        return ""
    if newest.guarded:
        scene.say("utter_pin_sudah_ada", nomor=newest.number)
        return ""
    scene.say("utter_tanya_pin_baru", nomor=newest.number)
    return f"{NEW_PIN}:{newest.draft_id}"


def _set(scene: Scene, draft_id: str, mark: str) -> str:
    if mark == WEAK:
        scene.say("utter_pin_lemah")
        return f"{NEW_PIN}:{draft_id}"
    line = scene.own_report(draft_id)
    if line is None:
        scene.say("utter_laporan_belum_ada")
        return ""
    if line.guarded:
        scene.say("utter_pin_sudah_ada", nomor=line.number)
        return ""
    scene.say("utter_pin_tersimpan", nomor=scene.desk.set_pin(draft_id, mark))
    return ""


def _open(scene: Scene, what: str, about: str, mark: str) -> str:
    """Nothing of a report is said before its PIN was right; a wrong one and a locked report sound alike."""
    if not any(line.guarded for line in scene.desk.own_reports()):
        scene.say("utter_pin_belum_ada")
        return ""
    tried = scene.desk.try_pin(mark)
    if not tried.opened:
        scene.say("utter_pin_terkunci" if tried.locked and not tried.missed else "utter_pin_salah")
        return scene.talk.memory.awaiting
    if what == DATA_PIN:
        scene.desk.ask_data("akses" if about == OPENED else about, "pin")
        scene.say(f"utter_data_{about}")
    else:
        own = scene.desk.own_reports()
        say_reports(scene, [line for line in own if not line.guarded or line.draft_id in tried.opened])
    return ""
