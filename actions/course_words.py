"""Words about the talk itself: a joke, a wrong number, giving up, going on, the end of a danger."""

from __future__ import annotations

import re

from actions.answer_words import is_courteous
from actions.phrases import word_list, word_set

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
    r"^\W*((pak|bu|kak|min|bang|mang)\W+)*((eh|oh|ah|nah)\W+(?=(sam[ao]|dan|plus|jug[ao])\b))?"
    r"((oh|eh|o|nah|ah) ?(iya|ya|iyo)|oiya|oya|sama|samo|terus|trus|trs|dan|juga|jugo|"
    r"(ada|ado) (juga|lagi)|satu lagi|ternyat[ao]|rupany[ao]|plus|imei|"
    r"(no|nomor) (hp|rek\w*|rangka|mesin|imei)|warna|mere?k|"
    r"plat|nopol|pelaku\w*|orangny[ao]|ciri\w*|\w+ny[ao])\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(sudah|udah|udh|sdh|dah|lah|la|alhamdulillah)\b( \w+){0,2} "
    r"(padam|aman|pergi|kabur|lari|bubar|selesai|ketemu|pulang|reda|ditangkap|ketangkep|damai|berhenti|"
    r"dievakuasi|tertolong|ditolong|dijemput|surut|"
    r"(di)?bawa (ambulan\w*|rs|rumah sakit|igd|puskesmas|polisi))\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"^\W*((eh|oh|oh iya)\W+)?(sama|samo|dan|plus|terus|trus)\b(?!\W+(di|ke)\b)", re.IGNORECASE
)
_REMEMBERS = re.compile(
    r"^\W*(oh? ?iya|oiya|oya|oh ya)\b(?=.{6})|"
    r"\b((baru|br) (inget|ingat|keinget|teringat)|"
    r"(lupa|lupo) (bilang|ngomong|nyebut\w*|sebut\w*|cerit[ao]|ngasih tau|kasih tau|nulis|nambah\w*)|"
    r"ketinggalan (tadi|cerita\w*|info\w*))\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(sudah|udah|udh|sdh|dah|pernah|kemarin|kemaren|kmrn|tadi|dulu)\b( \w+){0,3} (me|nge|"
    r"di)?lapor(kan|ke|in)?\b|"
    r"\b(me|nge)?lapor(an)?\b( \w+){0,2} (kemarin|kemaren|kmrn|dulu|tadi|yang lalu|yg lalu|"
    r"minggu lalu|bulan lalu|"
    r"tempo hari|hari lalu)\b",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"\b(mau|mo|nak|ingin|pengen|pingin|hendak|izin|ijin|mohon|bisa|bs)\b( \w+){0,2} (me|nge)?lapor",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(r"\b(di)?(tanggap|respon|tindak|proses|gubris|layan|hirau)\w*", re.IGNORECASE)
_HOW_LONG = re.compile(
    r"\b(berapa|brp|brapa|berapo|brpa) (lama\w*|lamo\w*|hari|jam)\b|"
    r"\bkapan\b.{0,20}\b(di)?(proses|tindak|respon|tanggap|tangan|balas|hubung|periksa|kabar)\w*|"
    r"\b(lama|lamo) (ga|gak|dak|idak|tidak|nggak|ngga|kah)\b|\bhow long\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\bsurat( keterangan| ket)? (ke)?(hilang|ilang)\w*|\bsktlk\b", re.IGNORECASE)
_WAIT = re.compile(
    r"^\W*((eh|oh|oke|ok|iya|ya|pak|bu|kak|min|maaf)\W+)*(se)?(bentar|bntr|btr|bntar|tunggu|tgu|wait)\b"
    r"|\b(tunggu|tungguin) (dulu|sebentar|bentar)\b",
    re.IGNORECASE,
)
_HEART_WORDS = word_set(
    "kak ka kakak pak bu min bang mang mas mbak aku saya sy gw gue mau pengen pingin ingin nak "
    "numpang boleh blh bisa bs biso "
    "curhat cerita becerito bercerita cerito dikit sedikit sebentar bentar dulu ga gak dak tidak ya "
    "dong nih halo hai malam pagi "
    "siang sore selamat assalamualaikum permisi maaf"
)
_HEART = re.compile(
    r"\b(boleh|blh|bisa|bs|mau|pengen|pingin|ingin|nak|numpang)\b.{0,12}\b(curhat|cerita|becerito|bercerita|cerito)\b|"
    r"\b(curhat|cerita|cerito)\b.{0,8}\b(boleh|blh|bisa|bs|biso)\b",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\b(cara\w*|gimana|gmn|bagaimana|syarat\w*|ke ?mana|di ?mana|berapa|cak mano)\b", re.IGNORECASE
)
_COST = re.compile(
    r"\b(bayar\w*|byr|biaya\w*|biayo\w*|gratis\w*|tarif\w*|ongkos\w*|dipungut|berbayar|free|pay|fee)\b",
    re.IGNORECASE,
)
_ASKS_COST = re.compile(
    r"\?|\b(ga|gak|dak|idak|tidak|nggak|ngga|kah|berapa|brp|berapo|apa|apo|kan|ya)\b", re.IGNORECASE
)
_PAPERS = re.compile(r"\b(sim|skck|stnk|bpkb|tilang|pajak|samsat|paspor|ktp)\b", re.IGNORECASE)
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


def speaks_of_earlier(text: str) -> bool:
    """Whether a short message speaks of a report that was made before, and wants to make none."""
    earlier = _EARLIER.search(text) and not _NEW.search(text) and not _UNANSWERED.search(text)
    return bool(earlier) and len(word_list(text)) <= 14


def asks_how_long(text: str) -> bool:
    """Whether somebody asks how long the handling takes."""
    return bool(_HOW_LONG.search(text)) and len(word_list(text)) <= 12


def wants_letter(text: str) -> bool:
    """Whether somebody needs the paper that says that something was lost."""
    return bool(_LETTER.search(text))


def asks_to_wait(text: str) -> bool:
    """ "Eh bentar ya, tanya bendahara dulu" asks for time, and answers nothing."""
    return bool(_WAIT.search(text)) and len(word_list(text)) <= 8


def wants_to_talk(text: str) -> bool:
    """Whether somebody asks to be heard, and has told nothing yet: "kak mau curhat boleh?"."""
    return bool(_HEART.search(text)) and all(word in _HEART_WORDS for word in word_list(text))


def asks_way(text: str) -> bool:
    """Whether somebody asks how or where something is done, and tells nothing by it."""
    return bool(_WAY.search(text))


def asks_cost(text: str) -> bool:
    """Whether somebody asks what reporting costs; papers have prices of their own."""
    asked = _COST.search(text) and _ASKS_COST.search(text) and not _PAPERS.search(text)
    return bool(asked) and len(word_list(text)) <= 12
