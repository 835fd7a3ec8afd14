"""Messages that belong to a report that is filed already: an officer's question, a closing, a PIN.

Read while no form is open. Each function gives the talk with the action that it leads to, None when the
message is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from actions import phrases
from actions.listening import SOCIAL, Hearing
from actions.talk import Talk, within

PIN, CLOSING, REPLY = "action_use_pin", "action_answer_closing", "action_answer_officer"
# Further bubbles of an answer to an officer go the same way for a while.
STILL_ANSWERING = timedelta(minutes=30)
NEW_PIN, SHOW_PIN, DATA_PIN = "pin_baru", "pin_lihat", "pin_data"
RATE, WHY, OBJECTION = "nilai", "alasan", "sanggahan"
_DECLINED = frozenset({"lewati", "tolak", "batal"})
_PIN_WISH = re.compile(
    r"\b(buat\w*|bikin\w*|pasang\w*|atur\w*|minta|mau|set|daftar\w*)\b.{0,12}\bpin\b"
    r"(?! ?(lokasi|point|map))|^\W*pin\W*$",
    re.IGNORECASE,
)
_PIN_LOST = re.compile(
    r"\b(lupa|lupo|ganti|ubah|rubah|reset|hilang)\b.{0,12}\bpin\b(?! ?(lokasi|point|map))", re.I
)
_NOT_DONE = re.compile(
    r"\b(belum|blm|blum|belom|lum|dak|idak|tidak|tdk|gak|ga|nggak|ngga)\b( \w+){0,3} "
    r"(selesai|beres|kelar|tuntas|ditangani|ditindak\w*|ketemu\w*|ditemu\w*|balik|kembali|puas|terima|setuju|sesuai)\b|"
    r"\b(kok|masa|masak|ngapo|kenapa)\b.*\b(selesai|ditutup|nutup)\b|"
    r"\b(keberatan|sanggah|menyanggah|buka lagi|dibuka lagi|buka kembali|dibuka kembali)\b|"
    r"^\W*(belum|blm|blum|belom|lum)\b.{0,20}$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(sudah|udah|udh|sdh|dah|lah|la|alhamdulillah|benar|bener|betul|iya|iyo|memang)\b.*"
    r"\b(selesai|beres|kelar|tuntas|ditangani|ketemu\w*|ditemu\w*|balik|kembali|aman)\b",
    re.IGNORECASE,
)
_MARKS = (
    (5, r"sangat (baik|puas|bagus|memuaskan)|puas nian|mantap|luar biasa|top"),
    (4, r"baik|bagus|puas|memuaskan|ok|oke"),
    (3, r"cukup|lumayan|biasa( saja| aja| bae)?|standar"),
    (2, r"kurang\w*|lambat|lama"),
    (1, r"buruk|jelek|kecewa|mengecewakan|parah|(tidak|gak|ga|dak) puas"),
)
# Asked of the service or of an officer, these are no answer to what an officer wants to know.
_ELSEWHERE = phrases.word_set(
    "cek_laporan tanya_perkembangan_perkara tanya_privasi tanya_cara_lapor tanya_kanal tanya_nomor_darurat "
    "tanya_kantor_polisi minta_petugas data_saya hapus_data menu batal kasar"
)
_COURTESY = phrases.word_set("terima kasih makasih trims thanks assalamualaikum wassalam dadah bye sama siap")


@dataclass(frozen=True)
class Matters:
    """What waits for this reporter: numbers of closed reports, draft ids of those an officer asks about."""

    closed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


NOTHING = Matters()


def awaits_statement(awaiting: str) -> bool:
    """Whether a mark, a reason or an objection was asked for."""
    return awaiting.partition(":")[0] in (RATE, WHY, OBJECTION)


def hear_tap(h: Hearing) -> Talk | None:
    """A PIN or a tap under a notice; counts also in the middle of another report."""
    if h.message.secret:
        return h.talk.remembering(leads_to=PIN)
    return _tapped_closing(h) if h.message.given.get("tutup") else None


def hear_afterwards(h: Hearing, matters: Matters) -> Talk | None:
    steps: tuple[Callable[[Hearing, Matters], Talk | None], ...] = (
        lambda h, _: hear_tap(h), _pin, _awaited, _reply, _closing,
    )  # fmt: skip
    return next((talk for talk in (step(h, matters) for step in steps) if talk is not None), None)


def _pin(h: Hearing, _: Matters) -> Talk | None:
    text, awaiting = h.message.text, h.talk.memory.awaiting
    if _PIN_LOST.search(text):
        return h.talk.remembering(leads_to=PIN, verdict="lupa")
    if _PIN_WISH.search(text):
        return h.talk.remembering(leads_to=PIN, verdict="buat")
    declined = awaiting.startswith("pin_") and h.message.intent in _DECLINED
    return h.talk.remembering(leads_to=PIN, verdict="tanpa") if declined else None


def _tapped_closing(h: Hearing) -> Talk:
    verdict = {"setuju": "dibenarkan", "tolak": "disanggah"}.get(
        h.message.intent, h.message.given.get("nilai", "")
    )
    return h.talk.remembering(leads_to=CLOSING, verdict=verdict, about=h.message.given["tutup"])


def _awaited(h: Hearing, _: Matters) -> Talk | None:
    """What was asked after a closing: a mark, the why of it, or what is not done yet."""
    what, _colon, about = h.talk.memory.awaiting.partition(":")
    if what not in (RATE, WHY, OBJECTION):
        return None
    to = h.talk.remembering(leads_to=CLOSING, about=about, awaiting="")
    if h.message.intent in _DECLINED or (h.message.intent in SOCIAL and not _content(h)):
        return to.remembering(verdict="cukup")
    if what == RATE:
        mark = find_mark(h.message.text)
        return to.remembering(verdict=str(mark)) if mark else None
    return to.remembering(verdict=what) if _states(h) else None


def find_mark(text: str) -> int | None:
    """A mark from 1 to 5, as a digit or in words."""
    digit = re.search(r"(?<!\d)([1-5])(?!\d)", text)
    if digit and len(phrases.word_list(text)) <= 6:
        return int(digit[1])
    low = text.lower()
    order = sorted(_MARKS, key=lambda mark: mark[0] in (3, 4))
    return next((mark for mark, words in order if re.search(rf"\b({words})\b", low)), None)


def _reply(h: Hearing, matters: Matters) -> Talk | None:
    """An officer asked: what the reporter states next is the answer, and so are the bubbles after it."""
    memory = h.talk.memory
    again = memory.answered if within(memory.answered_at, h.message.now, STILL_ANSWERING) else ""
    about = matters.asked[0] if matters.asked else again
    if not about or not (_states(h) or h.message.evidence_ids or h.message.pin or _sent_voice(h)):
        return None
    other = not matters.asked and (h.story() or (len(_content(h)) < 2 and not h.message.letters_sent))
    if other or phrases.wants_to_report(h.message.text) or h.message.intent == "keluhan_layanan_polri":
        return None
    return h.talk.remembering(leads_to=REPLY, about=about)


def _sent_voice(h: Hearing) -> bool:
    return "voice" in h.message.media_types


def _closing(h: Hearing, matters: Matters) -> Talk | None:
    if not matters.closed:
        return None
    named = [number for number in matters.closed if number in h.message.text]
    talk = h.talk.remembering(leads_to=CLOSING, about=(named or matters.closed)[0])
    short = len(h.message.words) <= 4
    if _NOT_DONE.search(h.message.text) or (h.message.intent == "tolak" and short):
        return talk.remembering(verdict="disanggah")
    agreed = _DONE.search(h.message.text) and not phrases.wants_to_report(h.message.text)
    if (agreed and not phrases.is_question(h.message.text)) or (h.message.intent == "setuju" and short):
        return talk.remembering(verdict="dibenarkan")
    return None


def _content(h: Hearing) -> list[str]:
    return [word for word in phrases.word_list(h.message.text) if word not in _COURTESY]


def _readable(text: str) -> bool:
    return phrases.makes_sense(text) or bool(re.search(r"\d", text))


def _states(h: Hearing) -> bool:
    """Whether the message says something of its own, whatever intent it was taken for."""
    text = h.message.text
    if not text or phrases.is_question(text) or not _readable(text):
        return False
    if h.message.intent in _ELSEWHERE:
        return h.message.confidence < 0.6 and not phrases.asks_or_wishes(text)
    return h.message.intent not in SOCIAL or len(phrases.content_words(" ".join(_content(h)))) >= 2
