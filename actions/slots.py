"""The only file that knows Rasa's slot names: slots in, conversation out, and the other way round."""

from __future__ import annotations

from typing import Any, Mapping

from rasa_sdk.events import EventType, SlotSet

from actions.talk import Memory, Talk
from banpol.register.draft import ReportDraft

REQUESTED = "requested_slot"
DRAFT = "draf"
MEMORY = "ingatan"
FORM = "laporan_form"
# In the order in which they are asked.
ASKED = ("kejadian", "lokasi", "waktu", "orang", "kerugian", "bukti", "nama", "boleh_dihubungi", "konfirmasi")
VISIBLE = (*ASKED, "kerahasiaan")


def load(slots: Mapping[str, Any]) -> Talk:
    """The conversation that the slots hold; a test story may hold answers without a draft."""
    said = {name: str(slots[name]) for name in VISIBLE if slots.get(name) is not None}
    draft, memory = slots.get(DRAFT), slots.get(MEMORY)
    return Talk(
        said,
        ReportDraft.from_json(draft) if draft else None,
        Memory.from_json(memory) if memory else Memory(),
    )


def as_slots(talk: Talk) -> dict[str, str | None]:
    """Every slot with its value, None where nothing was said."""
    values: dict[str, str | None] = {name: talk.said.get(name) for name in VISIBLE}
    values[DRAFT] = talk.draft.to_json() if talk.draft else None
    values[MEMORY] = talk.memory.to_json()
    return values


def changes(before: Talk, after: Talk) -> list[EventType]:
    """The slot events that turn one conversation into the other."""
    old, new = as_slots(before), as_slots(after)
    return [SlotSet(name, new[name]) for name in new if new[name] != old[name]]


def requesting(slot: str | None) -> EventType:
    return SlotSet(REQUESTED, slot)


def taken(slot: str | None, talk: Talk) -> list[EventType]:
    """Tells the form that a message was for it, also when it filled nothing: the form stays in charge."""
    return [SlotSet(slot, talk.said.get(slot))] if slot else []
