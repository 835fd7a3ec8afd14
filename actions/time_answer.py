"""When did it happen: the moment that a message names, or its words where there is no single one."""

from __future__ import annotations

from actions import filling, moments, phrases
from actions.listening import SKIPPED, YES_NO, Hearing
from actions.talk import Talk
from banpol.language.time import TimeFound
from banpol.register.draft import Moment


def answer_waktu(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.intent == "lewati":
        return _time_words(h, text or SKIPPED)
    found = h.reading.time
    if phrases.recurs(text) and (not h.aside or (found and phrases.recurring(text, found.span))):
        return _time_words(h, text)
    if found and (not h.aside or _is_all(found, h)):
        ahead = filling.lies_ahead(found, h.message.now)
        if ahead and (h.talk.memory.asked_ahead or filling.is_planned(h.talk, text)):
            return filling.with_time(h.talk, found, text if len(h.message.words) <= 12 else found.said)
        if ahead:
            doubted = filling.with_time(h.talk, found, text).saying(waktu=None).remembering(asked_ahead=True)
            return doubted.noting("utter_catat_waktu_depan")
        if found.ask and not h.talk.memory.moments and not h.talk.memory.tries:
            return _which_moment(h, found)
        if not found.ask or h.talk.memory.tries >= 1 or h.talk.memory.moments:
            return filling.with_time(h.talk, found, text if len(h.message.words) <= 12 else found.said)
        return None
    insists = (h.talk.memory.tries >= 1 and len(h.message.words) >= 2) or h.message.intent == "beri_waktu"
    elsewhere = h.message.intent in YES_NO | {"beri_lokasi"} or h.reading.place
    usable = text and not h.aside and not elsewhere and h.usable
    return _time_words(h, text) if usable and insists else None


def _which_moment(h: Hearing, found: TimeFound) -> Talk | None:
    """ "Jam 9" is asked back once, with the moments that it may mean."""
    offered = moments.candidates(found, h.ear, h.message.now)
    return h.talk.remembering(moments=offered) if offered else None


def _is_all(found: TimeFound, h: Hearing) -> bool:
    """ "Besok" alone is a time, also where it sounds like a farewell."""
    said = found.span[1] - found.span[0]
    return h.message.intent == "pamit" and said * 5 >= len(h.message.text) * 4


def _time_words(h: Hearing, said: str) -> Talk:
    text = said[: filling.LONGEST_ANSWER]
    return h.talk.saying(waktu=text).drafting(moment=Moment(text))
