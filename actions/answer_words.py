"""Words that answer or turn aside one particular question: yes, no call, evidence, a joke, a person."""

from __future__ import annotations

import re

from actions.phrases import is_ordinary, word_list, word_set
from actions.place_words import names_spot

_TITLE = re.compile(
    r"^\W*(pak|bapak|bu|ibu|mang|bik|bibi|yuk|ayuk|cek|cik|mbak|mas|kak|kakak|bang|haji|h|hj|"
    r"hajah|wak|nyai|tante|om)"
    r"\W+(?!polisi|petugas|admin|min\b|pol\b|kapol)[^\W\d_]{2,}(\W+[^\W\d_]+)?\W*$",
    re.IGNORECASE,
)
_WHEN = word_set(
    "sekarang masih sampai sampe hingga saat detik menit ini itu tadi td barusan baru aja saja bae lagi "
    "berlangsung malam malem pagi siang sore subuh hari kemarin kemaren lalu jam pukul sejak dari "
    "terus pak bu min"
)
_NONE = re.compile(
    r"^\W*(maaf,? )?(tidak|tdk|gak|ga|nggak|ngga|dak|idak|ndak|katek|kate|dakdo|dakado|"
    r"dakkate|belum|blm|lum|nihil|no|none|kosong)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"^\W*((iya|iyo|ya|oh) )?(ada|ado|adalah|punya|punyo)( (kok|sih|nih|tu|itu|semua|semuanya))?"
    r"(\W+(pak|bu|kak|min|bang|mang|ndan))*\W*$",
    re.IGNORECASE,
)
_IN_VOICE = re.compile(
    r"\b(di|d|lewat|dalam|pake|pakai) (vn|voice\w*|suara|pesan suara|rekaman|audio)\b", re.IGNORECASE
)
_SELF = re.compile(r"^\W*((kak|kk|pak|bu|min) )?(aku|saya|sy|gue|gw|kami|kito|kita)\b", re.IGNORECASE)
_AT = re.compile(
    r"\b(di|d|ke|dekat|deket|dkt|parak|depan|samping|sebelah|seberang|belakang|jalan|jln?|lorong|desa|kota|"
    r"kabupaten|kecamatan|warga|orang)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(tapi|tpi|tp|cuma|cuman|cumo|kecuali|hanya)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(nanti|ntar|entar|nanti2|menyusul|nyusul|besok|kagek|belakangan|lain kali)\b", re.I)
