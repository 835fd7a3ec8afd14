"""What kind of utterance a message is, as far as words can tell: an opening, a question, a story, a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from banpol.language.kinds import OTHER, Kind, KindGuess
from banpol.language.lexicon import lexicon
from banpol.language.reading import Reading


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that say that somebody wants to report, ask or add, and nothing about what happened.
_OPENING = word_set(
    "mau mo mw nak ingin pengen pingin hendak ijin izin mohon minta tolong bisa boleh pacak saya sy "
    "aku gue gw kami kito lapor melapor melaporkan laporan ngelapor ngelaporke ngelaporin laporin "
    "laporkan dilaporkan mengadu ngadu mengadukan pengaduan aduan buat bikin membuat baru lagi lain "
    "satu sebuah suatu sesuatu kejadian peristiwa kasus ada ado yang yg hal pak bu ibu bapak min "
    "kak bang mang komandan pakcik dong nih ya yo deh aja bae saja untuk ke di dan polisi halo hai "
    "hi selamat pagi siang sore malam assalamualaikum permisi tambah menambah nambah nambahin "
    "tambahan menambahkan tambahkan info informasi keterangan bukti kemarin tadi soal sekarang "
    "segera komplain keluhan mengeluh protes layanan pelayanan anggota petugas oknum terkait "
    "tentang dengan via lewat wa saran masukan kritik usul kasih memberi beri lanjut lanjutkan"
)
_HESITATION = word_set(
    "tapi tp tpi malu takut takot tkt bingung ragu gugup sebenarnya cuma mulai dari mana harus "
    "gimana ga tau tahu "
    "nian banget sekali sih agak sm sama keluarga"
)
_QUESTION_HEAD = re.compile(
    r"^(apa|apakah|bagaimana|gimana|gmn|cak mano|berapa|berapo|kapan|kenapa|ngapo|mengapa|siapa|siapo|"
    r"bisa|bisakah|pacak|dimana|di mana)\b"
)
_WISH = re.compile(
    r"\b(mau|minta|tolong|bisa|hubung\w*|bicara|ngomong|sambung\w*|panggil\w*|apa|apakah|mana|"
    r"mano|berapa|berapo|"
    r"gimana|bagaimana|siapa|kapan|kenapa|cek|saran|lihat|robot|bot|buka|tutup)\b|^\W*petugas\W*$",
    re.IGNORECASE,
)
_ANONYMOUS = re.compile(
    r"\banonim|\btanpa nam[ao]|\bjangan (di)?sebut\w* nam[ao]|\brahasiakan nam[ao]|"
    r"\b(tidak|dak|gak|ga|jangan|nggak|tdk) (usah |mau |nak )?(pakai|pake|sebut\w*|menyebut\w*) nam[ao]|"
    r"\b(jangan|(tidak|dak|gak|ga|nggak|ngga|tdk|ndak|idak) (usah|perlu|mau)|gausah|gaperlu|dakusah|gamau)"
    r"( (pakai|pake|kasih|kasi|(di)?bawa(2| ?-? ?bawa)?|catat|cantum\w*|tulis|libat\w*|"
    r"sebut\w*))?( tau| tahu)? "
    r"(nam[ao]|identitas)|"
    r"\b(nam[ao]|identitas)( \w+)? (jangan|dak usah|tidak usah|gak usah|ga usah|(tolong )?dirahasia\w+)|"
    r"\brahasia(kan|ke) (nam[ao]|identitas)|"
    r"\bjangan (di)?(sebut|bilang|kasih tau|kasih tahu|ngomong|omong)\w*( kalo| kalau| bahwa| dari)? "
    r"(saya|aku|sy|aq)\b"
)
_RECURS = re.compile(r"\b(tiap|setiap|saban|sering|selalu|biasanya|berkali|terus menerus)\b", re.IGNORECASE)
_EVERY = re.compile(r"\b(tiap|setiap|saban)\b", re.IGNORECASE)
_HABIT = re.compile(
    r"\b(?:(?:hampir )?(?:tiap|setiap|saban)|biasany[ao]|biasa|sering(?:ny[ao])?|selalu|rutin)\b"
    r"(?:\W+(?:hari|malam|malem|pagi|siang|sore|minggu|sekitar|skitar|kira|pas|di|pada|antara|dari|mulai|itu))*\W*$",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(ulang\w*|mulai (lagi|ulang|dari)|dari awal|reset|restart)\b")
_RESUME = re.compile(r"\b(lanjut\w*|terus(kan|ke|in)|sambung\w*)\b")
_WORD = re.compile(r"[^\W\d_]+")
_NAME_LEAD = re.compile(
    r"^(iya|ya|ok|oke|baik|boleh)?[ ,]*"
    r"(nama\w*|namo\w*|panggil\w*|atas nama|an\.?|ini|dengan|saya|aku|sy|gue)\b"
    r"( (saya|aku|sy|lengkap|panggilan|adalah|ialah|itu|bae|saja|aja))*[ :,]*",
    re.IGNORECASE,
)
# A name within a story ends where the story goes on.
_TOLD_NAME = re.compile(
    r"\b(?:nam[ao] (?:lengkap )?(?:saya|sy|aku|ku|gue|gw)|perkenalkan,? (?:saya|nam[ao] saya)|"
    r"(?:saya|sy|aku) (?:ber)?nam[ao]|atas nama(?= saya)|my name is)\b(?: (?:adalah|ialah|itu|yaitu))?[ :,]*"
    r"(?P<name>[^\W\d_][^\W\d_'.]*(?: [^\W\d_][^\W\d_'.]*){0,2})",
    re.IGNORECASE,
)
_TITLED_NAME = re.compile(
    r"\b(?:ini|dengan|dgn|saya|sy|aku)(?: dengan)? (?P<name>(?:pak|bapak|bu|ibu|bik|mang|wak|"
    r"nenek|kakek|nek|kek|ayuk|yuk|mbah|haji|hj)\.? "
    r"(?!saya|sy|aku|kami|rt|rw|lurah|kades|polisi|petugas|min|admin)[^\W\d_]{3,})\b",
    re.IGNORECASE,
)
# "Nama saya dipakai orang" tells no name.
_DEED = re.compile(r"^(di|ter|me|ke|ber|ng|ny)\w{3,}")
_AFTER_NAME = word_set(
    "dari di mau ingin nak hendak umur usia alamat warga tinggal asal selaku sebagai dan yang "
    "yg tadi kemarin "
    "kehilangan kecurian melapor melaporkan lapor ngelapor pak bu min saya sy aku korban from i want was"
)
_NAME_TAIL = re.compile(
    r"(?<=\w{3})\W+(aja|saja|bae|ajo|be)(\W+(tulis|catat|tulisnya|panggil|dulu|pak|bu|kak|min|mang))*\W*$",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(
    r"^\W*((oh iya|pak|bu|maaf)\W+)*nam[ao] (lengkap )?(saya|sy|aku|gue|gw)\b", re.IGNORECASE
)
# "Ketua RT 12" calls itself by its office.
_OFFICE = re.compile(r"\b(rt|rw)\W{0,2}\d{1,3}\b", re.IGNORECASE)
_INITIAL = re.compile(r"\b[^\W\d_]\b\.?")
_ABOUT_A_PLACE = re.compile(
    r"^\W*(sekitar\w*|seputar\w*|dekat|deket|parak|arah|naik\w*|turun\w*)\b", re.IGNORECASE
)
_NOT_A_NAME = word_set(
    "ya iya yo tidak tdk gak ga dak bukan kenapa apa siapa kok rahasia buat untuk kapan gimana "
    "bagaimana tolong cepat lapor laporan polisi maaf salah bisa boleh nanti belum sudah siap ok "
    "oke lanjut kirim terima kasih lewati lewat lewatkan lewatin skip next lompat tanpa kosong "
    "kosongkan kosongin nama namo anonim usah jangan nggak ngga enggak kagak ogah emoh dk idak ndak "
    "males malas mau galak perlu ado ada tau tahu entah lupa lupo ah deh dulu aja saja bae petugas "
    "batal menu selesai malu takut bingung sedih marah kesal korban saksi warga pelapor sendiri "
    "jgn jgan tdk gk g dg dgn trauma sakit ragu khawatir cemas capek pusing polos cuma hanya ingin "
    "di ke dari yang sama masih msh lagi sedang sdg "
    "karena soalnya gamau gakmau gaperlu gausah gakusah dakusah sebut nyebut sebutin kasih kasi tulis nulis"
)


_ENGLISH = word_set(
    "i my me the is are was were a an and help please hello need want report stolen lost robbed someone "
    "police from to in at of with this that have has been speak english can you do not he she they it "
    "wallet phone"
)
_CHAIN = re.compile(
    r"\b(sebarkan|sebar luaskan|sebarluaskan|viralkan|teruskan|forward|share) "
    r"(ke|kepada|pesan|info|sebanyak)|\bpesan berantai\b|\bkirim(kan)? ke \d+ (orang|teman|grup)",
    re.IGNORECASE,
)


def is_english(text: str) -> bool:
    """Whether the words are mostly English ones."""
    words = word_list(text)
    return len(words) >= 2 and 5 * sum(word in _ENGLISH for word in words) >= 2 * len(words)


def is_chain_letter(text: str) -> bool:
    """Whether a text asks to be passed on to many."""
    return bool(_CHAIN.search(text))


def word_list(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def content_words(text: str) -> list[str]:
    """The words that say more than "I want to report"."""
    return [word for word in word_list(text) if word not in _OPENING]


def only_hesitates(text: str) -> bool:
    """ "Mau lapor tapi malu" tells no incident."""
    return all(word in _HESITATION for word in content_words(text))


def is_question(text: str) -> bool:
    head = text.strip().lower()
    return head.endswith("?") or bool(_QUESTION_HEAD.match(head))


def asks_or_wishes(text: str) -> bool:
    """Whether a text asks for something, be it information, a person or a deed."""
    return is_question(text) or bool(_WISH.search(text))


def wants_no_name(text: str) -> bool:
    return bool(_ANONYMOUS.search(text.lower()))


def recurs(text: str) -> bool:
    """Whether something happens again and again, so that no single time can be named."""
    return bool(_RECURS.search(text))


def recurring(text: str, span: tuple[int, int]) -> str:
    """The words of a recurring time whose hour or day stands there ("tiap malam jam 11"), else empty."""
    habit = _HABIT.search(text[: span[0]])
    start = habit.start() if habit else span[0]
    within = _EVERY.search(text[span[0] : span[1]])  # "jam 3 pagi tiap malem sabtu"
    return " ".join(text[start : span[1]].split()) if habit or within else ""


def wants_again(text: str) -> bool:
    """Whether somebody who cancels wants to begin anew."""
    return bool(_AGAIN.search(text.lower()))


def wants_back(text: str) -> bool:
    """Whether somebody wants to go on with what was left."""
    return bool(_RESUME.search(text.lower()))


def wants_to_report(text: str) -> bool:
    """Whether it speaks of reporting: "mau lapor penipuan" is an opening, "saya ditipu" a story."""
    return bool(re.search(r"\b(me|nge)?(lapor|adu|komplain)\w*", text.lower()))


def wants_new(text: str) -> bool:
    return "baru" in word_list(text) and not content_words(text)


def strong_kinds(plain_text: str, kinds: Mapping[str, Kind]) -> list[str]:
    """Kinds whose own words stand in the text, in the order of the table."""
    padded = f" {plain_text.lower()} "
    words = {name: (*kind.strong_words, kind.label.lower()) for name, kind in kinds.items()}
    return [name for name, own in words.items() if _has_any(padded, own)]


def kinds_by_name(plain_text: str, kinds: Mapping[str, Kind]) -> list[str]:
    """Kinds called by their name or the first word of it ("kehilangan"), whole names first."""
    said = plain_text.lower()
    words = word_list(said)
    whole = [
        name for name, kind in kinds.items() if kind.label.lower() in said or name.replace("_", " ") in said
    ]
    exact = [name for name in whole if name in words or kinds[name].label.lower() == said.strip()]
    # "Pencurian dengan kekerasan" is not meant as "pencurian"; a label's examples in brackets are not said.
    short = {name: kind.label.lower().split(" (")[0] for name, kind in kinds.items()}
    labels = sorted((name for name in kinds if short[name] in said), key=lambda name: -len(short[name]))
    return [*labels, *exact, *whole, *(name for name in kinds if name.split("_")[0] in words)]


def _has_any(padded: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in padded for word in words)


def facts(reading: Reading) -> int:
    """How many kinds of facts rules found: the more, the likelier it is a story."""
    labels = {entity.entity for entity in reading.entities} - {"nomor_laporan"}
    found = (reading.time, reading.place, reading.money, reading.plates, reading.phones)
    return max(len(labels), sum(bool(one) for one in found))


def tells_a_story(text: str, reading: Reading, guess: KindGuess, kinds: list[str]) -> bool:
    """Whether a message tells what happened, whatever intent it was taken for.

    `kinds` are those whose own words stand in it. A question about the service is no story.
    """
    if len(content_words(text)) < 3 or text.strip().endswith("?"):
        return False
    sure = guess.kind != OTHER and guess.confidence >= 0.5
    return bool(kinds) or facts(reading) >= 2 or (sure and len(content_words(text)) >= 4)


def makes_sense(text: str) -> bool:
    """Not keyboard noise: enough words with vowels, and not one letter over and over."""
    words = word_list(text)
    return 2 * sum(_sounds(word) for word in words) > len(words)


def _sounds(word: str) -> bool:
    return len(set(word)) > 1 and (len(word) <= 4 or bool(re.search(r"[aiueo]", word))) and not _noise(word)


def _noise(word: str) -> bool:
    return bool(re.search(r"[^aiueo\W]{5,}|(.)\1{3,}|asdf|qwer|zxcv|hjkl|wkwk|haha|hihi|xixi", word))


def introduces(text: str) -> bool:
    """ "Nama saya …" says itself that a name follows."""
    return bool(re.match(r"^\W*(nama\w*|namo\w*|panggil\w*|atas nama)\b", text.strip(), re.IGNORECASE))


def told_name(text: str) -> str | None:
    """The reporter's name where a story tells it: "nama saya Hendra dari Kertapati", "ini nenek Rokiah"."""
    found = _TOLD_NAME.search(text) or _TITLED_NAME.search(text)
    if not found:
        return None
    told = found["name"].split()
    title = int(found.re is _TITLED_NAME)
    stops = (at for at, word in enumerate(told) if at >= title and word.lower() in _AFTER_NAME | _NOT_A_NAME)
    ends = next(stops, len(told))
    words, after = told[:ends], text[found.end() :].strip()
    open_end = ends == len(told) and after[:1].isalpha() and not _goes_on_after_name(after)
    ordinary = title and any(is_ordinary(word) for word in words[1:])
    if (
        len(words) <= title
        or open_end
        or ordinary
        or any(word.islower() and _DEED.match(word) for word in words)
    ):
        return None
    return find_name(" ".join(words))


