"""Names the police office of a place; asks for the place when none was said."""

from __future__ import annotations

import re
from functools import lru_cache

from rasa_sdk.events import EventType

from actions import slots
from actions.deed import Deed, Scene
from actions.filling import is_resolved
from banpol.language.lexicon import KAMUS_DIR, read_kamus

AWAITING = "kantor"
_OFFICE_WORDS = re.compile(r"\b(kantor|polisi|polsek|polres|spkt|terdekat|dekat)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _offices() -> dict[str, dict[str, str]]:
    return dict(read_kamus(KAMUS_DIR / "kantor_polisi.yml")["kantor"])


class FindOffice(Deed):
    def name(self) -> str:
        return "action_find_office"

    def do(self, scene: Scene) -> list[EventType]:
        if office(scene) or scene.active:
            return say_office(scene)
        scene.say("utter_kontak_kantor")
        return slots.changes(scene.talk, scene.talk.remembering(awaiting=AWAITING))


def office(scene: Scene) -> dict[str, str] | None:
    """The office of the place that the message names."""
    # "Kantor polisi" is itself the name of places.
    text = _OFFICE_WORDS.sub(" ", scene.message.text).strip()
    found = scene.ear.place(text) if text else None
    return _offices().get(found.kabupaten_code or "") if found and is_resolved(found) else None


def answers_office(scene: Scene) -> bool:
    """Whether the message answers where the reporter is."""
    return scene.talk.memory.awaiting == AWAITING and office(scene) is not None


def say_office(scene: Scene) -> list[EventType]:
    found = office(scene)
    if found:
        scene.say("utter_kontak_kantor_terdekat", kantor=found["nama"], kota=found["kota"])
    else:
        scene.say("utter_kontak_kantor")
    return slots.changes(scene.talk, scene.talk.remembering(awaiting=""))
