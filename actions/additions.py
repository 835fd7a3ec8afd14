"""Messages while something is added to a report that is filed already: an emergency, or an earlier report."""

from __future__ import annotations

from dataclasses import replace

from actions import answer_words, course_words, filling, phrases
from actions.listening import SKIPPED, Hearing
from actions.talk import Memory, Talk, blank
from banpol.register.draft import ReportDraft

# A place that nobody can name is not asked for a third time: the officer calls.
MOST_PLACE_QUESTIONS = 2
TAKEN_BACK = "utter_darurat_ditarik"


def hear_addition(h: Hearing, fresh: ReportDraft) -> Talk | None:
    """The talk with the addition pending, None for side questions."""
    if _begins_anew(h):
        return Talk(draft=fresh, memory=replace(blank(h.talk.memory).memory, notes=("utter_pembuka_kosong",)))
    taken_back = course_words.takes_back(h.message.text) or course_words.gives_up(h.message.text)
    if answer_words.is_watched(h.message.text):
        h = replace(h, talk=h.talk.remembering(discreet=True))
    if h.aside and not taken_back and not course_words.tells_end(h.message.text):
        return None
    talk = pending(h)
    if talk.memory.mode == "darurat" and taken_back:
        # What was filed stays filed: officers decide, and somebody may be made to write this.
        return talk.saying(lokasi=SKIPPED).noting(TAKEN_BACK)
    return _place_of_emergency(replace(h, talk=talk)) if talk.memory.mode == "darurat" else _addition(talk, h)


def _begins_anew(h: Hearing) -> bool:
    bare = h.message.intent == "lapor_kejadian" and not phrases.content_words(h.message.text)
    return bare and not h.message.evidence_ids and not h.message.pin


def pending(h: Hearing) -> Talk:
    """Everything that a message brings for a filed report: words, files, a pin."""
    talk = h.talk
    if h.message.pin and talk.draft:
        talk = filling.with_pin(talk, h.message, h.ear).remembering(pending_place=True)
    said = h.message.intent not in {"setuju", "tolak", "lewati"} and h.message.text
    return talk.remembering(pending_text=said or "", pending_evidence=h.message.evidence_ids)


def _addition(talk: Talk, h: Hearing) -> Talk:
    if h.message.intent == "setuju":
        return talk.remembering(tries=talk.memory.tries + 1)
    brought = talk.memory.pending_text or talk.memory.pending_evidence or talk.memory.pending_place
    return talk.saying(kejadian=h.message.text or "ada" if brought else SKIPPED)


def _place_of_emergency(h: Hearing) -> Talk:
    talk, text = h.talk, h.message.text
    if talk.memory.pending_place:
        return talk
    if h.message.intent == "lewati":
        return filling.with_place_words(talk, text or SKIPPED)
    if h.story():
        return _story_of_emergency(h)
    found = h.ear.place(text) if text and h.message.intent not in {"setuju", "tolak"} else None
    if found and (filling.is_resolved(found) or h.message.intent != "lapor_kejadian"):
        return filling.with_place(talk, found, text).remembering(pending_place=True, pending_text="")
    if text and h.message.intent == "beri_lokasi":
        return filling.with_place_words(talk, text).remembering(pending_place=True, pending_text="")
    talk = talk.remembering(tries=talk.memory.tries + 1)
    return talk.saying(lokasi=SKIPPED) if talk.memory.tries > MOST_PLACE_QUESTIONS else talk


def _story_of_emergency(h: Hearing) -> Talk:
    """More of the story may name the place, too."""
    found = h.reading.place
    if found and filling.is_scene(found, h.message.text):
        return filling.with_place(h.talk, found, found.said).remembering(pending_place=True)
    return h.talk.remembering(tries=h.talk.memory.tries + 1)


def add_to(draft_id: str, memory: Memory, urgent: bool) -> Memory:
    """A memory that takes what comes next as an addition to that report."""
    mode = "darurat" if urgent else "tambah"
    return replace(memory, mode=mode, filed=draft_id, tries=0, editing="")