def is_ordinary(word: str) -> bool:
    """Whether a word is one of the language, so that "ini pak lokasinya" and "saya ibu kos" name nobody."""
    bare = re.sub(r"(ny[ao]|ku|mu)$", "", word.lower())
    return bare in lexicon().known or word.lower().endswith(("nya", "nyo"))


def _goes_on_after_name(after: str) -> bool:
    return after.split()[0].lower().strip(".,") in _AFTER_NAME


def says_own_name(text: str) -> bool:
    """ "Nama saya …": the reporter's own, while "namanya …" is somebody else's."""
    return bool(_OWN_NAME.match(text))


def _one_answer(text: str) -> str:
    """The first line, and of "Pak Suryadi, boleh dihubungi kapan saja" what stands before the comma."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    first, comma, rest = line.partition(",")
    return first if comma and len(word_list(rest)) >= 2 and 1 <= len(first.split()) <= 5 else line


def find_name(text: str) -> str | None:
    """The name that an answer to "who are you?" gives, None when it is none."""
    line = _one_answer(text)
    bare = _NAME_TAIL.sub("", _NAME_LEAD.sub("", line, count=1)).strip(" .,!")
    words = bare.split()
    digits = re.search(r"[\d?/@:<>{}=]", _OFFICE.sub("", bare))
    if not 1 <= len(words) <= 5 or digits or len(bare) > 60:
        return None
    lower = [word.lower().strip(".,") for word in words]
    if (
        any(word in _NOT_A_NAME for word in lower)
        or is_question(line)
        or _ABOUT_A_PLACE.match(line)
        or not makes_sense(_OFFICE.sub("", _INITIAL.sub("", bare)))
    ):
        return None
    return bare
