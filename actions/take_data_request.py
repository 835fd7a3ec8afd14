"""Records what reporters want with their own data: a copy, a correction, an erasure, a withdrawal."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType

from actions import slots
from actions.afterwards import DATA_PIN
from actions.deed import Deed, Scene

OPENED = "pembuka"
# Who opened the data is part of access to it.
_REGISTERED = {OPENED: "akses"}

_WITHDRAW = re.compile(r"\b(cabut|tarik|narik|menarik|mencabut)\w*", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(ubah|ganti|perbaik|bener|benar|betul|koreksi|rubah|dirubah|update|salah)\w*", re.IGNORECASE
)

_WHO_LOOKED = re.compile(
    r"\bsiapa\w*\b.*\b(?:mem|me|di|nge)?(?:buka|lihat|liat|akses|baca)\w*", re.IGNORECASE
)


class TakeDataRequest(Deed):
    def name(self) -> str:
        return "action_take_data_request"

    def do(self, scene: Scene) -> list[EventType]:
        kind = request_kind(scene.message.intent, scene.message.text)
        if any(line.guarded for line in scene.desk.own_reports()):
            scene.say("utter_tanya_pin")
            return slots.changes(scene.talk, scene.talk.remembering(awaiting=f"{DATA_PIN}:{kind}"))
        scene.desk.ask_data(_REGISTERED.get(kind, kind))
        scene.say(f"utter_data_{kind}")
        scene.say("utter_data_dipastikan")
        return []


def request_kind(intent: str, text: str) -> str:
    """akses | ubah | hapus | cabut | pembuka (who opened it); without a clue a copy is meant."""
    if _WHO_LOOKED.search(text):
        return OPENED
    if intent == "hapus_data":
        return "hapus"
    if _WITHDRAW.search(text):
        return "cabut"
    return "ubah" if _CHANGE.search(text) else "akses"
