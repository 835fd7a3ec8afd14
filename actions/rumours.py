"""What is only passed on or told around: nobody is in danger where it is written, and nothing is filed."""

from __future__ import annotations

import re

from actions import phrases
from actions.message import Message
from actions.urgency import cries

_TO_ALL = re.compile(
    r"\b(gr(o)?up\w*|semua|teman\w*|keluarga|kontak|sosmed|medsos|\d+ orang)\b", re.IGNORECASE
)
_TOLD_AROUND = re.compile(
    r"\b(kat[ao]ny[ao]|kato (wong|orang)|kabar\w*|isu\w*|berita\w*|info\w*|deng[ae]r\w*|ram[ei]|viral|"
    r"gr(o)?up\w*|broadcast|hoa(x|ks?))\b",
    re.IGNORECASE,
)
_IS_IT_TRUE = re.compile(
    r"\b(bener|benar|beneran|bnr|betul|iy[ao]) (g|ga|gak|gk|ngga|nggak|engga|enggak|dak|idak|tidak|tdk|"
    r"kah|ap[ao]|y[ao]|sih|nian)\b|\bap[ao](kah)? (iy[ao]|bener|benar|betul)\b|"
    r"\b(benarkah|benerkah|hoa(x|ks?))\b",
    re.IGNORECASE,
)
_OWN_EYES = re.compile(
    r"\b(saya|sy|aku|ak|kami|gw|gue)( \w+){0,2} (lihat|liat|liyat|ngeliat|melihat|alami|diancam)\b|"
    r"\b(depan|dpn|muko) rumah (saya|sy|aku|kami)\b",
    re.IGNORECASE,
)


def is_passed_on(message: Message) -> bool:
    """A letter that asks to be sent to everybody, and for no help; "teruskan ke polisi" is none."""
    text = message.text
    return bool(_TO_ALL.search(text)) and phrases.is_chain_letter(text) and not cries(text)


def is_rumour(text: str) -> bool:
    """Whether somebody asks if what people tell each other is true; an eyewitness tells, and asks not."""
    asked = _TOLD_AROUND.search(text) and _IS_IT_TRUE.search(text)
    return bool(asked) and not cries(text) and not _OWN_EYES.search(text)


def answer_to(message: Message, feared: bool) -> str | None:
    """The response to what is only passed on, None for everything else."""
    if feared and is_passed_on(message):
        return "utter_pesan_berantai"
    return "utter_kabar_belum_jelas" if is_rumour(message.text) else None
