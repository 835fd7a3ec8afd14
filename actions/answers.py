"""What a message answers, given what was asked; a form never takes chit-chat for an answer.

Each function takes a `Hearing` and gives back the talk as it is after the message, or None when the message
is no answer to that question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from actions import answer_words, filling, moments, phrases
from actions.message import Ear, Message
from actions.talk import Talk
from banpol.language.place import PlaceFound
from banpol.language.reading import Reading
from banpol.language.time import TimeFound
from banpol.register.draft import Moment

# What people ask or say beside a report: answered by their own rules, after which the form asks again.
ASIDE = phrases.word_set(
    "sapa terima_kasih pamit menu kasar di_luar_topik batal cek_laporan tanya_perkembangan_perkara "
    "tanya_privasi tanya_cara_lapor tanya_kanal tanya_nomor_darurat tanya_kantor_polisi tanya_bot "
    "minta_petugas beri_masukan data_saya hapus_data pesan_tidak_didukung darurat"
)
TELLING = frozenset({"lapor_kejadian", "keluhan_layanan_polri", "tambah_informasi"})
# What a slot holds when its question was skipped without a word, by a tap.
SKIPPED = "lewati"
_YES_NO = frozenset({"setuju", "tolak"})
# Side intents that a bare answer is taken for: "petugas piket", "polsek kertapati", "akun toko murah".
_MISTAKABLE = phrases.word_set(
    "minta_petugas tanya_kantor_polisi tanya_kanal tanya_privasi tanya_cara_lapor tanya_nomor_darurat "
    "tanya_bot beri_masukan di_luar_topik cek_laporan tanya_perkembangan_perkara data_saya"
)
# In words; a longer answer is a story, of which only the place's own words are kept.
LONGEST_PLACE = 12
_SOCIAL = frozenset({"sapa", "terima_kasih", "pamit"})
_DECLINED = frozenset({"tolak", "lewati"})


@dataclass(frozen=True)
class Hearing:
    """One message in its talk; `requested` is the answer that was asked for."""

    talk: Talk
    message: Message
    reading: Reading
    ear: Ear
    requested: str | None = None

    @property
    def aside(self) -> bool:
        noise = self.message.intent == "di_luar_topik" and not phrases.makes_sense(self.message.text)
        return self.message.intent in ASIDE and not noise and not self._only_sounds_aside()

    def _only_sounds_aside(self) -> bool:
        """Whether a plain statement answers what was asked, although its words resemble a side question."""
        if self.message.intent not in _MISTAKABLE or phrases.asks_or_wishes(self.message.text):
            return False
        if self.requested == "lokasi":
            place = self.ear.place(self.message.text)
            return (
                place is not None
                and filling.is_resolved(place)
                and 2 * len(place.said) >= len(self.message.text)
            )
        return self.requested in ("orang", "kerugian") and len(self.message.words) >= 2

    def story(self) -> bool:
        """Whether the message tells what happened, whatever intent it was taken for."""
        text = self.message.text
        kinds = phrases.strong_kinds(self.ear.plain(text), self.ear.kinds())
        if self.aside and (not kinds or phrases.is_question(text)):
            return False  # a side question may name a place and a time, too
        return phrases.tells_a_story(text, self.reading, self.ear.kind(text), kinds)

    def tells(self) -> bool:
        """Whether the message brings something that belongs into the narrative."""
        content = phrases.content_words(self.message.text)
        if self.message.intent in TELLING:
            return len(content) >= 2 and not phrases.is_question(self.message.text)
        return self.story()


def answer(hearing: Hearing) -> Talk | None:
    """The talk after the answer to what was asked, None when the message is no answer to it."""
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
    unclear = h.message.intent not in TELLING | ASIDE | _YES_NO | {"lewati"}
    free = unclear and len(phrases.word_list(text)) >= 3 and not phrases.is_question(text) and _sensible(h)
    place_or_time = h.message.intent in {"beri_lokasi", "beri_waktu"}
    if h.tells() or (free and not place_or_time):
        return filling.with_volunteered(_tell(h), text, h.reading, h.message.now)
    return None


def _topic_only(h: Hearing) -> bool:
    """One word such as "penipuan" is an answer when one was asked for, if it names a kind of incident."""
    one_word = len(phrases.content_words(h.message.text)) == 1
    return one_word and bool(phrases.strong_kinds(h.ear.plain(h.message.text), h.ear.kinds()))


def _sensible(h: Hearing) -> bool:
    return phrases.makes_sense(h.message.text)


def _usable(h: Hearing) -> bool:
    return _sensible(h) and not phrases.is_question(h.message.text)


def _tell(h: Hearing) -> Talk:
    """The talk with the message in its narrative; a corrected narrative takes the place of the first."""
    talk = h.talk.drafting(narrative="") if h.talk.memory.editing == "kejadian" else h.talk
    return filling.with_narrative(talk, h.message.text, h.ear)


def answer_lokasi(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.intent == "lewati":
        return _unknown_place(h)
    if not text or h.aside or h.message.intent in _YES_NO:
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


def _without_time(h: Hearing, found: PlaceFound) -> str:
    """ "Di Plaju depan masjid, tadi pagi jam 6" names the place around the time."""
    assert h.reading.time is not None
    start, end = h.reading.time.span
    rest = " ".join((h.message.text[:start] + " " + h.message.text[end:]).split()).strip(" ,.;")
    return rest if found.said in rest and len(rest.split()) <= LONGEST_PLACE else found.said


def _unresolved_place(h: Hearing, text: str, found: bool) -> Talk | None:
    """Words that name no region that we know."""
    if h.talk.memory.half_place:
        return filling.with_place_words(h.talk, _place_said(h, text))
    if h.message.intent == "beri_waktu":
        return None
    if found or h.message.intent in {"beri_lokasi", "koreksi"}:
        return _half_a_place(h, text)
    # The first unclear answer gets an example; who repeats it in other words means it.
    insists = h.talk.memory.tries >= 1 and _usable(h) and not h.reading.time
    return filling.with_place_words(h.talk, text) if insists else None


def _unknown_place(h: Hearing) -> Talk:
    before = h.talk.place.said if h.talk.place and h.talk.memory.half_place else ""
    return filling.with_place_words(h.talk, before or h.message.text or SKIPPED)


def _place_said(h: Hearing, text: str) -> str:
    """The words of a place; a region that was asked afterwards follows the place that was named first."""
    first = h.talk.place.said if h.talk.place and h.talk.memory.half_place else ""
    return f"{first}, {text}" if first else text


MOST_CANDIDATES = 3


def _candidates(h: Hearing, text: str) -> tuple[str, ...]:
    """The regions that an ambiguous place may lie in, for buttons."""
    found = h.ear.place(text)
    names = [one.kabupaten for one in found.candidates if one.kabupaten] if found else []
    return tuple(dict.fromkeys(names))[:MOST_CANDIDATES]


def _half_a_place(h: Hearing, text: str) -> Talk:
    """A place without its region: it is kept, and the region asked for, once."""
    kept = filling.with_place_words(h.talk, text)
    if h.talk.memory.asked_region:
        return kept
    return kept.saying(lokasi=None).remembering(
        half_place=True, asked_region=True, candidates=_candidates(h, text)
    )


def answer_waktu(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.intent == "lewati":
        return _time_words(h, text or SKIPPED)
    if phrases.recurs(text) and (not h.aside or phrases.recurring(text, 0)):
        return _time_words(h, text)
    found = h.reading.time
    if found and (not h.aside or _is_all(found, h)):
        if filling.lies_ahead(found, h.message.now) and not h.talk.memory.asked_ahead:
            doubted = filling.with_time(h.talk, found, text).saying(waktu=None).remembering(asked_ahead=True)
            return doubted.noting("utter_catat_waktu_depan")
        if found.ask and not h.talk.memory.moments and not h.talk.memory.tries:
            return _which_moment(h, found)
        if not found.ask or h.talk.memory.tries >= 1 or h.talk.memory.moments:
            return filling.with_time(h.talk, found, text if len(h.message.words) <= 12 else found.said)
        return None
    insists = (h.talk.memory.tries >= 1 and len(h.message.words) >= 2) or h.message.intent == "beri_waktu"
    elsewhere = h.message.intent in _YES_NO | {"beri_lokasi"} or h.reading.place
    usable = text and not h.aside and not elsewhere and _sensible(h)
    return _time_words(h, text) if usable and insists and not phrases.is_question(text) else None


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


def answer_orang(h: Hearing) -> Talk | None:
    text = _free_answer(h)
    return h.talk.saying(orang=text).drafting(people=text) if text else None


def answer_kerugian(h: Hearing) -> Talk | None:
    text = _free_answer(h)
    if not text:
        return None
    amount = max((money.amount for money in h.reading.money), default=None)
    talk = h.talk.saying(kerugian=text).drafting(loss=text, loss_amount=amount)
    return filling.with_found_things(talk, h.reading)


def _free_answer(h: Hearing) -> str | None:
    """The words of an answer that may be anything but chit-chat; "tidak tahu" is an answer too."""
    text = h.message.text
    if h.message.intent in _DECLINED:
        return (text or SKIPPED)[: filling.LONGEST_ANSWER]
    late = h.message.intent in {"beri_lokasi", "beri_waktu"} and _only_place_or_time(h)
    if not text or h.aside or h.message.intent == "setuju" or late:
        return None
    return text[: filling.LONGEST_ANSWER] if _sensible(h) and not phrases.is_question(text) else None


def _only_place_or_time(h: Hearing) -> bool:
    found = [one for one in (h.reading.time, h.reading.place) if one]
    covered = sum(one.span[1] - one.span[0] for one in found)
    return bool(found) and covered * 2 >= len(h.message.text)


def answer_bukti(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.evidence_ids:
        return h.talk.saying(bukti=text or "ada").drafting(evidence_note=text)
    if h.message.intent in _DECLINED or h.message.intent == "pamit":
        return h.talk.saying(bukti=text or SKIPPED)
    if answer_words.puts_off(text):
        return h.talk.saying(bukti=text[: filling.LONGEST_ANSWER])
    if h.message.intent in {"setuju", "kirim_media", "kirim_suara"}:
        # It may come at any time, so nobody is held up until it does.
        return h.talk.saying(bukti=text or "ada").noting("utter_catat_ada_bukti")
    if not text or h.aside or not _usable(h) or len(h.message.words) < 3:
        return None
    note = text[: filling.LONGEST_ANSWER]
    if answer_words.names_evidence(text):
        return h.talk.saying(bukti=note).drafting(evidence_note=note)
    # More of the story, told here: it must not be hidden among the evidence, nor the question repeated.
    talk = filling.with_narrative(h.talk.saying(bukti=SKIPPED), text, h.ear)
    return filling.with_found_things(talk, h.reading).noting("utter_catat_kejadian")


def answer_nama(h: Hearing) -> Talk | None:
    text = h.message.text
    if h.message.given.get("pilihan") == "anonim" or phrases.wants_no_name(text):
        return anonymous(h.talk)
    # A name means nothing to the intents, so its own words are looked at before what it was taken for.
    name = phrases.find_name(text)
    if h.message.intent in _DECLINED and not name:
        return h.talk.saying(nama=text or SKIPPED, kerahasiaan="rahasia").drafting(name="")
    sure = phrases.introduces(text) or answer_words.has_title(text)
    named = name and (sure or not _means_something_else(h))
    talk = h.talk.saying(nama=name, kerahasiaan="rahasia")
    return talk.drafting(name=name, confidentiality="rahasia") if named else None


def _means_something_else(h: Hearing) -> bool:
    """Whether the intent, when it is sure, speaks against a bare name."""
    if h.message.intent in _SOCIAL and not answer_words.is_courteous(h.message.text):
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
