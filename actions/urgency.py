"""Whether somebody is in danger now, by intent and by words together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from actions import answer_words
from actions.message import Ear, Message
from actions.talk import Talk
from banpol.language.kinds import KindGuess
from banpol.register.draft import UNKNOWN_KIND, Moment

SUICIDE = "bunuh_diri"
UNSAFE = "tidak_aman"
HURT = "terluka"
_VICTIMS = frozenset({"korban", "banyak", "orang", "puluhan", "ratusan"})
_FRAUDS = frozenset({"penipuan", "penipuan_online", "penggelapan"})
_ARMED = frozenset({"senjata", "maling_di_rumah", "penculikan"})
_BY_PEOPLE = _ARMED | {"kekerasan_berlangsung"}
_VIOLENT_KINDS = frozenset(
    {
        "pencurian_kekerasan",
        "tawuran",
        "penganiayaan",
        "kdrt",
        "pengancaman",
        "premanisme",
        "kekerasan_seksual",
    }
)
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


SURE_ENOUGH = 0.4
OVER = timedelta(hours=1)
_NOW = re.compile(r"\b(masih|msh|masi|sekarang|skrg|skr|lagi|balik|datang|dateng|balek)\b", re.IGNORECASE)
_OUT_OF_REACH = re.compile(
    r"^\W*((sekarang|skrg|kalo sekarang) )?(dia|dio|suami\w*|laki( aku)?|bapak\w*|ayah\w*) "
    r"((lagi|lg|sedang|sdg|masih|msh|sudah|udah|udh|lah) )?"
    r"(tidur|tiduk|kerja|begawe|ga di rumah|dak di rumah)"
    r"( (sekarang|skrg|skr|pak|bu|kak|min|kok))*\W*$",
    re.IGNORECASE,
)
_CRY = re.compile(r"\b(tolong|tulung|tlg|help|sos|darurat)\b", re.IGNORECASE)
_CRY_LAST = re.compile(
    r"\b(tolong|tulung|tlg|help|sos)(\W+(pak|bu|bang|kak|min|mang|cepat|cepet|cpt|dong|kami|saya|aku))*\W*$",
    re.I,
)
_PAST = re.compile(
    r"\b(kemarin|kemaren|kmrn|kmaren|semalam|smlm|minggu|bulan|tahun|lalu|dulu)\b", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"\b(teman|temen|kawan|sahabat|adik|adek|kakak|abang|ayuk|anak|suami|istri|bini|laki|ibu|bapak|ayah|mamak|pacar|tetangga|"
    r"tetanggo|sepupu|keponakan|murid|siswa|orang|wong|seseorang|dia|dio|cewek|cowok)\b(?!.{0,30}\b(tinggalin|ninggalin|jahat))",
    re.IGNORECASE,
)
_ABOUT_SELF = re.compile(
    r"^\W*((pak|bu|kak|bang|min|mang|tolong)\W+)*(saya|sy|aku|aq|gw|gue)\b"
    r"(?!\W+(takut|khawatir|kuatir|liat|lihat|punya|punyo|dengar|denger|dapat|dpt|baca))",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(makasih|mksh|trims|terima kasih|thanks|tq|thx)\b", re.IGNORECASE)
FEW_WORDS = 3
# Kinds of which a told story is past and bloodless, unless its words say that somebody is there still.
_CALM_KINDS = frozenset(
    {"penipuan", "penipuan_online", "penggelapan", "kehilangan_barang", "pencurian", "pelayanan_polri"}
)
SURE_OF_CALM = 0.8
# Noise, races and jams go on while they are told; the word lists find what is dangerous about them.
_LOUD_KINDS = frozenset({"gangguan_kamtibmas", "kemacetan", "balap_liar", "perjudian", "illegal_drilling"})
_PLANNED = re.compile(r"\b(besok|bsk|besuk|isuk|lusa|minggu depan|janjian|rencana\w*)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(sekarang|skrg|skrang|lagi|sedang|udah|sudah|lah|mulai|tolong|cepat)\b", re.IGNORECASE)
_STILL = re.compile(
    r"\b(masih|msh|masi|(?<!ada )lagi|balik|datang|dateng|kejar|dikejar|ngejar|takut|darah\w*|luka\w*|"
    r"senjata|pisau|parang|pistol|teriak\w*|ngamuk|maling\w*|pelaku\w*|dia|dio|mereka|orang|wong|uwong|suara|sembunyi|ngumpet)\b",
    re.IGNORECASE,
)
# "Petugasnya cepat datang" praises, and "kirim cepat pak" agrees.
_HURRY = frozenset({"cepat", "cepet", "segera", "datang", "pak", "kirim", "polisi", "petugas"})


def is_urgent(message: Message, ear: Ear, *, answering: bool = False, expected: bool = False) -> bool:
    """Danger words decide; the intent decides where they find nothing.

    `expected`: the message is what was asked for, so that mere likeness to a cry for help does not count."""
    if _THANKS.search(message.text) and answer_words.is_polite(message.text):
        return False  # "oke makasih, tolong cepat ya" hopes for a quick hand, and cries for none
    danger = ear.danger(message.text) if message.text else None
    plain = expected and not cries(message.text)
    if danger and not (plain and _HURRY.issuperset(danger.words)):
        return danger.now or _cries_now(message)
    if plain:
        return False
    if message.intent != "darurat" or is_only_polite(message):
        return False
    if answer_words.dreads(message.text):
        return False
    sure = message.confidence >= SURE_IN_ANSWER and not answer_words.only_tells_when(message.text)
    return sure if answering else True


def is_out_of_reach(text: str) -> bool:
    """ "Dia lagi tidur sekarang": who is feared can do nothing just now, and what was told goes on."""
    return bool(_OUT_OF_REACH.match(text)) and not cries(text)


def is_past_culprit(text: str, moment: Moment | None, now: datetime) -> bool:
    """ "Pelakunya 4 orang bawa celurit" describes what is over an hour ago, unless somebody came back."""
    over = moment is not None and moment.end is not None and now - moment.end > OVER
    return over and answer_words.tells_culprit(text) and not (cries(text) or _NOW.search(text))


def cries(text: str) -> bool:
    """Whether a word that calls for help stands in a text."""
    return bool(_CRY.search(text))


def _cries_now(message: Message) -> bool:
    """A cry at the end of what the guesser takes for danger tells of now, unless a past day stands in it."""
    cries = bool(_CRY_LAST.search(message.text)) and not _PAST.search(message.text)
    return message.intent == "darurat" and cries


def is_only_polite(message: Message) -> bool:
    """ "Maaf ya pak" resembles a cry for help, and holds no word of one."""
    return answer_words.is_polite(message.text) and not cries(message.text)


def is_calm_story(message: Message, ear: Ear, guess: KindGuess) -> bool:
    """Whether a loss is told that is surely over: many victims of a fraud lie in no blood."""
    if guess.kind == "tawuran" and guess.confidence >= SURE_OF_CALM and _PLANNED.search(message.text):
        return not _NOW.search(message.text)  # a brawl of tomorrow is read today, and nobody bleeds yet
    calm = guess.kind in _CALM_KINDS | _LOUD_KINDS and guess.confidence >= SURE_OF_CALM
    if not calm or cries(message.text):
        return False
    danger = ear.danger(message.text)
    if danger and danger.now:
        # A word list cannot tell those who lost money from those who bleed.
        return danger.category == HURT and set(danger.words) <= _VICTIMS and guess.kind in _FRAUDS
    return guess.kind in _LOUD_KINDS or not _STILL.search(message.text)


def is_unsafe_to_type(message: Message, ear: Ear) -> bool:
    """Whether the writer says that typing or speaking is not safe."""
    return category(message, ear) == UNSAFE


def quietly(response: str, discreet: bool) -> str:
    """The short and neutral form of a response, for a screen that the wrong person may see."""
    return _QUIET[response] if discreet else response


def advice(talk: Talk, message: Message, ear: Ear) -> str:
    """The response that says how to stay safe from this danger; "do not fight" is for danger from people."""
    danger = category(message, ear)
    hazard = ear.hazard(message.text)
    hazard = "" if danger in _ARMED and hazard != "benda" else hazard
    violent = danger in _BY_PEOPLE or talk.report.kind in _VIOLENT_KINDS
    return f"utter_nasihat_{hazard or ('lawan' if violent else 'umum')}"


def tells_of_another(text: str) -> bool:
    """Whether it is somebody else whose life is in danger: "teman saya mau bunuh diri"."""
    return bool(_ANOTHER.search(text)) and not _ABOUT_SELF.match(text)


def as_past_story(message: Message, urgent: bool) -> Message:
    """A danger that is over is a report like any other, although it sounds like an emergency."""
    if message.intent != "darurat" or urgent:
        return message
    return replace(message, intent=_second_thought(message) if is_only_polite(message) else "lapor_kejadian")


def _second_thought(message: Message) -> str:
    """What else the classifier of intents held for likely."""
    others = ((name, chance) for name, chance in message.ranking if name != "darurat")
    return next((name for name, chance in others if chance >= SURE_ENOUGH), "nlu_fallback")


def wants_to_die(talk: Talk) -> bool:
    """Whether the emergency under way is somebody's own life."""
    draft = talk.draft
    return draft is not None and draft.restricted and (draft.kind, draft.urgency) == (UNKNOWN_KIND, "darurat")


def adding(talk: Talk, message: Message, ear: Ear) -> str:
    """The response to more of an emergency; to who wants to die it goes on naming the line that listens."""
    if wants_to_die(talk) or category(message, ear) == SUICIDE:
        return "utter_bunuh_diri_ditambahkan"
    return quietly("utter_darurat_ditambahkan", talk.memory.discreet)


def category(message: Message, ear: Ear) -> str:
    danger = ear.danger(message.text) if message.text else None
    return danger.category if danger else ""
