"""One message read for everything that rules can find in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from banpol.language.features import find_features
from banpol.language.money import Money, find_money
from banpol.language.phones import Phone, find_phones
from banpol.language.place import PlaceFound, PlacesRead, read_places
from banpol.language.plates import Plate, find_plates
from banpol.language.report_number import find_report_numbers
from banpol.language.signals import find_accounts, find_signals
from banpol.language.time import TimeFound, TimesRead, read_times


@dataclass(frozen=True)
class Entity:
    """A labelled piece of the raw text; `start` and `end` count its code points.

    `value` is the plain form of numbers and plates, the raw words of everything else.
    """

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What a message says: the best time and place, and every entity in reading order, none overlapping."""

    time: TimeFound | None
    place: PlaceFound | None
    entities: tuple[Entity, ...]
    money: tuple[Money, ...]
    plates: tuple[Plate, ...]
    phones: tuple[Phone, ...]


@lru_cache(maxsize=64)
def read(text: str, now: datetime) -> Reading:
    """Everything that rules find in `text`, seen from `now` (aware). Remembered for a while, since the model
    and the form read the same message."""
    numbers = [Entity("nomor_laporan", n.value, *n.span) for n in find_report_numbers(text)]
    numbers += [Entity(a.label, text[slice(*a.span)], *a.span) for a in find_accounts(text)]
    phones = [p for p in find_phones(text) if not _covered(p.span, numbers)]
    taken = numbers + [Entity("telepon", p.value, *p.span) for p in phones]
    plates = [p for p in find_plates(text) if not _covered(p.span, taken)]
    money = [m for m in find_money(text) if not _covered(m.span, taken)]
    times, places = read_times(text, now), read_places(text)
    found = (
        taken
        + [Entity("plat_nomor", p.value, *p.span) for p in plates]
        + [Entity("kerugian", str(m.amount), *m.span) for m in money]
    )
    for entity in _worded(text, times, places):
        if not _covered((entity.start, entity.end), found):
            found.append(entity)
    return Reading(
        times.best,
        places.best,
        tuple(sorted(found, key=lambda e: e.start)),
        tuple(money),
        tuple(plates),
        tuple(phones),
    )


def _worded(text: str, times: TimesRead, places: PlacesRead) -> Iterator[Entity]:
    """What is found by words, the surest first: where two overlap the first one stays."""
    for start, end in times.spans:
        yield Entity("waktu", text[start:end], start, end)
    best = (places.best.span,) if places.best else ()
    for start, end in (*best, *places.spans):
        yield Entity("lokasi", text[start:end], start, end)
    for signal in find_signals(text):
        yield Entity(signal.label, text[slice(*signal.span)], *signal.span)
    for feature in find_features(text):
        yield Entity(feature.label, text[slice(*feature.span)], *feature.span)


def _covered(span: tuple[int, int], found: list[Entity]) -> bool:
    return any(span[0] < entity.end and entity.start < span[1] for entity in found)
