"""Answers to another question than the one that was asked: a time, a place, a plate, a voice message."""

from __future__ import annotations

from actions import filling, phrases, place_words
from actions.listening import Hearing
from actions.talk import Talk
from banpol.language.place import PlaceFound
from banpol.register.draft import Place

FEWEST_STORY_WORDS = 3


def late_answer(h: Hearing) -> Talk | None:
    """An answer to another question than the one that was asked."""
    if h.aside or not h.message.text:
        return _only_sent_things(h)
    for late in (_late_time, _late_place, _late_things):
        after = late(h)
        if after is not None:
            return after
    return None


def _only_sent_things(h: Hearing) -> Talk | None:
    """A voice message tells the story when that was asked for; other files and pins are noted only."""
    if "voice" in h.message.media_types and h.requested == "kejadian":
        return filling.with_narrative(h.talk, filling.VOICE_NOTE, h.ear)
    if h.message.letters and not h.aside:
        return h.talk if h.message.evidence_ids or h.message.pin else None
    return None


def _late_time(h: Hearing) -> Talk | None:
    found = h.reading.time
    if not found or h.requested == "waktu" or filling.lies_ahead(found, h.message.now):
        return None
    known = "waktu" in h.talk.said
    refined = filling.refined_habit(h.talk, h.message.text, h.reading)
    if refined:
        return refined.noting("utter_catat_waktu")
    if known and h.message.intent != "beri_waktu":
        return None
    talk = _with_rest(h, found.span)
    return filling.with_time(talk, found, found.said).noting(
        "utter_ganti_waktu" if known else "utter_catat_waktu"
    )


def _with_rest(h: Hearing, span: tuple[int, int]) -> Talk:
    """What a message says beside a time belongs to the story: "minggu lalu, mata saya bengkak"."""
    rest = h.message.text[: span[0]] + h.message.text[span[1] :]
    telling = "kejadian" in h.talk.said and len(phrases.content_words(rest)) >= FEWEST_STORY_WORDS
    return filling.with_narrative(h.talk, h.message.text, h.ear) if telling else h.talk


def _late_place(h: Hearing) -> Talk | None:
    found, known = h.reading.place, "lokasi" in h.talk.said
    if h.requested == "lokasi" or (known and h.message.intent != "beri_lokasi"):
        return None
    if not found or not filling.is_scene(found, h.message.text):
        return _nearer(h) if known and _says_where(h) else None
    before = h.talk.place
    if known and before and _lies_within(found, before):
        said = f"{before.said}, {h.message.text}"
        return filling.with_place(h.talk, found, said).noting("utter_catat_lokasi")
    return filling.with_place(h.talk, found, h.message.text).noting(
        "utter_ganti_lokasi" if known else "utter_catat_lokasi"
    )


def _lies_within(found: PlaceFound, before: Place) -> bool:
    """Whether a kecamatan named later holds the street that was named before."""
    same = bool(found.kecamatan_code) and found.kabupaten_code == before.kabupaten_code
    return same and before.kecamatan_code in (None, found.kecamatan_code) and len(before.said.split()) > 1


def _says_where(h: Hearing) -> bool:
    """Whether the words may stand before the known place: "Ketua RT 12" is who tells, not where."""
    return h.requested != "nama" and place_words.names_street(h.message.text)


def _nearer(h: Hearing) -> Talk:
    """A landmark that nothing resolves makes a known place more precise."""
    before = h.talk.place.said if h.talk.place else ""
    return filling.with_place_words(h.talk, f"{h.message.text}, {before}").noting("utter_catat_lokasi")


def _late_things(h: Hearing) -> Talk | None:
    """Plates, sums and telephone numbers belong to the report whenever they come."""
    if not (h.reading.plates or h.reading.money or h.reading.phones) or "kejadian" not in h.talk.said:
        return None
    talk = filling.with_narrative(h.talk, h.message.text, h.ear)
    return filling.with_found_things(talk, h.reading).noting("utter_catat_kejadian")
