"""Where did it happen: the place that a message names, or as much of it as we know."""

from __future__ import annotations

from actions import answer_words, filling, phrases, place_words
from actions.listening import SKIPPED, SURE_STORY, TELLING, YES_NO, Hearing
from actions.talk import Talk
from banpol.language.place import PlaceFound

# In words; a longer answer is a story, of which only the place's own words are kept.
LONGEST_PLACE = 12


def answer_lokasi(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.intent == "lewati":
        return _unknown_place(h)
    if not text or h.aside or h.message.intent in YES_NO or _is_no_place(text):
        return None
    story = h.story() and h.message.intent != "beri_lokasi"
    found = h.reading.place if story else h.ear.place(text)
    if found and filling.is_away(found, text):
        return None
    if story or (found and h.reading.time and filling.is_resolved(found)):
        text = (found.said if story else _without_time(h, found)) if found else ""
    if found and filling.is_resolved(found):
        return filling.with_place(h.talk, found, _place_said(h, text))
    return _unresolved_place(h, text, found is not None) if text else None


def _is_no_place(text: str) -> bool:
    return answer_words.is_polite(text) or answer_words.only_feels(text)


def _without_time(h: Hearing, found: PlaceFound) -> str:
    """ "Di Plaju depan masjid, tadi pagi jam 6" names the place around the time."""
    assert h.reading.time is not None
    start, end = h.reading.time.span
    rest = " ".join((h.message.text[:start] + " " + h.message.text[end:]).split()).strip(" ,.;")
    return rest if found.said in rest and len(rest.split()) <= LONGEST_PLACE else found.said


def _unresolved_place(h: Hearing, text: str, found: bool) -> Talk | None:
    """Words that name no region that we know."""
    if not h.sensible:
        return None
    if h.talk.memory.half_place:
        return filling.with_place_words(h.talk, _place_said(h, text))
    if h.message.intent == "beri_waktu":
        return None
    told = h.message.intent in TELLING and not h.reading.place and not place_words.names_street(text)
    if told and h.message.confidence >= SURE_STORY:
        return None  # "tv ilang" tells more of the story
    if found or h.message.intent in {"beri_lokasi", "koreksi"}:
        return _half_a_place(h, text)
    # The first unclear answer gets an example; who repeats it in other words means it.
    insists = h.talk.memory.tries >= 1 and h.usable and not h.reading.time
    return filling.with_place_words(h.talk, text) if insists else None


def _unknown_place(h: Hearing) -> Talk:
    before = h.talk.place.said if h.talk.place and h.talk.memory.half_place else ""
    return filling.with_place_words(h.talk, before or h.message.text or SKIPPED)


def _place_said(h: Hearing, text: str) -> str:
    """The words of a place; a region that was asked afterwards follows the place that was named first."""
    first = h.talk.place.said if h.talk.place and h.talk.memory.half_place else ""
    again = set(phrases.word_list(first)) - place_words.KINDS_OF_PLACE <= set(phrases.word_list(text))
    if not first or again:
        return text
    return first if text.lower() in first.lower() else f"{first}, {text}"


def _candidates(h: Hearing, text: str) -> tuple[str, ...]:
    """The regions that an ambiguous place may lie in, for buttons."""
    found = h.ear.place(text)
    names = [one.kabupaten for one in found.candidates if one.kabupaten] if found else []
    return tuple(dict.fromkeys(names))[: filling.MOST_CANDIDATES]


def _half_a_place(h: Hearing, text: str) -> Talk:
    """A place without its region: it is kept, and the region asked for, once."""
    kept = filling.with_place_words(h.talk, text)
    if h.talk.memory.asked_region:
        return kept
    return kept.saying(lokasi=None).remembering(
        half_place=True, asked_region=True, candidates=_candidates(h, text)
    )
