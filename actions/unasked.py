"""What is told although something else was asked: more of the story, a person, who did it, the own name."""

from __future__ import annotations

from dataclasses import replace

from actions import answer_words, course_words, filling, phrases, place_words
from actions.answers import answer
from actions.late_answers import FEWEST_STORY_WORDS
from actions.listening import LATE, SURE_STORY, TELLING, Hearing
from actions.talk import Talk
from actions.urgency import is_out_of_reach

_LOOKS = frozenset({"ciri_orang"})
_THINGS = _LOOKS | {"barang", "kendaraan", "plat_nomor", "rekening", "platform", "telepon"}


def own_name(h: Hearing) -> Talk | None:
    """ "Nama saya Mega Utami" after the name was asked for sets it, whatever it was taken for."""
    text = h.message.text
    late = "nama" in h.talk.said and h.requested in {"boleh_dihubungi", "konfirmasi"}
    anonymous = h.talk.report.confidentiality == "anonim"
    bare = not h.talk.report.name and not anonymous and answer_words.is_bare_name(text)
    name = phrases.find_name(text) if late and (bare or phrases.says_own_name(text)) else None
    if not name:
        return None
    return filling.with_name(h.talk, name).noting("utter_ganti_nama")


def culprit(h: Hearing) -> Talk | None:
    """ "Pelakunya 3 orang" belongs to who did it, also when something else is asked by then."""
    late = h.requested in LATE or h.requested == "kerugian"
    if not late or h.aside or not answer_words.tells_culprit(h.message.text) or not h.usable:
        return None
    talk = filling.with_people(h.talk, h.message.text)
    return filling.with_found_things(talk, h.reading).noting("utter_catat_orang")


def about_a_person(h: Hearing) -> Talk | None:
    """ "Namanya Dinda, umur 9 tahun" tells of a person, although a place or a time was asked for."""
    asked = h.requested in ("lokasi", "waktu") and "kejadian" in h.talk.said
    if not asked or h.aside or not (answer_words.describes_person(h.message.text) or _mostly_looks(h)):
        return None
    if h.reading.time or filling.is_resolved(h.ear.place(h.message.text)):
        return None
    talk = filling.with_people(filling.with_narrative(h.talk, h.message.text, h.ear), h.message.text)
    return filling.with_found_things(talk, h.reading).noting("utter_catat_kejadian")


def _mostly_looks(h: Hearing) -> bool:
    """ "Baju koko sarung hijau, jalan agak pincang" has a street in it only for who reads word by word."""
    return _covered(h, _LOOKS) > len(h.message.text) / 2


def _covered(h: Hearing, labels: frozenset[str]) -> int:
    """How many characters of the message are entities of these kinds."""
    return sum(e.end - e.start for e in h.reading.entities if e.entity in labels)


def own_state(h: Hearing) -> Talk | None:
    """ "Aku gpp cuma lecet" and "dia lagi tidur" are off no topic in a report, and no name or place."""
    text, told = h.message.text, "kejadian" in h.talk.said
    late = h.requested in LATE and (answer_words.tells_own_state(text) or answer_words.is_elsewhere_now(text))
    if not told or not (late or (h.requested in ("lokasi", "waktu") and is_out_of_reach(text))):
        return None
    return filling.with_narrative(h.talk, text, h.ear).noting("utter_catat_kejadian")


def beside_the_name(h: Hearing) -> Talk | None:
    """Asked for the own name: "namonyo Irwan, umur 25" is who is told of, "dak katek foto" the evidence."""
    text = h.message.text
    if h.requested != "nama":
        return None
    if answer_words.names_evidence(text) and not h.aside:
        return filling.with_narrative(h.talk, text, h.ear).noting("utter_catat_kejadian")
    if not answer_words.names_another(text):
        return None
    return filling.with_people(h.talk, text).noting("utter_catat_orang")


def things(h: Hearing) -> Talk | None:
    """ "Oppo a57 biru" or "transfer ke BRI 0000…" belongs to the story, though something else is asked."""
    asked = h.requested in LATE or (h.requested in ("lokasi", "waktu") and "kejadian" in h.talk.said)
    text = h.message.text
    # One word may be somebody's name, and most things with a number are none.
    named = h.requested == "nama" and not any(char.isdigit() for char in text)
    if not asked or named or len(h.message.words) < 2 or 5 * _covered(h, _THINGS) < 2 * len(text):
        return None
    if h.requested in ("lokasi", "waktu") and (h.reading.time or h.reading.place):
        return None
    talk = filling.with_narrative(h.talk, text, h.ear)
    return filling.with_found_things(talk, h.reading).noting("utter_catat_kejadian")


def more_story(h: Hearing) -> Talk | None:
    """A longer piece of the story that comes while something else is asked is added to the story."""
    if "kejadian" not in h.talk.said or h.requested in ("kejadian", "orang", "kerugian", None):
        return None
    if h.message.intent in {"beri_lokasi", "beri_waktu", "setuju"} or not _is_piece(h):
        return None
    if h.requested == "boleh_dihubungi" and answer_words.allows_contact(h.message.text) is not None:
        return None
    if h.requested == "bukti" and answer_words.names_evidence(h.message.text):
        return None
    talk = filling.with_narrative(h.talk, h.message.text, h.ear)
    talk = filling.with_volunteered(talk, h.message.text, h.reading, h.message.now)
    if h.requested in talk.said:
        return talk
    may_answer = h.requested in ("lokasi", "waktu") and not _is_short_piece(h)
    direct = answer(replace(h, talk=talk)) if may_answer else None
    return (direct or talk).noting("utter_catat_kejadian")


def _is_piece(h: Hearing) -> bool:
    words = len(h.message.words)
    return _is_short_piece(h) or (words >= 4 and h.story()) or (words >= 6 and h.tells())


def _is_short_piece(h: Hearing) -> bool:
    """ "Tv ilang" or "eh sama kompor juga" where a place or a time is asked: no word of either."""
    text = h.message.text
    elsewhere = (
        h.reading.place or h.reading.time or place_words.names_street(text) or phrases.is_question(text)
    )
    if h.requested not in ("lokasi", "waktu") or h.aside or elsewhere:
        return False
    sure = h.message.intent in TELLING and h.message.confidence >= SURE_STORY
    return course_words.adds(text) or (sure and h.ear.kind(text).confidence >= SURE_STORY)


def kept_words(h: Hearing) -> Talk:
    """A statement that is no place and no time is kept in the story, though the question is asked again."""
    asked = h.requested in ("lokasi", "waktu") and "kejadian" in h.talk.said
    words = h.message.text
    said = len(phrases.content_words(words)) >= FEWEST_STORY_WORDS and h.usable
    if not asked or not said or h.aside or place_words.names_spot(words):
        return h.talk
    return filling.with_narrative(h.talk, words, h.ear).noting("utter_catat_kejadian")
