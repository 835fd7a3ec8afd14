"""Decides what the form asks next and says it, after one sentence about what was noted or changed."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions import slots
from actions.deed import Deed, Scene
from actions.emergency import name_kind, report_emergency
from actions.questions import further_question, next_question, wording
from actions.summary import lines
from actions.talk import Talk
from actions.urgency import adding
from actions.wording import phrase


class ValidateLaporanForm(Deed):
    """Rasa runs it once in every turn of the form. Slots are filled by `action_read_message` alone.

    It asks by itself, because question and acknowledgement depend on each other; the form finds no
    `utter_ask_…` and adds nothing. When the message was a side question, Rasa drops what is said here and
    runs it again after the answer.
    """

    def name(self) -> str:
        return "validate_laporan_form"

    def do(self, scene: Scene) -> list[EventType]:
        if scene.talk.memory.danger:
            return _emergency(scene)
        talk = scene.talk
        asked = next_question(talk, scene.ear.kinds())
        for note in talk.memory.notes:
            scene.say(note)
        _hand_over(scene, asked)
        if asked is None:
            return [slots.requesting(None)]
        ask(scene, talk, asked)
        return [*slots.changes(talk, _asking(talk, asked)), slots.requesting(asked)]


def _asking(talk: Talk, slot: str) -> Talk:
    return talk.remembering(asked=tuple(dict.fromkeys((*talk.memory.asked, slot))))


def _emergency(scene: Scene) -> list[EventType]:
    """Danger in a message that was not taken for one: filed here, in the same turn."""
    talk = report_emergency(scene)
    asked = next_question(talk, scene.ear.kinds()) if talk.draft else None
    if asked:
        ask(scene, talk, asked)
    return [*slots.changes(scene.talk, talk), slots.requesting(asked)]


def ask(scene: Scene, talk: Talk, slot: str) -> None:
    """Asks for one answer."""
    response = wording(slot, talk)
    if response == "utter_ringkasan":
        scene.say(response, talk, rincian=lines(talk, scene.ear.kinds(), phrase))
    elif talk.memory.mode == "tambah":
        scene.say(response, talk, nomor=scene.filed_number(talk.memory.filed) or "")
    elif response == "utter_tanya_lokasi_wilayah" and talk.memory.candidates:
        scene.offer(response, "beri_lokasi", talk.memory.candidates)
    elif response == "utter_tanya_waktu_pilih":
        scene.offer(response, "beri_waktu", talk.memory.moments)
    else:
        further = further_question(talk) if talk.draft else None
        more = {"pertanyaan": further.question, "contoh": further.example} if further else {}
        scene.say(response, talk, **more)


def _hand_over(scene: Scene, asked: str | None) -> None:
    """Keeps the draft for the team, or brings what was told to the report that is filed already."""
    talk = scene.talk
    if talk.memory.mode != "lapor":
        if add_pending(scene) and asked is not None:
            number = scene.filed_number(talk.memory.filed) or ""
            scene.say(adding(talk, scene.message, scene.ear), nomor=number)
    elif talk.draft and talk.draft.narrative and asked is not None:
        scene.desk.keep_draft(talk.draft, asked)


def add_pending(scene: Scene) -> bool:
    """Adds the message's words, files and place to the filed report; whether there was anything."""
    memory, place = scene.talk.memory, scene.talk.place
    if memory.pending_text:
        scene.desk.add_information(memory.filed, "keterangan", memory.pending_text)
        if memory.filed_urgent:
            name_kind(scene, memory.pending_text)
    if memory.pending_evidence:
        scene.desk.add_evidence(memory.filed, memory.pending_evidence)
    if memory.pending_place and place:
        scene.desk.add_information(memory.filed, "tempat", place.said, place)
    return bool(memory.pending_text or memory.pending_evidence or memory.pending_place)
