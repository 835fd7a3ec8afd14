"""Questions with a shorter answer than their intent gives: the cost, the time, who writes the loss letter."""

from __future__ import annotations

from actions import course_words
from actions.listening import Hearing
from actions.phrases import word_set

HOW_LONG, COST, LETTER = "utter_lama_penanganan", "utter_biaya", "utter_catat_surat"
# Where a question of these is understood, its own answer would be long and beside the point.
_LONG_ANSWERS = word_set(
    "tanya_cara_lapor tanya_privasi tanya_bot tanya_kanal nlu_fallback di_luar_topik menu"
)


def side_reply(h: Hearing) -> str:
    """The response to such a question, empty where the rule of its intent answers."""
    if h.message.intent not in _LONG_ANSWERS:
        return ""
    if course_words.asks_cost(h.message.text):
        return COST
    if course_words.wants_letter(h.message.text):
        return LETTER
    return HOW_LONG if course_words.asks_how_long(h.message.text) else ""
