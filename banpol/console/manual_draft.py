"""A form that an officer filled in, read by the same eyes as a citizen's message.

Who listens at a telephone types one story; place, moment and loss that were left empty are read from it."""

from __future__ import annotations

from datetime import datetime
from typing import Mapping

from banpol.clock import to_utc
from banpol.language.kinds import classify_kind, kind_table
from banpol.language.money import find_money
from banpol.language.phones import find_phones
from banpol.language.place import find_place
from banpol.language.plates import find_plates
from banpol.language.time import find_time
from banpol.register.deadlines import URGENCIES
from banpol.register.draft import Moment, Place, ReportDraft
from banpol.register.errors import SomethingMissing, UnknownChoice
from banpol.register.sight import COMPLAINT

LONGEST_STORY, LONGEST_PART = 8000, 500
CONFIDENTIALITY = ("biasa", "rahasia", "anonim")


def draft_of(form: Mapping[str, str], now: datetime) -> ReportDraft:
    """Raises SomethingMissing, UnknownChoice."""
    story = form.get("cerita", "").strip()
    if not story or len(story) > LONGEST_STORY:
        raise SomethingMissing("narrative", f"a story needs 1 to {LONGEST_STORY} characters")
    kind, confidence = _kind(form.get("jenis", ""), story)
    vehicles, loss = _part(form, "kendaraan"), _part(form, "kerugian")
    money = find_money(loss or story)
    return ReportDraft(
        draft_id=_key(form),
        narrative=story,
        kind=kind,
        kind_confidence=confidence,
        urgency=_one_of(form, "urgensi", URGENCIES),
        restricted=kind == COMPLAINT or kind_table()[kind].sensitive,
        place=_place(_part(form, "tempat")) or _place_in(story),
        moment=_moment(_part(form, "waktu"), now) or _moment_in(story, now),
        people=_part(form, "orang"),
        loss=loss or (money[0].said if money else ""),
        loss_amount=money[0].amount if money else None,
        vehicles=(vehicles,) if vehicles else (),
        plates=tuple(dict.fromkeys(plate.value for plate in find_plates(f"{story}\n{vehicles}"))),
        phones=tuple(dict.fromkeys(phone.value for phone in find_phones(story))),
        name=_part(form, "nama"),
        confidentiality=_one_of(form, "kerahasiaan", CONFIDENTIALITY),
        contact_allowed={"ya": True, "tidak": False}.get(form.get("dihubungi", "")),
    )


def phone_of(form: Mapping[str, str]) -> str | None:
    """The reporter's number in E.164 digits without +. Raises SomethingMissing for what is none."""
    typed = form.get("telepon", "").strip()
    if not typed:
        return None
    found = find_phones(typed)
    if len(found) != 1:
        raise SomethingMissing("phone", "that is no telephone number")
    return found[0].value.lstrip("+")


def _key(form: Mapping[str, str]) -> str:
    key = form.get("kunci", "")
    if not (key.isascii() and key.isalnum() and len(key) <= 32):
        raise SomethingMissing("key", "the form lost its key")
    return key


def _part(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").strip()[:LONGEST_PART]


def _one_of(form: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    if form.get(name) not in known:
        raise UnknownChoice(f"{name} must be one of {', '.join(known)}")
    return form[name]


def _kind(chosen: str, story: str) -> tuple[str, float]:
    """What the officer chose, or what the story sounds like."""
    if chosen and chosen not in kind_table():
        raise UnknownChoice(f"there is no kind {chosen!r}")
    if chosen:
        return chosen, 1.0
    guess = classify_kind(story)
    return guess.kind, guess.confidence


def _place(said: str) -> Place | None:
    if not said:
        return None
    found = find_place(said, answering=True)
    if found is None:
        return Place(said=said)
    regions = (found.kabupaten, found.kabupaten_code, found.kecamatan, found.kecamatan_code)
    return Place(said, *regions, outside=found.outside)


def _place_in(story: str) -> Place | None:
    """Without a region where the words leave it open: nobody was asked which one is meant."""
    found = find_place(story)
    if found is None:
        return None
    if found.ask:
        return Place(found.said)
    regions = (found.kabupaten, found.kabupaten_code, found.kecamatan, found.kecamatan_code)
    return Place(found.said, *regions, outside=found.outside)


def _moment_in(story: str, now: datetime) -> Moment | None:
    found = find_time(story, now)
    if found is None:
        return None
    return Moment(found.said) if found.ask else Moment(found.said, to_utc(found.start), to_utc(found.end))


def _moment(said: str, now: datetime) -> Moment | None:
    if not said:
        return None
    found = find_time(said, now)
    return Moment(said, to_utc(found.start), to_utc(found.end)) if found else Moment(said)
