"""Words about the talk itself: a joke, a wrong number, giving up, going on, the end of a danger."""

from __future__ import annotations

import re

from actions.answer_words import is_courteous
from actions.phrases import word_list

_JOKE = re.compile(
    r"\b(ber|be|ke)?canda(an)?\b|\b(cuma|cuman|hanya|cumo) (iseng|nge?tes|tes|becanda|bercanda|coba|main)|"
    r"^\W*iseng\b|\b(prank|ngeprank|boongan|bohongan|boong|bo'?ong)\b|^\W*tapi (bohong|boong)\b|"
    r"\b(becando|begurau|bergurau|gurau)\b",
    re.IGNORECASE,
)
_NO_JOKE = re.compile(r"\b(bukan|dak|tidak|gak|ga|nggak|jangan|serius|beneran)\b", re.IGNORECASE)
_WRONG_NUMBER = re.compile(
    r"\bsalah (nomor|nomer|nmr|no|sambung|pencet|kontak)\b(?! *(hp|plat|rek\w*|wa|polisi|laporan|ny[ao]))|"
    r"\b(salah|nyasar) (kirim|krm|chat|wa|grup|group)\W*"
    r"((pak|bu|maaf|sorry|sori|ya|yo|min|kak|hehe)\W*)*$",
    re.IGNORECASE,
)
_GIVES_UP = re.compile(
    r"^\W*((eh|ah|maaf|ya|yaudah|udah|pak|bu|min|kak)\W+)*(gajadi|gakjadi|dakjadi|batal\w*|cancel\w*|urung|"
    r"(ga|gak|nggak|ngga|tidak|tdk|dak|idak|ndak) (jadi|jd))\b",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\b(2|dua|duo) (hal|kejadian|kasus|laporan|masalah|perkara|peristiwa)\b|"
    r"\b(yang )?pertama\b.{5,}\b(yang )?kedua\b",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(
    r"^\W*((eh|oh|ah|nah)\W+(?=(sam[ao]|dan|plus|jug[ao])\b))?"
    r"((oh|eh|o|nah|ah) ?(iya|ya|iyo)|oiya|oya|sama|samo|terus|trus|trs|dan|juga|jugo|"
    r"(ada|ado) (juga|lagi)|satu lagi|plus|imei|(no|nomor) (hp|rek\w*|rangka|mesin|imei)|warna|mere?k|"
    r"plat|nopol|pelaku\w*|orangny[ao]|ciri\w*|\w+ny[ao])\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(sudah|udah|udh|sdh|dah|lah|la|alhamdulillah)\b( \w+){0,2} "
    r"(padam|aman|pergi|kabur|lari|bubar|selesai|ketemu|pulang|reda|ditangkap|ketangkep|damai|berhenti)\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"^\W*((eh|oh|oh iya)\W+)?(sama|samo|dan|plus|terus|trus)\b(?!\W+(di|ke)\b)", re.IGNORECASE
)
_REMEMBERS = re.compile(
    r"\b((baru|br) (inget|ingat|keinget|teringat)|"
    r"(lupa|lupo) (bilang|ngomong|nyebut\w*|sebut\w*|cerit[ao]|ngasih tau|kasih tau|nulis|nambah\w*)|"
    r"ketinggalan (tadi|cerita\w*|info\w*))\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"^\W*(dia|dio|mereka|suami|istri|laki|bini|pelaku\w*|orang\w*|wong\w*|maling\w*)\b(\W+\w+){1,6}\W*$",
    re.IGNORECASE,
)


def takes_back(text: str) -> bool:
    """Whether somebody says that what they told was a joke, or meant for somebody else."""
    meant = bool(_JOKE.search(text)) and not _NO_JOKE.search(text)
    return (meant or wrong_number(text)) and len(word_list(text)) <= 8


def wrong_number(text: str) -> bool:
    """Whether a message says that it was meant for somebody else."""
    return bool(_WRONG_NUMBER.search(text)) and not re.search(r"\d", text)


def gives_up(text: str) -> bool:
    """Whether a short message says that nothing is to be sent ("gajadi deh pak")."""
    return bool(_GIVES_UP.match(text)) and len(word_list(text)) <= 7


def tells_two(text: str) -> bool:
    """Whether a message says that it holds two incidents."""
    return bool(_TWO.search(text))


def goes_on(text: str) -> bool:
    """Whether a message goes on where the one before stopped: "sama dompetnya …", "oh iya, …"."""
    return bool(_GOES_ON.match(text))


def tells_end(text: str) -> bool:
    """Whether somebody says that a danger is over: "udah padam pak"."""
    return bool(_OVER.search(text)) and len(word_list(text)) <= 12


def adds(text: str) -> bool:
    """Whether something is added to what was told: "eh sama kompor juga"."""
    return bool(_ADDS.match(text)) and len(word_list(text)) >= 3


def remembers(text: str) -> bool:
    """Whether something is told that was forgotten before."""
    return bool(_REMEMBERS.search(text))


def tells_of_them(text: str) -> bool:
    """ "Dia sudah pergi" tells of somebody else, and says no goodbye."""
    return bool(_THEM.match(text)) and not is_courteous(text)