_PASSES = re.compile(
    r"^\W*(lewati|lewat|lewatin|lewatkan|skip|next|lanjut|lompat|no|nope|no thanks|none|"
    r"(ga|gak|nggak|ngga|tidak|tdk|dak|idak|ndak) ?(usah|perlu)|gausah|gaperlu|dakusah)"
    r"(\W+(saja|aja|bae|ajo|dulu|deh|dong|pak|bu|kak|min|yang ini|yg ini))*\W*$",
    re.IGNORECASE,
)
_FEARS = re.compile(
    r"\b(takut(ny[ao])?|takot|tkt|ngeri|khawatir(nya)?|kuatir|cemas)\b.*\b(di?bal[ae]s\w*|dendam|ketahuan|ketauan|dicari\w*|"
    r"diincar|diapa\w*|kenapa\w*|dipersulit|disusahin|dihambat|tau|tahu|diteror|didatang\w*|"
    r"diancam|bermasalah|masalah)\b|"
    r"^\W*(aku|saya|sy|jujur|sebenarnya|sebenernyo)?\W*(takut|tkt|takot)\W*(pak|bu|kak|min|mang|nian|nak|sih)?\W*$",
    re.IGNORECASE,
)
_DREADS = re.compile(
    r"\b(takut|takot|tkt|ngeri|khawatir|kuatir|cemas|malu)\b.*\b(marah\w*|malu|aib|kecewa|dimarah\w*|diusir|"
    r"dibenci|diejek|dibully|omongan|gosip)\b|"
    r"\b(malah|malahan|justru|nanti|ntar|gek) (malah )?(saya|sayo|sy|aku|kami|gw|gue)( \w+)? "
    r"(dicari|dicarinyo|dituduh|disalahkan|disalahke|ditangkap|ditangkep|dipanggil|kena|keno)\b",
    re.IGNORECASE,
)
_POLICE = re.compile(r"\b(polisi\w*|polis|polsek|polres\w*|polda|oknum|anggota|petugas)\b", re.IGNORECASE)
_GREETS_POLICE = re.compile(
    r"^\W*((permisi|halo|hallo|hai|assalam\w*|selamat|pagi|siang|sore|malam|malem|maaf)\W+)*"
    r"(pak|bu|bapak|ibu|bang|mang|om|kak) (polisi|polis)\b",
    re.IGNORECASE,
)
_NAMES_ANOTHER = re.compile(r"^\W*((dia|dio|orangny[ao]|anaknya|pelakunya) )?nam[ao]ny[ao]\b", re.IGNORECASE)
_TREATED = re.compile(
    r"\b(sekarang|skrg|skr|udah|sudah|sdh|lah|dirawat|dibawa|dibawak)\b( \w+){0,3} (di|ke) "
    r"(rs\w*|rumah sakit|igd|ugd|puskesmas|klinik|bidan)\b",
    re.IGNORECASE,
)
# Without "selamat", which is many a man's name.
_OWN_STATE = re.compile(
    r"^\W*(alhamdulillah |untung\w* |syukur\w* )?"
    r"(saya|sayo|sy|aku|ak|kami|kita|kito|gw|gue|anak\w*|istri\w*|suami\w*)\b( \w+){0,3} "
    r"(gpp|gapapa|ga ?papa|gak ?papa|gak apa apa|tidak apa apa|dak apo apo|dak ngapo|lecet|memar|"
    r"luka|luko|lebam|syok|shock|trauma|keseleo|baik baik|baik2)\b",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"\b(jangan|jgn|jan|jgan)\b( \w+){0,2} (dia|dio|suami\w*|istri\w*|bini\w*|laki\w*|mama|"
    r"mamak|mak|ibu|bapak|ayah|papa|"
    r"orang\w*|wong\w*|pelaku\w*|tetangga\w*|keluarga\w*|mereka|bos|atasan|guru\w*|anak\w*|"
    r"mantan\w*|pacar\w*|siapa\w*)"
    r"( \w+){0,2} (tau|tahu|ketahuan|ketauan|dengar|denger|curiga)\b|"
    r"\b(jangan|jgn|jan|jgan) (sampai|sampe|smp|smpe|sampek) "
    r"(tau|tahu|ketahuan|ketauan|bocor|tersebar|kesebar)\b|"
    r"\b(ortu|orang ?tua|mama|papa|mamak|ibu|bapak|ayah|suami|laki|bini|istri|tetangga|keluarga)( \w+)? "
    r"(jangan|jgn|jan|jgan)( sampai| sampe| smp)? (tau|tahu)\b",
    re.IGNORECASE,
)
_WATCHED = re.compile(
    r"\b(dia|dio|suami\w*|istri\w*|bini\w*|laki|pacar\w*|bapak\w*|ayah\w*|mamak\w*|pelaku\w*|"
    r"orangny[ao])\b( \w+){0,3} "
    r"(baca|bacain|buka|cek|ngecek|periksa|meriksa|liat|lihat|pegang|megang|sita|pantau|mantau|"
    r"sadap|nyadap)\w*( \w+){0,2} "
    r"(hp|hape|handphone|ponsel|chat\w*|wa|whatsapp|pesan\w*)\b",
    re.IGNORECASE,
)
_NO_PICTURE = re.compile(
    r"\b(tidak|tdk|gak|ga|nggak|ngga|dak|idak|belum|blm) (bisa|biso|punya|punyo|ada|ado|sempat|"
    r"sempet|berani|pandai|"
    r"pacak|ngerti|ambil|pegang)\b.{0,20}\b(foto\w*|poto\w*|video\w*|vidio\w*|bukti\w*|rekam\w*|kamera\w*|gambar\w*)\b",
    re.IGNORECASE,
)
_ASKS_DATA = re.compile(
    r"\b(minta|mintak|lihat|liat|tampil\w*|tunjuk\w*|salin\w*|kop[iy]\w*|download|unduh|ubah|"
    r"ganti|perbaiki|betulkan|"
    r"hapus|cek|mau tau|mau tahu|punya)\b",
    re.IGNORECASE,
)
_NO_CALL = re.compile(
    r"\b(jangan|tidak|tdk|gak|ga|nggak|ngga|dak|idak|ndak|gausah|gaperlu)\b( \w+){0,2} "
    r"(di)?(telp|telpon|telepon|tlp|tlpn|hubung|kontak|call)\w*",
    re.IGNORECASE,
)
_IN_WRITING = re.compile(
    r"\b(wa|whatsapp|chat|chet|sms|pesan|tulisan)\b ?(aja|saja|bae|ajo|sj|dulu|boleh)\b|"
    r"\b(lewat|via|melalui|pakai|pake|pakek) (wa|whatsapp|chat|sms|pesan)\b|"
    r"\b(boleh|biso|bisa|silakan|silahkan)\b.*\btapi\b|\b(ter)?serah\b|^\W*(bebas|silah?kan|monggo)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"^\W*(jangan|jgn|gausah|dakusah|(ga|gak|nggak|ngga|tidak|tdk|dak|idak) (usah|boleh|mau|perlu))\b",
    re.IGNORECASE,
)
# "Boleh kalau sore" is a yes with a wish, and no time of the incident.
_ALLOWS = re.compile(
    r"^\W*(iya|iyo|ya|yo|boleh|bole|bisa|biso|pacak|silakan|silahkan)\b(?!\W+(jangan|jgn))", re.IGNORECASE
)
_ABUSE = word_set(
    "anjing anjir asu babi bangsat bgst monyet goblok gblk tolol bego bodoh dungu idiot kampret kontol "
    "memek tai setan brengsek bajingan keparat sinting gila jancok ngentot pepek pantek puki lonte"
)
_SHY = re.compile(r"\b(rahasia\w*|takut|malu|privasi)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(kan|kah|ga|gak|nggak|ngga|dak|tidak|apa|gimana|siapa)\W*((pak|bu|ya|min|kak)\W*)*$", re.IGNORECASE
)
_MAY_BE_LEFT_OUT = re.compile(
    r"\b(bisa|bs|boleh|blh|biso)\W+(ga|gak|nggak|ngga|tidak|tdk|dak|idak)?\W*(kalo|kalau|klo|kl|kalu)?\W*"
    r"(ga|gak|nggak|ngga|tidak|tdk|dak|idak|jangan|tanpa)\W+(usah |perlu |pake |pakai )*"
    r"(di ?sebut\w*|sebut\w*|nama\w*|isi\w*|diisi|kasih\w*|tulis\w*|cantum\w*)|"
    r"\b(harus|wajib|mesti)\b.{0,12}\b(nama|isi|diisi|sebut\w*)\b.{0,8}\?",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"\b(foto\w*|photo|poto\w*|gambar\w*|video\w*|vidio\w*|rekaman\w*|cctv|bukti\w*|screenshot\w*|ss|sskan|"
    r"tangkapan|chat\w*|percakapan|struk\w*|kwitansi\w*|kuitansi\w*|resi|nota|saksi\w*|surat\w*|dokumen\w*|"
    r"berkas\w*|visum|bpkb|stnk|transfer\w*|tf|mutasi|link|tautan|suara)\b",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"\b(komplain|keluh\w*|mengeluh\w*|protes|oknum|pelayanan|layanan|propam|anggota|petugas)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^\W*((dia|dio|anaknya|orangnya|pelakunya|korban(nya)?|ciri\w*|adik\w*|kakak\w*) )*"
    r"(umur\w*|usia\w*|namany[ao]|bernam[ao]|rambut\w*|kulit\w*|badan\w*|tinggi\w*|cowok|cewek|lanang|betino|"
    r"laki laki|laki-laki|perempuan|(pak(e|ai)|pakek|memakai|berbaju|berkaos|berjaket|berhelm)( \w+)?)\b|"
    r"^\W*\d{1,2} (tahun|thn|th)\b",
    re.IGNORECASE,
)
_CULPRIT = re.compile(
    r"^\W*(oh iya )?(pelaku\w*|orangny[ao]|wongny[ao]|maling\w*|penjambret\w*|begal\w*|penipu\w*|ciri\w*)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(sudah|udah|udh|sdh|dah|lah|la|ya|y|iya|iyo|yo|benar|bener|betul|cocok|pas|ok|oke|sip|kirim\w*|krm)\b",
    re.IGNORECASE,
)
_YES_WORDS = word_set(
    "sudah udah udh sdh dah lah la ya y iya iyo yo benar bener betul cocok pas ok oke okeh sip semua "
    "semuanya galo pak bu ibu bapak min mang kak kirim kirimkan saja aja bae lanjut lanjutkan terima kasih "
    "makasih mksh trims trimakasih thanks tks "
    "kirimin krm cepat cepet skrg sekarang sekalian "
    "tolong mohon diproses segera dibantu silakan siap itu deh dong sesuai"
)


