"""Whether somebody is in danger now, by intent and by words together."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import answer_words
from actions.message import Ear, Message
from actions.talk import Talk
from banpol.register.draft import UNKNOWN_KIND

SUICIDE = "bunuh_diri"
UNSAFE = "tidak_aman"
_QUIET = {
    "utter_darurat_diteruskan": "utter_darurat_diteruskan_diam",
    "utter_darurat_diteruskan_lengkap": "utter_darurat_diteruskan_lengkap_diam",
    "utter_darurat_ditambahkan": "utter_darurat_ditambahkan_diam",
    "utter_darurat_tempat_diterima": "utter_darurat_tempat_diterima_diam",
    "utter_darurat_tanpa_tempat": "utter_darurat_tanpa_tempat_diam",
    "utter_tanya_lokasi_darurat": "utter_tanya_lokasi_darurat_diam",
    "utter_jelaskan_lokasi_darurat": "utter_jelaskan_lokasi_darurat_diam",
}


# An answer is often a few words that say little by themselves ("dua tungku dan truk tangki"): there
# a mere likeness to cries for help is not enough, the danger guesser itself must be sure.
SURE_IN_ANSWER = 0.9


_CRY = re.compile(r"\b(tolong|tulung|tlg|help|sos|darurat)\b", re.IGNORECASE)
FEW_WORDS = 3
# "Petugasnya cepat datang" praises, and "kirim cepat pak" agrees.
_HURRY = frozenset({"cepat", "cepet", "segera", "datang", "pak", "kirim", "polisi", "petugas"})


def is_urgent(message: Message, ear: Ear, *, answering: bool = False, expected: bool = False) -> bool:
    """Danger words decide; the intent decides where they find nothing.

    `expected`: the message is what was asked for, so that mere likeness to a cry for help does not count."""
    danger = ear.danger(message.text) if message.text else None
    plain = expected and not _CRY.search(message.text)
    if danger and not (plain and _HURRY.issuperset(danger.words)):
        return danger.now
    if plain:
        return False
    if message.intent != "darurat":
        return False
    sure = message.confidence >= SURE_IN_ANSWER and not answer_words.only_tells_when(message.text)
    return sure if answering else True


def is_unsafe_to_type(message: Message, ear: Ear) -> bool:
    """Whether the writer says that typing or speaking is not safe."""
    return category(message, ear) == UNSAFE


def quietly(response: str, discreet: bool) -> str:
    """The short and neutral form of a response, for a screen that the wrong person may see."""
    return _QUIET[response] if discreet else response


def as_past_story(message: Message, urgent: bool) -> Message:
    """A danger that is over is a report like any other, although it sounds like an emergency."""
    if message.intent == "darurat" and not urgent:
        return replace(message, intent="lapor_kejadian")
    return message


def adding(talk: Talk, message: Message, ear: Ear) -> str:
    """The response to more of an emergency; to who wants to die it goes on naming the line that listens."""
    draft = talk.draft
    told_so = (
        draft is not None and draft.restricted and (draft.kind, draft.urgency) == (UNKNOWN_KIND, "darurat")
    )
    if told_so or category(message, ear) == SUICIDE:
        return "utter_bunuh_diri_ditambahkan"
    return quietly("utter_darurat_ditambahkan", talk.memory.discreet)


def category(message: Message, ear: Ear) -> str:
    danger = ear.danger(message.text) if message.text else None
    return danger.category if danger else ""
