"""Changing an answer that was given: by free words, or by the list under the summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions import filling, phrases
from actions.corrections import (
    Correction,
    begins_as_correction,
    find_correction,
    find_field,
    is_correction,
    merged_times,
)
from actions.listening import Hearing
from actions.talk import Talk
from banpol.register.draft import UNKNOWN_KIND, Moment, Place

CHOOSE = "?"
# Parts that are slots of the form; "jenis" and "plat" live in the draft alone.
_ASKABLE = phrases.word_set("kejadian lokasi waktu orang kerugian nama boleh_dihubungi")


def change(h: Hearing) -> Talk | None:
    """The talk after a correction, None when the message is none or nothing was said that it could change."""
    part = h.message.given.get("bagian")
    if part:
        return begin_change(h.talk, part)
    if "kejadian" not in h.talk.said or (not h.message.text and h.message.intent != "koreksi"):
        return None
    if h.talk.memory.editing == CHOOSE and find_field(h.message.text) and len(h.message.words) <= 4:
        return begin_change(h.talk, find_field(h.message.text))
    if h.message.intent != "koreksi" and not is_correction(h.message.text):
        return None
    correction = find_correction(h.message.text)
    if _is_answer(h, correction) or _is_first_answer(h, correction):
        return None
    return _by_words(h, correction)


def _is_answer(h: Hearing, correction: Correction) -> bool:
    """ "Punya pak haji, tapi jangan bilang saya" answers a free question, not a correction."""
    free = h.requested in ("orang", "kerugian", "bukti") and bool(correction.new) and not correction.field
    return free and not begins_as_correction(h.message.text) and not _found(h, correction)


def _is_first_answer(h: Hearing, correction: Correction) -> bool:
    """ "Jam 11 tadi harusnyo la balek" answers when; nothing was said before that it could change."""
    open_ = h.requested in ("lokasi", "waktu") and h.requested not in h.talk.said
    found = h.reading.time if h.requested == "waktu" else h.reading.place
    return open_ and bool(found) and not (correction.old or begins_as_correction(h.message.text))


def begin_change(talk: Talk, part: str) -> Talk:
    """Asks for one part again; what was said stays in the draft until it is answered."""
    talk = talk.remembering(tries=0, half_place=False)
    if part in _ASKABLE:
        return talk.saying(**{part: None}).remembering(editing=part)
    return talk.remembering(editing="jenis" if part == "jenis" else "orang" if part == "plat" else "")


def left_as_it_was(talk: Talk) -> Talk:
    """Gives the part that was to be changed its old answer back."""
    part, draft = talk.memory.editing, talk.report
    old = {
        "kejadian": draft.narrative,
        "lokasi": draft.place.said if draft.place else None,
        "waktu": draft.moment.said if draft.moment else None,
    }.get(part)
    return (talk.saying(**{part: old}) if old else talk).remembering(editing="")


def named_kind(h: Hearing, text: str) -> str | None:
    """The kind of incident that the words name, None when they name none."""
    plain, kinds = h.ear.plain(text), h.ear.kinds()
    named = phrases.kinds_by_name(plain, kinds) or phrases.strong_kinds(plain, kinds)
    if named:
        return named[0]
    guess = h.ear.kind(text)
    return guess.kind if guess.confidence >= 0.5 and guess.kind != UNKNOWN_KIND else None


def change_kind(h: Hearing, text: str) -> Talk | None:
    kind = named_kind(h, text)
    if kind is None:
        return None
    talk = filling.with_kind(h.talk, kind, 1.0, h.ear, by_reporter=True)
    return talk.remembering(editing="").noting("utter_ganti_jenis")


def _by_words(h: Hearing, correction: Correction) -> Talk:
    if not correction.new:
        bare = correction.field or CHOOSE
        return begin_change(h.talk, bare) if bare != CHOOSE else h.talk.remembering(editing=CHOOSE)
    talk = h.talk.remembering(tries=0, half_place=False, editing="")
    changed = _named(replace(h, talk=talk), correction) or _found(replace(h, talk=talk), correction)
    return changed or _into_narrative(replace(h, talk=talk), correction)


def _named(h: Hearing, c: Correction) -> Talk | None:
    """A correction that names its answer ("jamnya", "namanya")."""
    change_it = _BY_FIELD.get(c.field)
    return change_it(h, c) if change_it else None


def _found(h: Hearing, c: Correction) -> Talk | None:
    """A correction whose content shows what it is about; place and time may change together."""
    reading = h.ear.read(c.new, h.message.now)
    if reading.plates:
        return _change_plate(h, c)
    if c.old and reading.money and h.ear.read(c.old, h.message.now).money:
        return _change_loss(h, c)
    if c.old and named_kind(h, c.old) and named_kind(h, c.new):
        return change_kind(h, c.new)
    talk = h.talk
    if reading.time or (c.old and h.ear.read(c.old, h.message.now).time):
        talk = _change_time(replace(h, talk=talk), c) or talk
    if reading.place and (filling.is_resolved(reading.place) or not reading.time):
        talk = _change_place(replace(h, talk=talk), c, reading.place.said if reading.time else c.new) or talk
    if talk is h.talk and reading.money:
        talk = _change_loss(h, c) or talk
    if talk is h.talk and h.message.intent == "koreksi":
        talk = _resolved_place(h, c) or talk
    return None if talk is h.talk else talk


def _resolved_place(h: Hearing, c: Correction) -> Talk | None:
    found = h.ear.place(c.new)
    return _change_place(h, c, c.new) if found and filling.is_resolved(found) else None


def _change_place(h: Hearing, c: Correction, said: str) -> Talk | None:
    found = h.ear.place(said)
    talk = filling.with_place(h.talk, found, said) if found else filling.with_place_words(h.talk, said)
    if not found and h.talk.place:  # words that nothing resolves must not keep the region of the old place
        talk = talk.drafting(place=Place(said=said))
    return talk.noting("utter_ganti_lokasi")


def _change_time(h: Hearing, c: Correction) -> Talk | None:
    old = h.talk.report.moment.said if h.talk.report.moment else ""
    for said in merged_times(old, c):
        found = h.ear.read(said, h.message.now).time
        if found and not filling.lies_ahead(found, h.message.now):
            return filling.with_time(h.talk, found, said).noting("utter_ganti_waktu")
    return None


def _time_or_words(h: Hearing, c: Correction) -> Talk | None:
    talk = _change_time(h, c)
    said = c.new[: filling.LONGEST_ANSWER]
    return talk or h.talk.saying(waktu=said).drafting(moment=Moment(said)).noting("utter_ganti_waktu")


def _change_plate(h: Hearing, c: Correction) -> Talk | None:
    wrong = {plate.value for plate in h.ear.read(c.old, h.message.now).plates} if c.old else set()
    new = [plate.value for plate in h.ear.read(c.new, h.message.now).plates]
    if not new:
        return None
    kept = [plate for plate in h.talk.report.plates if wrong and plate not in wrong]
    return h.talk.drafting(plates=tuple(dict.fromkeys((*kept, *new)))).noting("utter_ganti_plat")


def _change_loss(h: Hearing, c: Correction) -> Talk | None:
    amount = max((money.amount for money in h.ear.read(c.new, h.message.now).money), default=None)
    return (
        h.talk.saying(kerugian=c.new).drafting(loss=c.new, loss_amount=amount).noting("utter_ganti_kerugian")
    )


def _change_name(h: Hearing, c: Correction) -> Talk | None:
    name = phrases.find_name(c.new)
    if name is None:
        return None
    return filling.with_name(h.talk, name).noting("utter_ganti_nama")


def _change_people(h: Hearing, c: Correction) -> Talk | None:
    return h.talk.saying(orang=c.new).drafting(people=c.new).noting("utter_ganti_orang")


def _into_narrative(h: Hearing, c: Correction) -> Talk:
    """Nothing to change was recognised: the words are kept, because they correct something."""
    return filling.with_narrative(h.talk, h.message.text, h.ear).noting("utter_ganti_kejadian")


_BY_FIELD: dict[str, Callable[[Hearing, Correction], Talk | None]] = {
    "jenis": lambda h, c: change_kind(h, c.new),
    "plat": _change_plate,
    "nama": _change_name,
    "kerugian": _change_loss,
    "orang": _change_people,
    "waktu": _time_or_words,
    "lokasi": lambda h, c: _change_place(h, c, c.new),
}
