"""Messages while no form is open: what begins a report, goes on with it, or belongs to the last one filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from actions import answer_words, course_words, filling, phrases, rumours
from actions.additions import TAKEN_BACK, add_to, pending
from actions.afterwards import NOTHING, Matters, hear_afterwards
from actions.answers import anonymous
from actions.corrections import is_correction
from actions.listening import TELLING, Hearing
from actions.side_questions import side_reply
from actions.talk import Memory, Talk, blank, within
from banpol.register.draft import ReportDraft

WAY_BACK = timedelta(minutes=15)
STILL_ABOUT_IT = timedelta(minutes=60)
FORM = "laporan_form"
LOST = "kehilangan_barang"
LOOSE = "action_answer_loose"
_BESIDE = frozenset({"sapa", "terima_kasih", "pamit", "kasar", "di_luar_topik"})
FEWEST_BESIDE = 4
_SENT = frozenset({"kirim_lokasi", "kirim_media", "kirim_suara"})
# Intents that rules cannot tell from a story that was misread.
_OPEN = frozenset({"nlu_fallback", "beri_lokasi", "beri_waktu", "koreksi"})


def hear_outside(h: Hearing, fresh: ReportDraft, matters: Matters = NOTHING, urgent: bool = False) -> Talk:
    """The talk after a message outside the form; a draft in it means that the form is to open."""
    if urgent:
        return h.talk.remembering(danger=True, leads_to="action_report_emergency")
    afterwards = hear_afterwards(h, matters)
    if afterwards is not None:
        return afterwards
    if course_words.wrong_number(h.message.text) and not h.talk.memory.filed_urgent:
        return h.talk.remembering(leads_to="utter_salah_nomor")
    hearsay = rumours.answer_to(h.message, h.feared)
    if hearsay:
        return h.talk.remembering(leads_to=hearsay)
    aside = side_reply(h)
    if aside:
        return h.talk.remembering(leads_to=aside)
    if _asks_after_earlier(h) and not _goes_on(h):
        return h.talk.remembering(leads_to="action_show_reports")
    # The words that every receipt names; alone they resemble the question how to report.
    bare = phrases.wants_new(h.message.text) and phrases.wants_to_report(h.message.text)
    opened = _begun(h, fresh) if bare else _opening_form(h, fresh)
    if opened:
        return opened.remembering(leads_to=FORM)
    return h.talk.remembering(leads_to=LOOSE) if h.feared else _foretelling(h)


def _asks_after_earlier(h: Hearing) -> bool:
    """ "Loh kok ga ada, saya lapor minggu lalu" tells no incident."""
    text = h.message.text
    if h.message.intent not in _OPEN | {"lapor_kejadian"} or not course_words.speaks_of_earlier(text):
        return False
    return not phrases.strong_kinds(h.ear.plain(text), h.ear.kinds()) and not h.message.letters_sent


def _foretelling(h: Hearing) -> Talk:
    """Keeps what a question tells ("suami mukul, bisa dilaporkan?"), so that nobody is asked for it again."""
    text = h.message.text
    telling = len(phrases.content_words(text)) >= FEWEST_BESIDE and phrases.makes_sense(text)
    if (
        not telling
        or course_words.asks_way(text)
        or not phrases.strong_kinds(h.ear.plain(text), h.ear.kinds())
    ):
        return h.talk
    return h.talk.remembering(foretold=text, foretold_at=h.message.now.isoformat())


def _opening_form(h: Hearing, fresh: ReportDraft) -> Talk | None:
    if _goes_on(h):
        return h.talk.remembering(cancelled_at="", mode="lapor").noting("utter_pembuka_lanjut")
    if _belongs_to_filed(h):
        return _added(h, fresh)
    return _begun(h, fresh) if _begins(h) else None


def _goes_on(h: Hearing) -> bool:
    """Whether a cancelled report is taken up again, in time."""
    kept = h.talk.draft is not None and within(h.talk.memory.cancelled_at, h.message.now, WAY_BACK)
    tapped = h.message.given.get("pilihan") == "lanjut"
    return kept and (tapped or (len(h.message.words) <= 8 and phrases.wants_back(h.message.text)))


def _belongs_to_filed(h: Hearing) -> bool:
    memory, message = h.talk.memory, h.message
    remembered = course_words.remembers(message.text) and not phrases.is_question(message.text)
    if memory.filed and remembered and not phrases.wants_to_report(message.text):
        return message.intent in TELLING | _OPEN | {"di_luar_topik"} and bool(
            phrases.content_words(message.text)
        )
    if not memory.filed or not within(memory.filed_at, message.now, STILL_ABOUT_IT):
        return False
    if message.intent in _SENT and (message.evidence_ids or message.pin):
        return True
    if _goes_on_about_filed(h):
        return True
    telling = message.intent == "lapor_kejadian" and bool(phrases.content_words(message.text))
    telling = telling or course_words.takes_back(message.text) or course_words.tells_end(message.text)
    telling = telling or _says_something(h)
    place_or_time = message.intent in {"beri_lokasi", "beri_waktu"}
    return memory.filed_urgent and (telling or place_or_time or (message.intent in _OPEN and h.story()))


def _goes_on_about_filed(h: Hearing) -> bool:
    """ "Sama dompetnya warna coklat" goes on with what was just sent, and "eh salah, BG 1235" mends it."""
    text = h.message.text
    if h.message.intent not in TELLING | _OPEN or phrases.is_question(text) or phrases.wants_to_report(text):
        return False
    elsewhere = h.reading.time and filling.is_resolved(h.reading.place)
    goes_on = course_words.goes_on(text) and not elsewhere
    return (goes_on or is_correction(text)) and bool(phrases.content_words(text))


def _says_something(h: Hearing) -> bool:
    """After a cry for help every statement matters, whatever it was taken for."""
    if h.message.intent == "pamit" and course_words.tells_of_them(h.message.text):
        return True
    if h.message.intent == "batal" and not course_words.gives_up(h.message.text):
        return len(phrases.content_words(h.message.text)) >= 2  # "gaberani keluar" cancels nothing
    if h.message.intent in {"terima_kasih", "pamit", "sapa"} and not phrases.is_question(h.message.text):
        return answer_words.says_beside_courtesy(h.message.text)
    return (
        h.message.intent in _OPEN | {"lewati", "tolak", "setuju"}
        and len(phrases.content_words(h.message.text)) >= 3
        and not phrases.is_question(h.message.text)
    )


def _added(h: Hearing, fresh: ReportDraft) -> Talk:
    memory = add_to(h.talk.memory.filed, h.talk.memory, urgent=False)
    # The blank draft only carries a pin to the filed report; it is never filed itself.
    talk = pending(replace(h, talk=Talk(draft=fresh, memory=memory)))
    if h.talk.memory.filed_urgent and course_words.takes_back(h.message.text):
        talk = talk.noting(TAKEN_BACK)
    return talk.saying(kejadian=h.message.text or "ada")


def _begins(h: Hearing) -> bool:
    if _informs_without_name(h) or course_words.wants_to_talk(h.message.text):
        return True
    if h.message.intent in TELLING - {"tambah_informasi"} or h.message.intent in _SENT:
        return True
    # A greeting, a thank-you or an insult may stand before a story.
    return _told_beside(h) or (h.message.intent in _OPEN and (h.story() or _names_a_kind(h)))


def _informs_without_name(h: Hearing) -> bool:
    """ "Mau kasih info tapi jangan bawa-bawa nama saya" begins a report, whatever it was taken for."""
    text = h.message.text
    asks = phrases.is_question(text) or answer_words.asks_for_data(text) or h.message.intent == "hapus_data"
    return h.wants_no_name and not asks and len(phrases.word_list(text)) >= FEWEST_BESIDE


def _told_beside(h: Hearing) -> bool:
    text = h.message.text
    if phrases.is_question(text):
        return False
    if h.message.intent == "data_saya":  # "pinjol sebar data aku" asks for no copy of it
        return h.story() and not answer_words.asks_for_data(text)
    if h.message.intent not in _BESIDE:
        return False
    named = phrases.kinds_by_name(h.ear.plain(text), h.ear.kinds())
    return h.story() or (bool(named) and len(phrases.content_words(text)) >= FEWEST_BESIDE)


def _names_a_kind(h: Hearing) -> bool:
    """ "Penipuan" alone says what is to be reported."""
    plain, kinds = h.ear.plain(h.message.text), h.ear.kinds()
    named = phrases.strong_kinds(plain, kinds) or phrases.kinds_by_name(plain, kinds)
    short = len(h.message.words) <= 4 and len(phrases.content_words(h.message.text)) == 1
    return short and bool(named) and not phrases.is_question(h.message.text)


def _begun(h: Hearing, fresh: ReportDraft) -> Talk:
    """A new report with everything that its first message says."""
    memory: Memory = blank(h.talk.memory).memory
    talk = Talk(draft=fresh, memory=memory)
    if within(h.talk.memory.foretold_at, h.message.now, WAY_BACK):
        talk = filling.with_narrative(talk, h.talk.memory.foretold, h.ear)
    if h.message.intent == "keluhan_layanan_polri" and not _only_greets_police(h):
        talk = filling.with_kind(talk, filling.COMPLAINT, 1.0, h.ear)
    talk = filling.with_evidence(talk, h.message)
    talk = filling.with_pin(talk, h.message, h.ear)
    talk = _with_first_words(replace(h, talk=talk))
    return _opened(talk, h)


def _only_greets_police(h: Hearing) -> bool:
    """ "Mang polisi, aku nak ngelapor" calls the police, "mau lapor tapi malu" not even that."""
    plain = h.ear.plain(h.message.text)
    if answer_words.complains(plain):
        return False
    if answer_words.greets_police(h.message.text) and h.ear.kind(h.message.text).kind != filling.COMPLAINT:
        return True
    named = filling.names_police(plain) or bool(phrases.strong_kinds(plain, h.ear.kinds()))
    content = phrases.content_words(plain)
    return not content or (len(content) < FEWEST_BESIDE and not named)


def _with_first_words(h: Hearing) -> Talk:
    talk, text = h.talk, h.message.text
    content = phrases.content_words(text)
    if "voice" in h.message.media_types and not text:
        return filling.with_narrative(talk, filling.VOICE_NOTE, h.ear)
    hesitant = phrases.only_hesitates(text) or course_words.wants_to_talk(text)
    told = (len(content) >= 2 and not hesitant) or (
        content and _names_a_kind(h) and not phrases.wants_to_report(text)
    )
    if told and not _only_sending_words(h) and (h.story() or not h.wants_no_name):
        talk = filling.with_narrative(talk, text, h.ear)
        talk = filling.with_volunteered(talk, text, h.reading, h.message.now)
        talk = filling.with_half_a_place(talk, h.reading.place)
    elif content and not hesitant:
        talk = _with_topic(talk, h)
    return anonymous(talk) if h.wants_no_name else talk


def _only_sending_words(h: Hearing) -> bool:
    """ "Ini fotonya" accompanies a picture and tells nothing."""
    return h.message.intent in _SENT and not h.story()


def _with_topic(talk: Talk, h: Hearing) -> Talk:
    """ "Mau lapor penipuan" names a kind and tells no story yet."""
    plain, table = h.ear.plain(h.message.text), h.ear.kinds()
    kinds = phrases.strong_kinds(plain, table) or phrases.kinds_by_name(plain, table)
    if not kinds or talk.report.kind == filling.COMPLAINT:
        return talk
    return filling.with_kind(talk, kinds[0], 0.5, h.ear)


def _opened(talk: Talk, h: Hearing) -> Talk:
    complete = {"kejadian", "lokasi", "waktu"} <= set(talk.said)
    if talk.report.kind == LOST and course_words.wants_letter(h.message.text):
        talk = talk.noting("utter_catat_surat")
    talk = talk.noting("utter_catat_layar") if answer_words.is_watched(h.message.text) else talk
    talk = talk.noting("utter_pembuka_inggris") if phrases.is_english(h.message.text) else talk
    talk = talk.remembering(quick=complete).noting(_opening(talk, h))
    return talk.noting("utter_catat_dua_kejadian") if course_words.tells_two(h.message.text) else talk


def _opening(talk: Talk, h: Hearing) -> str:
    if talk.report.kind == filling.COMPLAINT:
        return "utter_pembuka_keluhan"
    if talk.report.restricted:
        return "utter_pembuka_sensitif"
    if "kejadian" in talk.said:
        return "utter_pembuka_cerita"
    if h.message.evidence_ids:
        return "utter_pembuka_foto"
    return "utter_pembuka_titik" if "lokasi" in talk.said else "utter_pembuka_kosong"
