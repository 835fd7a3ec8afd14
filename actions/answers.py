"""What a message answers, given what was asked; a form never takes chit-chat for an answer.

Each function takes a `Hearing` and gives back the talk as it is after the message, or None when the message
is no answer to that question.
"""

from __future__ import annotations

from collections.abc import Callable

from actions import answer_words, filling, phrases
from actions.listening import ASIDE, LAST_TRIES, SKIPPED, SOCIAL, SURE_STORY, TELLING, YES_NO, Hearing
from actions.place_answer import answer_lokasi
from actions.talk import Talk
from actions.time_answer import answer_waktu

_DECLINED = frozenset({"tolak", "lewati"})
FREE = ("orang", "kerugian")
FEWEST_BESIDE = 5


def answer(hearing: Hearing) -> Talk | None:
    """The talk after the answer to what was asked, None when the message is no answer to it."""
    if hearing.requested in FREE and answer_words.fears(hearing.message.text):
        # Fear answers no question, and is not asked about again.
        return hearing.talk.noting("utter_catat_takut").saying(**{hearing.requested: SKIPPED})
    asked = _QUESTIONS.get(hearing.requested or "")
    talk = asked(hearing) if asked else None
    if talk is None or hearing.requested not in ("lokasi", "waktu") or hearing.message.intent in _DECLINED:
        return talk
    # "Di Plaju, tadi pagi jam 6" answers both questions.
    return filling.with_volunteered(talk, hearing.message.text, hearing.reading, hearing.message.now)


def answer_kejadian(h: Hearing) -> Talk | None:
    text = h.message.text
    if not text:
        return None
    if h.message.intent in TELLING and _topic_only(h):
        return filling.with_volunteered(_tell(h), text, h.reading, h.message.now)
    unclear = h.message.intent not in TELLING | ASIDE | YES_NO | {"lewati"}
    free = unclear and len(phrases.word_list(text)) >= 3 and not phrases.is_question(text) and h.sensible
    place_or_time = h.message.intent in {"beri_lokasi", "beri_waktu"}
    if h.tells() or (free and not place_or_time):
        return filling.with_volunteered(_tell(h), text, h.reading, h.message.now)
    return None


def _topic_only(h: Hearing) -> bool:
    """One word such as "penipuan" is an answer when one was asked for, if it names a kind of incident."""
    one_word = len(phrases.content_words(h.message.text)) == 1
    return one_word and bool(phrases.strong_kinds(h.ear.plain(h.message.text), h.ear.kinds()))


def _tell(h: Hearing) -> Talk:
    """The talk with the message in its narrative; a corrected narrative takes the place of the first."""
    talk = h.talk.drafting(narrative="") if h.talk.memory.editing == "kejadian" else h.talk
    return filling.with_narrative(talk, h.message.text, h.ear)


def answer_orang(h: Hearing) -> Talk | None:
    text = _free_answer(h)
    return _told_beside(h).saying(orang=text).drafting(people=_worth_keeping(text)) if text else None


def _told_beside(h: Hearing) -> Talk:
    """An answer that goes on with the story is a part of it, too, where its kind is unsure still."""
    sure = h.talk.report.kind_confidence >= filling.SURE_OTHER_KIND
    if sure or len(h.message.words) < FEWEST_BESIDE or not h.story():
        return h.talk
    return filling.with_narrative(h.talk, h.message.text, h.ear)


def _worth_keeping(text: str) -> str:
    """ "Tidak tahu" tells an officer something, "lewati" nothing."""
    return "" if text == SKIPPED or answer_words.passes(text) else text


def answer_kerugian(h: Hearing) -> Talk | None:
    text = _free_answer(h)
    if not text:
        return None
    amount = max((money.amount for money in h.reading.money), default=None)
    talk = _told_beside(h).saying(kerugian=text).drafting(loss=_worth_keeping(text), loss_amount=amount)
    return filling.with_found_things(talk, h.reading)


def _free_answer(h: Hearing) -> str | None:
    """The words of an answer that may be anything but chit-chat; "tidak tahu" is an answer too."""
    text = h.message.text
    if h.message.intent in _DECLINED:
        return (text or SKIPPED)[: filling.LONGEST_ANSWER]
    late = h.message.intent in {"beri_lokasi", "beri_waktu"} and _only_place_or_time(h)
    if not text or h.aside or h.message.intent == "setuju" or late:
        return None
    return text[: filling.LONGEST_ANSWER] if h.usable else None


def _only_place_or_time(h: Hearing) -> bool:
    found = [one for one in (h.reading.time, h.reading.place) if one]
    covered = sum(one.span[1] - one.span[0] for one in found)
    return bool(found) and covered * 2 >= len(h.message.text)


