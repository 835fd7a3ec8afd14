"""The end of the form: the report is filed and its receipt given, or an addition is confirmed."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import EventType

from actions import slots
from actions.additions import TAKEN_BACK
from actions.afterwards import NEW_PIN
from actions.deed import Deed, Scene
from actions.filling import COMPLAINT
from actions.listening import SKIPPED
from actions.summary import date_words
from actions.talk import Memory, Talk, blank
from actions.urgency import quietly, wants_to_die


class FileReport(Deed):
    def name(self) -> str:
        return "action_file_report"

    def do(self, scene: Scene) -> list[EventType]:
        talk = scene.talk
        if talk.draft is None:
            return []
        if talk.memory.mode == "lapor":
            after = _file(scene) if "konfirmasi" in talk.said else talk
        else:
            after = _confirm_addition(scene)
        return slots.changes(talk, after)


def _file(scene: Scene) -> Talk:
    """Files; the draft's id stays known, so that a second tap finds the report that it made."""
    draft = scene.talk.report
    gentle = draft.restricted and draft.kind != COMPLAINT
    number = scene.desk.file(draft)
    response = "utter_laporan_terima_sensitif" if gentle else "utter_laporan_terima"
    scene.say(response, nomor=number, waktu_terima=date_words(scene.desk.now))
    if gentle:
        scene.say("utter_tanya_pin_sensitif")
    memory = replace(
        blank(scene.talk.memory).memory,
        filed=draft.draft_id,
        filed_at=scene.desk.now.isoformat(),
        filed_urgent=False,
        additions=0,
        place_settled=False,
        discreet=False,
        awaiting=f"{NEW_PIN}:{draft.draft_id}" if gentle else "",
    )
    return Talk(memory=memory)


def _confirm_addition(scene: Scene) -> Talk:
    memory = scene.talk.memory
    response = _confirmation(scene.talk)
    if response:
        scene.say(response, nomor=scene.filed_number(memory.filed) or "")
    settled = replace(
        memory,
        place_settled=memory.place_settled or memory.mode == "darurat",
        additions=memory.additions + 1,
        # What is told from here on is news again: another incident, or a cry for help that is raised anew.
        filed_urgent=memory.filed_urgent and TAKEN_BACK not in memory.notes,
    )
    return blank(settled)


def _confirmation(talk: Talk) -> str | None:
    """The response to an addition, None when a note has said all."""
    memory = talk.memory
    if TAKEN_BACK in memory.notes:
        return None
    if memory.mode == "darurat":
        found = memory.pending_place
        if not found and wants_to_die(talk) and not memory.discreet:
            return "utter_bunuh_diri_tanpa_tempat"
        response = "utter_darurat_tempat_diterima" if found else "utter_darurat_tanpa_tempat"
        return quietly(response, memory.discreet)
    skipped = talk.said.get("kejadian") == SKIPPED
    return "utter_laporan_batal_kosong" if skipped else added(memory)


def added(memory: Memory) -> str:
    """The response to an addition; two take turns, because several bubbles often follow a receipt."""
    return "utter_laporan_tambahan_lagi" if memory.additions % 2 else "utter_laporan_tambahan"