def has_title(text: str) -> bool:
    """ "Pak Wito" is a name, although it sounds like a greeting."""
    return bool(_TITLE.match(text))


def only_tells_when(text: str) -> bool:
    """ "Sekarang masih" answers the question for the time and cries for nothing."""
    words = word_list(text)
    return bool(words) and all(word in _WHEN for word in words)


_COURTESY = word_set(
    "halo hallo helo hai hay hi hello pagi siang sore malam selamat slmt met assalamualaikum askum ass salam "
    "wassalam permisi misi punten p ping min admin pak bu bapak ibu kak bang mang tes test terima kasih "
    "makasih mksh trims thanks thank you tq dadah dah bye sampai jumpa pamit undur diri"
)


_FEWEST_BESIDE_COURTESY = 2


def says_beside_courtesy(text: str) -> bool:
    """ "Udah dibawa ambulan pak makasih" tells something and thanks for it."""
    told = [
        word for word in word_list(text) if word not in _COURTESY | _YES_WORDS | {"banyak", "ya", "sudah"}
    ]
    return len(told) >= _FEWEST_BESIDE_COURTESY


_SORRY = word_set("maaf maap mohon sori sorry ampun permisi hehe he hihi")


def is_courteous(text: str) -> bool:
    """Whether a greeting, a thank-you or a goodbye stands in it."""
    return any(word in _COURTESY for word in word_list(text))