def answer_bukti(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.evidence_ids:
        return h.talk.saying(bukti=text or "ada").drafting(evidence_note=text)
    if h.message.intent in _DECLINED or h.message.intent == "pamit" or answer_words.has_none(text):
        return h.talk.saying(bukti=text or SKIPPED)
    if answer_words.puts_off(text):
        return h.talk.saying(bukti=text[: filling.LONGEST_ANSWER])
    if h.message.intent in {"setuju", "kirim_media", "kirim_suara"} or answer_words.has_some(text):
        # It may come at any time, so nobody is held up until it does.
        return h.talk.saying(bukti=text or "ada").noting("utter_catat_ada_bukti")
    if not text or h.aside or not h.usable:
        return None
    # Words of another language, said for the third time, are kept: nobody is held up by them.
    note = text[: filling.LONGEST_ANSWER]
    named = answer_words.names_evidence(text)
    insists = h.talk.memory.tries >= LAST_TRIES
    if len(h.message.words) < (2 if named else 3) and not insists:
        return None
    if named or insists:
        return h.talk.saying(bukti=note).drafting(evidence_note=note)
    # More of the story, told here: it must not be hidden among the evidence, nor the question repeated.
    talk = filling.with_narrative(h.talk.saying(bukti=SKIPPED), text, h.ear)
    return filling.with_found_things(talk, h.reading).noting("utter_catat_kejadian")


def answer_nama(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.given.get("pilihan") == "anonim" or h.wants_no_name:
        return anonymous(h.talk)
    # A name means nothing to the intents, so its own words are looked at before what it was taken for.
    name = phrases.find_name(text) or phrases.told_name(text)
    hidden = h.message.intent in _DECLINED or answer_words.stays_hidden(text)
    hidden = hidden or answer_words.refuses(text)
    if answer_words.passes(text) or (hidden and not name):
        return h.talk.saying(nama=text or SKIPPED, kerahasiaan="rahasia").drafting(name="")
    sure = phrases.introduces(text) or answer_words.has_title(name or "")
    named = name and (sure or not _means_something_else(h))
    if not named and h.talk.memory.tries >= LAST_TRIES and text and not h.aside:
        return h.talk.saying(nama=SKIPPED, kerahasiaan="rahasia")  # nobody is held up by a name
    return _with_contact(filling.with_name(h.talk, name), text, name) if name and named else None


def _with_contact(talk: Talk, text: str, name: str) -> Talk:
    """ "Pak Suryadi, boleh dihubungi kapan saja" answers the next question, too."""
    rest = text.replace(name, " ").strip(" ,.")
    allowed = answer_words.allows_contact(rest) if len(phrases.word_list(rest)) >= 2 else None
    if allowed is None:
        return talk
    return talk.saying(boleh_dihubungi=rest).drafting(contact_allowed=allowed)


def _means_something_else(h: Hearing) -> bool:
    """Whether the intent, when it is sure, speaks against a bare name."""
    place = h.reading.place
    if (
        h.message.intent == "beri_lokasi"
        and h.message.confidence >= SURE_STORY
        and filling.is_resolved(place)
    ):
        return place is not None and 5 * len(place.said) >= 4 * len(h.message.text)
    if answer_words.is_bare_name(h.message.text):
        return False  # "Ucok" insults nobody, and "Beni" asks for no menu
    if h.message.intent in SOCIAL and not answer_words.is_courteous(h.message.text):
        return False  # "Wati" resembles a greeting, and holds no word of one
    # Rare names resemble nothing that was taught, so "off topic" must be surer than the others.
    sure = 0.85 if h.message.intent == "di_luar_topik" else 0.6
    return h.message.intent in ASIDE | {"setuju", "koreksi"} and h.message.confidence >= sure


def anonymous(talk: Talk) -> Talk:
    """No name, no contact; the number stays known to the service, and the answer says so."""
    talk = talk.saying(nama="anonim", kerahasiaan="anonim")
    return talk.drafting(name="", confidentiality="anonim").noting("utter_catat_anonim")


def answer_boleh_dihubungi(h: Hearing) -> Talk | None:
    allowed = answer_words.allows_contact(h.message.text)
    if allowed is None:
        allowed = {"setuju": True, "tolak": False, "lewati": False}.get(h.message.intent)
    if allowed is None and answer_words.agrees(h.message.text):
        allowed = True
    if allowed is None and h.talk.memory.tries >= LAST_TRIES and h.message.text and not h.aside:
        # Not understood for the third time: nothing is allowed, and nobody is held up.
        return h.talk.saying(boleh_dihubungi=SKIPPED)
    if allowed is None:
        return None
    text = h.message.text or ("ya" if allowed else "tidak")
    return h.talk.saying(boleh_dihubungi=text).drafting(contact_allowed=allowed)


def answer_konfirmasi(h: Hearing) -> Talk | None:
    intended = h.message.given.get("draf")
    agreed = h.message.intent == "setuju" or answer_words.agrees(h.message.text)
    if agreed and intended in (None, h.talk.report.draft_id):
        return h.talk.saying(konfirmasi=h.message.text or "kirim")
    return None


_QUESTIONS: dict[str, Callable[[Hearing], Talk | None]] = {
    "kejadian": answer_kejadian,
    "lokasi": answer_lokasi,
    "waktu": answer_waktu,
    "orang": answer_orang,
    "kerugian": answer_kerugian,
    "bukti": answer_bukti,
    "nama": answer_nama,
    "boleh_dihubungi": answer_boleh_dihubungi,
    "konfirmasi": answer_konfirmasi,
}
