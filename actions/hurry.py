"""Who wants to send now is not kept with questions that may stay open: the summary comes next."""

from __future__ import annotations

import re

from actions import phrases
from actions.listening import SKIPPED, Hearing
from actions.talk import Talk

MAY_STAY_OPEN = ("orang", "kerugian", "bukti", "nama", "boleh_dihubungi")
_SEND = re.compile(r"^(kirim(kan|in|lah|ke)?|krm|send)$")
# Asked for a photo, "iya kirim" may promise one; these words mean the report.
_AS_IT_IS = phrases.word_set("aja saja ae bae be langsung laporan laporannya laporannyo itu cukup segitu")
_BESIDE = _AS_IT_IS | phrases.word_set(
    "lah deh dong yo yok ya iya iyo y ok oke okeh sip sudah udah udh sdh dah la sekarang skrg cepat cepet "
    "cpt semua semuanya gitu tolong tlg pak bu bapak ibu bang kak min mang terima kasih makasih"
)


def send_now(h: Hearing) -> Talk | None:
    """The talk with everything that may stay open left open, None for whoever does not ask to send."""
    words = phrases.word_list(h.message.text)
    if h.requested not in MAY_STAY_OPEN or h.talk.memory.editing or not asks_to_send(words):
        return None
    if h.requested == "bukti" and not _AS_IT_IS.intersection(words):
        return None
    left = {slot: SKIPPED for slot in MAY_STAY_OPEN if slot not in h.talk.said}
    if "nama" in left:
        left["kerahasiaan"] = "rahasia"
    return h.talk.saying(**left)


def asks_to_send(words: list[str]) -> bool:
    """ "Udah itu aja, kirim" and nothing else beside it."""
    return any(map(_SEND.match, words)) and all(_SEND.match(word) or word in _BESIDE for word in words)
