"""One message read for everything that rules can find in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from banpol.language.money import Money, find_money
from banpol.language.phones import Phone, find_phones
from banpol.language.place import PlaceFound, find_place
from banpol.language.plates import Plate, find_plates
from banpol.language.time import TimeFound, find_time


@dataclass(frozen=True)
class Entity:
    """A labelled piece of the raw text; `start` and `end` count its code points."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What a message says: the best time and place, and every entity."""

    time: TimeFound | None
    place: PlaceFound | None
    entities: tuple[Entity, ...]
    money: tuple[Money, ...]
    plates: tuple[Plate, ...]
    phones: tuple[Phone, ...]


def read(text: str, now: datetime) -> Reading:
    """Everything that rules find in `text`, seen from `now`."""
    return Reading(
        find_time(text, now), find_place(text), (), tuple(find_money(text)), tuple(find_plates(text)), tuple(find_phones(text))
    )
