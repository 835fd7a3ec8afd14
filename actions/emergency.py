"""Filing an emergency in the turn of its first danger message, or adding to the one that was filed before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from actions import course_words, filling, phrases, place_words
from actions.additions import add_to
from actions.deed import Scene
from actions.talk import Memory, Talk, blank, within
from actions.urgency import SUICIDE, adding, advice, category, is_unsafe_to_type, quietly, tells_of_another
from actions.wording import phrase
from banpol.register.draft import UNKNOWN_KIND, Place

# Higher than for a told story: a few words in fear resemble much.
SURE_OF_KIND = 0.6
SAME_EMERGENCY = timedelta(hours=2)


def report_emergency(scene: Scene) -> Talk:
    """Files or adds and says 110 first; in the talk afterwards at most the place is still to be asked."""
    memory = scene.talk.memory
    known = memory.filed_urgent and within(memory.filed_at, scene.message.now, SAME_EMERGENCY)
    return _more(scene) if known and memory.filed else _first(scene)


def _first(scene: Scene) -> Talk:
    draft = emergency_talk(scene).report
    number = scene.desk.file(draft)
    memory = replace(
        Memory(read=scene.message.id, seen_at=scene.talk.memory.seen_at),
        filed=draft.draft_id,
        filed_at=scene.message.now.isoformat(),
        filed_urgent=True,
        insults=scene.talk.memory.insults,
        discreet=_is_discreet(scene),
    )
    talk = Talk(draft=draft, memory=memory)
    if category(scene.message, scene.ear) == SUICIDE:
        scene.desk.ask_officer("bunuh diri")
        own = not tells_of_another(scene.message.text)
        scene.say("utter_kontak_bunuh_diri" if own else "utter_kontak_bunuh_diri_lain", talk, nomor=number)
    else:
        told = "utter_darurat_diteruskan_lengkap" if is_findable(talk) else "utter_darurat_diteruskan"
        safely = phrase(advice(talk, scene.message, scene.ear))
        scene.say(quietly(told, memory.discreet), talk, nomor=number, nasihat=safely)
    return _then(talk)


def _more(scene: Scene) -> Talk:
    """A second danger message belongs to the same emergency."""
    memory = scene.talk.memory
    place = _told_place(scene)
    scene.desk.add_information(memory.filed, "keterangan", scene.message.text or filling.VOICE_NOTE, place)
    name_kind(scene, scene.message.text)
    memory = replace(memory, discreet=_is_discreet(scene))
    response = adding(replace(scene.talk, memory=memory), scene.message, scene.ear)
    scene.say(response, nomor=scene.filed_number(memory.filed) or "")
    before = scene.talk.draft if memory.mode == "darurat" else None
    draft = before or filling.new_draft(scene.desk.reporter_id, scene.desk.turn_id)
    draft = replace(draft, place=place or draft.place)
    return _then(Talk(draft=draft, memory=replace(blank(memory).memory, read=scene.message.id)))


def name_kind(scene: Scene, text: str) -> None:
    """A cry for help tells no kind; what is told afterwards may."""
    if course_words.takes_back(text):
        return
    guess = scene.ear.kind(text)
    place = scene.ear.place(text) if place_words.names_street(text) else None
    only_place = place is not None and not phrases.content_words(text.replace(place.said, " "))
    if guess.kind != UNKNOWN_KIND and guess.confidence >= SURE_OF_KIND and not only_place:
        entry = scene.ear.kinds().get(guess.kind)
        restricted = bool(entry and entry.sensitive)
        scene.desk.name_kind(scene.talk.memory.filed, guess.kind, guess.confidence, restricted)


def _is_discreet(scene: Scene) -> bool:
    """Once it is not safe to type, replies stay short until the next report."""
    return scene.talk.memory.discreet or is_unsafe_to_type(scene.message, scene.ear)


def _told_place(scene: Scene) -> Place | None:
    reading = scene.ear.read(scene.message.text, scene.message.now) if scene.message.text else None
    found = reading.place if reading else None
    return filling.to_place(found, found.said) if found and filling.is_resolved(found) else None


def emergency_talk(scene: Scene) -> Talk:
    """The report with everything known: what was being told, and the danger message on top."""
    before = scene.talk if scene.talk.draft and scene.talk.memory.mode == "lapor" else None
    talk = before or Talk(draft=filling.new_draft(scene.desk.reporter_id, scene.desk.turn_id))
    text = scene.message.text or filling.VOICE_NOTE
    talk = filling.with_narrative(talk, text, scene.ear)
    talk = filling.with_evidence(talk, scene.message)
    talk = filling.with_pin(talk, scene.message, scene.ear)
    if scene.message.text:
        reading = scene.ear.read(text, scene.message.now)
        talk = filling.with_volunteered(talk, text, reading, scene.message.now)
    talk = talk.drafting(urgency="darurat")
    if before is None and talk.report.kind_confidence < SURE_OF_KIND:
        # "Pak tolong sy takut" tells no kind; a wrong one would send the wrong people.
        talk = talk.drafting(kind=UNKNOWN_KIND, restricted=False)
    if category(scene.message, scene.ear) == SUICIDE:
        # No crime and nobody's business: only named officers read it.
        talk = talk.drafting(kind=UNKNOWN_KIND, kind_confidence=0.0, restricted=True)
    return talk


def is_findable(talk: Talk) -> bool:
    """Whether a patrol could drive there: a pin, or words that are more than the name of a region."""
    place = talk.place
    if place is None:
        return False
    words = len(place.said.split())
    street = bool(place.kabupaten_code and words >= 2 and place_words.names_street(place.said))
    told = bool(place.kecamatan_code and place_words.names_landmark(talk.report.narrative))
    return place.latitude is not None or street or told or bool(place.kecamatan_code and words >= 2)


def _then(talk: Talk) -> Talk:
    """Only the place is left to ask, and not even that when it is known."""
    if talk.memory.place_settled or is_findable(talk):
        return Talk(memory=replace(blank(talk.memory).memory, place_settled=True))
    return replace(talk, memory=add_to(talk.memory.filed, talk.memory, urgent=True))