def is_polite(text: str) -> bool:
    """Whether it is courtesy and a yes at most: "maaf ya pak"."""
    words = word_list(text)
    return bool(words) and all(word in _COURTESY | _YES_WORDS | _SORRY for word in words)


def has_none(text: str) -> bool:
    """Whether a short answer says that there is nothing to show ("katek, takut nak moto")."""
    none = _NONE.match(text) or _NO_PICTURE.search(text)
    return bool(none) and not _BUT.search(text) and len(word_list(text)) <= 8


def has_some(text: str) -> bool:
    """Whether a short answer says that there is something to show, and no more: "ada pak"."""
    return bool(_SOME.match(text))


def refers_to_voice(text: str) -> bool:
    """Whether somebody says that the answer is in a voice message: "udah saya jelasin di vn"."""
    return bool(_IN_VOICE.search(text)) and len(word_list(text)) <= 10


def passes(text: str) -> bool:
    """Whether a question is passed over in so many words ("lewati aja pak")."""
    return bool(_PASSES.match(text))


def fears(text: str) -> bool:
    """Whether somebody answers with being afraid of what may follow ("takut nanti dibales")."""
    return bool(_FEARS.search(text)) and len(word_list(text)) <= 10


def dreads(text: str) -> bool:
    """Whether somebody fears words and shame, and no blows: "takut nanti mama marah"."""
    return (fears(text) or bool(_DREADS.search(text))) and len(word_list(text)) <= 12


