"""Records what reporters want with their own data: a copy, a correction, an erasure, a withdrawal."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType

from actions.deed import Deed, Scene

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
        if _WHO_LOOKED.search(scene.message.text):
            scene.desk.ask_data("akses")
            scene.say("utter_data_pembuka")
            return []
        kind = request_kind(scene.message.intent, scene.message.text)
        scene.desk.ask_data(kind)
        scene.say(f"utter_data_{kind}")
        return []


def request_kind(intent: str, text: str) -> str:
    """akses | ubah | hapus | cabut; without a clue a copy is meant."""
    if intent == "hapus_data":
        return "hapus"
    if _WITHDRAW.search(text):
        return "cabut"
    return "ubah" if _CHANGE.search(text) else "akses"
