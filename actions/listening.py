"""One message in its talk: what was asked, what it reads as, and whether it is for the report at all."""

from __future__ import annotations

from dataclasses import dataclass

from actions import answer_words, filling, phrases
from actions.message import Ear, Message
from actions.talk import Talk
from banpol.language.reading import Reading

# What people ask or say beside a report: answered by their own rules, after which the form asks again.
ASIDE = phrases.word_set(
    "sapa terima_kasih pamit menu kasar di_luar_topik batal cek_laporan tanya_perkembangan_perkara "
    "tanya_privasi tanya_cara_lapor tanya_kanal tanya_nomor_darurat tanya_kantor_polisi tanya_bot "
    "minta_petugas beri_masukan data_saya hapus_data pesan_tidak_didukung darurat"
)
TELLING = frozenset({"lapor_kejadian", "keluhan_layanan_polri", "tambah_informasi"})
# From this on a few words are believed to tell a story.
SURE_STORY = 0.8
# What a slot holds when its question was skipped without a word, by a tap.
SKIPPED = "lewati"
SURE_CHIT_CHAT = 0.97
# By then what happened, where and when is told; "iya tolong" to one of these is a yes and no cry.
LATE = frozenset({"bukti", "nama", "boleh_dihubungi", "konfirmasi"})
# Who says the same for the third time means it as an answer.
LAST_TRIES = 2
_FACTS = frozenset({"barang", "kendaraan", "ciri_orang", "kerugian", "plat", "telepon", "rekening"})
YES_NO = frozenset({"setuju", "tolak"})
SOCIAL = frozenset({"sapa", "terima_kasih", "pamit"})
# Side intents that a bare answer is taken for: "petugas piket", "polsek kertapati", "akun toko murah".
_MISTAKABLE = phrases.word_set(
    "minta_petugas tanya_kantor_polisi tanya_kanal tanya_privasi tanya_cara_lapor tanya_nomor_darurat "
    "tanya_bot beri_masukan di_luar_topik cek_laporan tanya_perkembangan_perkara data_saya"
)


@dataclass(frozen=True)
class Hearing:
    """One message in its talk; `requested` is the answer that was asked for."""

    talk: Talk
    message: Message
    reading: Reading
    ear: Ear
    requested: str | None = None
    # Taken for an emergency at first, and found to be none.
    feared: bool = False

    @property
    def aside(self) -> bool:
        noise = self.message.intent == "di_luar_topik" and not phrases.makes_sense(self.message.text)
        return self.message.intent in ASIDE and not noise and not self._only_sounds_aside()

    def _only_sounds_aside(self) -> bool:
        """Whether a plain statement answers what was asked, although its words resemble a side question."""
        if self.message.intent == "pamit" and self.requested == "lokasi":
            # "Terakhir pamit ke pasar Kayuagung" says where, and goodbye to nobody.
            return len(self.message.words) >= 3 and filling.is_resolved(self.ear.place(self.message.text))
        if self.message.intent not in _MISTAKABLE or phrases.asks_or_wishes(self.message.text):
            return False
        chit_chat = self.message.intent == "di_luar_topik" and self.message.confidence >= SURE_CHIT_CHAT
        if chit_chat and not self._holds_facts and self.talk.memory.tries < LAST_TRIES:
            return False
        if self.requested == "lokasi":
            place = self.ear.place(self.message.text)
            return (
                place is not None
                and filling.is_resolved(place)
                and 2 * len(place.said) >= len(self.message.text)
            )
        if self.requested == "bukti":
            named = answer_words.names_evidence(self.message.text)
            return named or self.talk.memory.tries >= LAST_TRIES
        return self.requested in ("orang", "kerugian") and len(self.message.words) >= 2

    @property
    def _holds_facts(self) -> bool:
        """Whether rules found a thing, a sum, a number or a person's looks: chit-chat holds none of these."""
        found = self.reading.money or self.reading.plates or self.reading.phones
        return bool(found) or any(one.entity in _FACTS for one in self.reading.entities)

    def story(self) -> bool:
        """Whether the message tells what happened, whatever intent it was taken for."""
        text = self.message.text
        kinds = phrases.strong_kinds(self.ear.plain(text), self.ear.kinds())
        if self.aside and (not kinds or phrases.is_question(text)):
            return False  # a side question may name a place and a time, too
        return phrases.tells_a_story(text, self.reading, self.ear.kind(text), kinds)

    def tells(self) -> bool:
        """Whether the message brings something that belongs into the narrative."""
        content = phrases.content_words(self.message.text)
        if self.message.intent in TELLING:
            return len(content) >= 2 and not phrases.is_question(self.message.text)
        return self.story()

    @property
    def wants_no_name(self) -> bool:
        """Whether the reporter's name is to stay out, also in abbreviations ("jgn pake nama sy")."""
        text = self.message.text
        return bool(text) and any(phrases.wants_no_name(said) for said in (text, self.ear.plain(text)))

    @property
    def sensible(self) -> bool:
        """Whether the words are words, not keyboard noise."""
        return phrases.makes_sense(self.message.text)

    @property
    def usable(self) -> bool:
        """Whether the words make sense and ask nothing."""
        return self.sensible and not phrases.is_question(self.message.text)