def tells_own_state(text: str) -> bool:
    """Whether somebody says how they came off: "aku gpp cuma lecet"."""
    return bool(_OWN_STATE.search(text)) and len(word_list(text)) <= 10 and "?" not in text


def wants_secrecy(text: str) -> bool:
    """Whether nobody is to hear of the report: "tapi jangan sampai dia tahu ya"."""
    return bool(_SECRET.search(text)) and len(word_list(text)) <= 14


def is_watched(text: str) -> bool:
    """Whether somebody else reads the writer's phone: "dia cek hp saya tiap malam"."""
    return bool(_WATCHED.search(text)) and len(word_list(text)) <= 20


def asks_for_data(text: str) -> bool:
    """Whether something is to be done with what the service keeps."""
    return bool(_ASKS_DATA.search(text))


def only_feels(text: str) -> bool:
    """ "Aku takut sekolah" tells of the reporter and names no place, although a school stands in it."""
    return bool(_SELF.match(text)) and not _AT.search(text)


def greets_police(text: str) -> bool:
    """Whether the police are called at the beginning, and named no more: "permisi pak polisi, …"."""
    return bool(_GREETS_POLICE.match(text)) and len(_POLICE.findall(text)) == 1


def names_another(text: str) -> bool:
    """Whether somebody else's name is told, with more about them: "namanya Riko, anak sma sebelah"."""
    return bool(_NAMES_ANOTHER.match(text)) and len(word_list(text)) >= 4


def is_elsewhere_now(text: str) -> bool:
    """Whether it says where somebody was brought afterwards: "sekarang bapak di rs"."""
    return bool(_TREATED.search(text))


def complains(text: str) -> bool:
    """Whether a bare opening such as "mau komplain soal petugas" says that it is about the police."""
    return bool(_COMPLAINT.search(text))


def puts_off(text: str) -> bool:
    """Whether something is promised for later ("nanti saya kirim")."""
    return bool(_LATER.search(text)) and len(word_list(text)) <= 12


def tells_culprit(text: str) -> bool:
    """Whether a text begins with who did it: "pelakunya 3 orang"."""
    return bool(_CULPRIT.match(text)) and len(word_list(text)) >= 2


def describes_person(text: str) -> bool:
    """Whether a text tells a person's name, age, looks or clothes, and no place."""
    return bool(_PERSON.search(text)) and not names_spot(text)


def agrees(text: str) -> bool:
    """Whether a short text answers "sudah benar?" with yes, also where it sounds like a farewell."""
    return bool(_YES.match(text)) and all(word in _YES_WORDS for word in word_list(text))


def allows_contact(text: str) -> bool | None:
    """What an answer to "may we contact you?" says in words of its own, None when it says nothing of it."""
    if _IN_WRITING.search(text):
        return True  # the question is about this very number, and "terserah" leaves it to us
    if _NO_CALL.search(text) or _REFUSES.match(text):
        return False
    return True if _ALLOWS.match(text) else None


def is_bare_name(text: str) -> bool:
    """Whether a text is one or two written-out names, and no word of abuse or of the language."""
    words = text.split()
    written = (
        bool(words) and len(words) <= 2 and all(word[:1].isupper() and word[1:].islower() for word in words)
    )
    return written and not any(word.lower() in _ABUSE or is_ordinary(word) for word in words)


def refuses(text: str) -> bool:
    """Whether a short answer begins with a "don't": "jangan pak, nanti ketahuan"."""
    return bool(_REFUSES.match(text)) and len(word_list(text)) <= 8


def stays_hidden(text: str) -> bool:
    """Whether a short answer to "what is your name?" gives none, or only asks whether it must be given."""
    if _MAY_BE_LEFT_OUT.search(text):
        return True
    return (
        bool(_SHY.search(text)) and not _ASKS.search(text) and "?" not in text and len(word_list(text)) <= 6
    )


def names_evidence(text: str) -> bool:
    """Whether a text speaks of something that could prove what happened."""
    return bool(_EVIDENCE.search(text))
