"""What one message does to a conversation; pure, so that every trouble can be tried with plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions import answer_words, course_words, filling, phrases
from actions.additions import hear_addition
from actions.afterwards import NOTHING, Matters, awaits_statement, hear_tap
from actions.answers import FREE, anonymous, answer
from actions.changing import CHOOSE, change, change_kind, left_as_it_was
from actions.hurry import MAY_STAY_OPEN, send_now
from actions.late_answers import late_answer
from actions.listening import LATE, TELLING, Hearing
from actions.message import Ear, Message
from actions.outside import hear_outside
from actions.rumours import is_passed_on, is_rumour
from actions.side_questions import side_reply
from actions.talk import Talk
from actions.unasked import (
    about_a_person,
    beside_the_name,
    culprit,
    kept_words,
    more_story,
    own_name,
    own_state,
    things,
)
from actions.urgency import (
    FEW_WORDS,
    as_past_story,
    is_calm_story,
    is_out_of_reach,
    is_past_culprit,
    is_urgent,
)
from banpol.language.reading import Reading
from banpol.register.draft import ReportDraft

# Who and what are told freely ("dua tungku dan truk tangki"), but "dio lah di dalem" tells of now.
FEW_FREE_WORDS = 6
_THEY = phrases.word_set("dia dio mereka orangnya wongnyo pelakunya kami saya aku")
LONG_PAUSE = timedelta(hours=3)
CANCEL = "action_cancel_report"
_EMPTY = Reading(None, None, (), (), (), ())


@dataclass(frozen=True)
class Heard:
    """The talk after the message; `taken` tells the form that the message was for it."""

    talk: Talk
    taken: bool


def hear(
    talk: Talk,
    message: Message,
    ear: Ear,
    *,
    active: bool,
    requested: str | None,
    fresh: ReportDraft,
    matters: Matters = NOTHING,
) -> Heard:
    """Reads one message. `fresh` is the blank report to use when this message begins one."""
    urgent = _is_urgent(talk, message, ear, requested if active else None, matters)
    feared = message.intent == "darurat" and not urgent
    message = as_past_story(_with_choice(message), urgent)
    talk = _arrive(talk, message, active, requested)
    reading = ear.read(message.text, message.now) if message.text else _EMPTY
    h = Hearing(talk, message, reading, ear, requested, feared)
    if not active:
        return Heard(hear_outside(h, fresh, matters, urgent), True)
    tapped = hear_tap(h)
    if tapped is not None:
        return Heard(tapped, False)
    if talk.draft is None:
        h = replace(h, talk=replace(talk, draft=fresh))
    if urgent:
        return Heard(h.talk.remembering(danger=True), message.intent != "darurat")
    if "utter_pembuka_kembali" in talk.memory.notes and _only_goes_on(message):
        return Heard(h.talk.remembering(tries=0), True)
    if h.talk.memory.mode != "lapor":
        after = hear_addition(h, fresh)
        return Heard(after or h.talk, after is not None)
    return _in_report(h)


def _is_urgent(talk: Talk, message: Message, ear: Ear, requested: str | None, matters: Matters) -> bool:
    """Whether somebody is in danger, given what the message may be the answer to."""
    if is_passed_on(message) or is_rumour(message.text):
        return False  # it frightens many, and nobody is in danger where it was passed on
    moment = talk.draft.moment if talk.draft else None
    if is_out_of_reach(message.text) or is_past_culprit(message.text, moment, message.now):
        return False
    if requested in LATE and (answer_words.agrees(message.text) or answer_words.has_some(message.text)):
        return False  # "kirim cepat pak" is in a hurry, and in no danger
    answering = requested not in (None, "kejadian")
    awaited = bool(matters.asked) or awaits_statement(talk.memory.awaiting)
    things = requested in ("orang", "kerugian") and not _THEY.intersection(phrases.word_list(message.text))
    few = FEW_FREE_WORDS if things else FEW_WORDS
    expected = len(message.words) <= few if answering else awaited
    if not is_urgent(message, ear, answering=answering, expected=expected):
        return False
    # The whole story is weighed only where danger is suspected.
    return not (message.text and is_calm_story(message, ear, ear.kind(_told_so_far(talk, message))))


def _told_so_far(talk: Talk, message: Message) -> str:
    """The story with the new message at its end."""
    before = talk.report.narrative if talk.draft and talk.memory.mode == "lapor" else ""
    return f"{before}\n{message.text}".strip()


def _with_choice(message: Message) -> Message:
    """A tapped region or moment is an answer in words."""
    offered = message.intent in {"beri_lokasi", "beri_waktu"}
    chosen = message.given.get("pilihan") if offered else None
    return replace(message, text=chosen) if chosen and not message.text else message


def _arrive(talk: Talk, message: Message, active: bool, requested: str | None) -> Talk:
    """Forgets what belonged to the message before; greets who comes back after hours."""
    talk = talk.remembering(
        read=message.id,
        notes=(),
        pending_text="",
        pending_evidence=(),
        pending_place=False,
        danger=False,
        leads_to="",
        verdict="",
        about="",
        privacy_told=talk.memory.privacy_told or requested == "nama",
        misses=talk.memory.misses if message.intent == "nlu_fallback" else 0,
    )
    if active and _long_ago(talk.memory.seen_at, message.now):
        talk = talk.noting("utter_pembuka_kembali")
    return talk.remembering(seen_at=message.now.isoformat())


def _only_goes_on(message: Message) -> bool:
    """ "Lanjut" after hours means going on with the questions, and never agrees to anything."""
    return len(message.words) <= 4 and phrases.wants_back(message.text)


def _long_ago(seen_at: str, now: datetime) -> bool:
    return bool(seen_at) and now - datetime.fromisoformat(seen_at) > LONG_PAUSE


def _in_report(h: Hearing) -> Heard:
    before = h.talk
    if _gives_up(h):
        return Heard(h.talk.remembering(leads_to=CANCEL), False)
    h = replace(h, talk=_with_sent_things(h))
    for step in _STEPS:
        after = step(h)
        if after is not None:
            return Heard(_settled(before, after), True)
    return _not_understood(h, sent=h.talk is not before)


def _gives_up(h: Hearing) -> bool:
    """ "Gajadi deh pak" cancels the report, but not while one part of it is being changed or passed over."""
    passes = h.message.intent in {"lewati", "tolak"} and h.requested in MAY_STAY_OPEN
    spared = passes or h.message.intent == "batal" or h.talk.memory.editing
    return not spared and course_words.gives_up(h.message.text)


def _settled(before: Talk, talk: Talk) -> Talk:
    """After an answer failures are counted anew, and a part that was answered is no longer being changed."""
    editing = talk.memory.editing
    done = editing not in ("", CHOOSE, "jenis") and editing in talk.said
    told_at_once = "kejadian" not in before.said and {"kejadian", "lokasi", "waktu"} <= set(talk.said)
    talk = talk.remembering(tries=0, editing="" if done else editing, quick=talk.memory.quick or told_at_once)
    newly_sensitive = talk.report.restricted and not (before.draft and before.draft.restricted)
    return talk.noting("utter_pembuka_sensitif") if newly_sensitive else talk


def _with_sent_things(h: Hearing) -> Talk:
    """Pictures and pins count at every step, whatever was asked."""
    talk = h.talk
    if h.message.evidence_ids:
        talk = filling.with_evidence(talk, h.message)
        talk = talk if h.requested == "bukti" else talk.noting("utter_catat_bukti")
    if h.message.pin:
        talk = filling.with_pin(talk, h.message, h.ear)
        talk = talk if h.requested == "lokasi" else talk.noting("utter_catat_lokasi")
    return talk


def _new_report(h: Hearing) -> Talk | None:
    """A bare "mau lapor" in the middle of a report is no answer and begins no second one."""
    opening = h.message.intent in TELLING and phrases.wants_to_report(h.message.text)
    opening = opening and not phrases.content_words(h.message.text)
    if not opening or h.message.evidence_ids or h.message.pin:
        return None
    return h.talk.noting("utter_catat_masih_jalan") if "kejadian" in h.talk.said else h.talk


def _own_words_on_name(h: Hearing) -> Talk | None:
    """ "Jangan sebut nama saya" counts whenever it is said; a story beside it goes on being read."""
    named = h.talk.report.confidentiality != "anonim"
    if h.requested == "nama" or not named or not h.wants_no_name:
        return None
    h = replace(h, talk=anonymous(h.talk))
    return more_story(h) or (answer(h) if h.tells() else None) or h.talk


def _joke(h: Hearing) -> Talk | None:
    """Who says in the middle of a report that it was a joke, or a wrong number, hears how to stop it."""
    return h.talk.noting("utter_catat_bercanda") if course_words.takes_back(h.message.text) else None


def _kept_secret(h: Hearing) -> Talk | None:
    """Who fears that somebody hears of it is told that nobody will; a story beside it goes on being read."""
    text = h.message.text
    secret = answer_words.wants_secrecy(text) or (answer_words.dreads(text) and h.requested not in FREE)
    if not secret:
        return None
    h = replace(h, talk=h.talk.noting("utter_catat_takut"))
    return more_story(h) or (answer(h) if h.requested in LATE or h.reading.place else None) or h.talk


def _watched(h: Hearing) -> Talk | None:
    """Who says that somebody reads the phone hears how to leave no trace; only the words are kept."""
    if not answer_words.is_watched(h.message.text) or "kejadian" not in h.talk.said:
        return None
    return filling.with_narrative(h.talk, h.message.text, h.ear).noting("utter_catat_layar")


def _tells_feelings(h: Hearing) -> Talk | None:
    """ "Aku gamau sekolah lagi" is off no topic where something bad was told."""
    text = h.message.text
    felt = h.message.intent == "di_luar_topik" and answer_words.only_feels(text)
    asked = h.requested in ("lokasi", "waktu") and "kejadian" in h.talk.said
    if not (felt and asked) or phrases.asks_or_wishes(text):
        return None
    return filling.with_narrative(h.talk, text, h.ear).noting("utter_catat_kejadian")


def _waits(h: Hearing) -> Talk | None:
    """Who needs a moment gets it."""
    waits = course_words.asks_to_wait(h.message.text) and not h.reading.time and not h.reading.place
    return h.talk.noting("utter_catat_tunggu") if waits else None


def _told_in_voice(h: Hearing) -> Talk | None:
    """An answer that is only in a voice message reaches an officer; here it is asked for in writing."""
    if not answer_words.refers_to_voice(h.message.text) or h.requested not in ("kejadian", "lokasi", "waktu"):
        return None
    return h.talk.remembering(tries=0).noting("utter_catat_suara")


def _contact(h: Hearing) -> Talk | None:
    """ "Boleh, tapi jangan telpon jam kerja" answers, and changes no hour of the incident."""
    said = answer_words.allows_contact(h.message.text) if h.requested == "boleh_dihubungi" else None
    return answer(h) if said is not None and not h.talk.memory.editing else None


def _kind_being_changed(h: Hearing) -> Talk | None:
    if h.talk.memory.editing != "jenis" or h.aside or not h.message.text:
        return None
    return change_kind(h, h.message.text)


def _left_unchanged(h: Hearing) -> Talk | None:
    """ "Lewati" while a part is being changed leaves it as it was."""
    if h.talk.memory.editing in ("", CHOOSE) or h.message.intent not in {"lewati", "tolak"}:
        return None
    return left_as_it_was(h.talk)


def _not_understood(h: Hearing, sent: bool) -> Heard:
    """Side questions go to their own rules; anything else is asked again, with an example."""
    stale_tap = h.message.intent == "setuju" and h.message.given.get("draf") is not None
    if (h.aside or stale_tap) and not sent:
        return Heard(_aside_heard(h), False)
    if sent:
        return Heard(h.talk, True)
    if h.requested == "konfirmasi" and h.message.intent == "tolak":
        return Heard(h.talk.remembering(editing=CHOOSE, tries=0), True)
    talk = kept_words(h)
    return Heard(talk.remembering(tries=h.talk.memory.tries + 1, editing=_kept_editing(h)), True)


def _aside_heard(h: Hearing) -> Talk:
    if h.message.intent == "minta_petugas":
        return h.talk.remembering(tries=0)
    if h.message.intent == "di_luar_topik":
        return h.talk.remembering(tries=h.talk.memory.tries + 1)
    return h.talk.remembering(leads_to=side_reply(h))


def _kept_editing(h: Hearing) -> str:
    return "" if h.talk.memory.editing == CHOOSE else h.talk.memory.editing


_STEPS: tuple[Callable[[Hearing], Talk | None], ...] = (
    _new_report,
    send_now,
    _waits,
    _joke,
    _tells_feelings,
    _own_words_on_name,
    _told_in_voice,
    _watched,
    _kept_secret,
    _contact,
    _kind_being_changed,
    own_name,
    change,
    culprit,
    _left_unchanged,
    about_a_person,
    own_state,
    beside_the_name,
    things,
    more_story,
    answer,
    late_answer,
)
