"""Guards over what people write: data/nlu (training), tests/understanding/niat.yml (never trained on)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parents[3]
TRAINING = ROOT / "data" / "nlu"
HELD_OUT = ROOT / "tests" / "understanding" / "niat.yml"

CHANNEL = {"kirim_lokasi", "kirim_media", "kirim_suara", "pesan_tidak_didukung"}
INTENTS = CHANNEL | {
    "sapa",
    "terima_kasih",
    "pamit",
    "setuju",
    "tolak",
    "menu",
    "lapor_kejadian",
    "darurat",
    "cek_laporan",
    "tambah_informasi",
    "keluhan_layanan_polri",
    "tanya_perkembangan_perkara",
    "batal",
    "koreksi",
    "beri_lokasi",
    "beri_waktu",
    "lewati",
    "tanya_privasi",
    "tanya_cara_lapor",
    "tanya_kanal",
    "tanya_nomor_darurat",
    "tanya_kantor_polisi",
    "minta_petugas",
    "beri_masukan",
    "data_saya",
    "hapus_data",
    "tanya_bot",
    "kasar",
    "di_luar_topik",
}
AT_LEAST = {"lapor_kejadian": 220, "darurat": 120, "di_luar_topik": 120}
MANNERS = {"baku", "cakap", "palembang"}

# Any mobile number, however it is spaced; only the invented range may stand in a file.
MOBILE = re.compile(r"(?:\+?62|\b0)[\s.-]?8\d(?:[\s.-]?\d){7,}")
INVENTED = re.compile(r"0812-0000-\d{4}\Z")
SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)")
# Palembang Malay that standard and Jakarta Indonesian do not write; look-alikes ("aku", "yo") stay out.
PALEMBANG = re.compile(
    r"\b(?:dak|idak|ndak|dem|katek|wong|nian|bae|galo|samo|cak|mano|apo|ado|nak|jingok|kagek|agek|pacak|galak|payo|"
    r"iyo|mang|berapo|siapo|dimano|kemano|ngapo|keno|tulung|gancang|besak|kecik|\w*goco|\w*kicu|mokas\w+|lupo|caro|"
    r"buyan|bengak|pilat|lolo|namo|sikok|wongnyo|duo|tigo|limo|jerambah|mubil|sungi|lawang|\w{3,}nyo|\w{4,}ke|balek|ngelapor)\b",
    re.IGNORECASE,
)


class Example(NamedTuple):
    """One training message with its intent and file."""

    text: str
    intent: str
    file: str


def fold(text: str) -> str:
    """Return the message as a reader hears it: lower case, no punctuation; signs alone stay themselves."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split()) or text.strip()


def examples_of(path: Path) -> list[Example]:
    """Read one training file, refusing a line that is not an example."""
    found = []
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        for line in filter(str.strip, block["examples"].splitlines()):
            assert line.startswith("- ") and line[2:].strip(), f"{path.name}: not an example: {line!r}"
            found.append(Example(line[2:].strip(), block["intent"], path.name))
    return found


@pytest.fixture(scope="module")
def training() -> list[Example]:
    """All training examples."""
    return [example for path in sorted(TRAINING.glob("*.yml")) for example in examples_of(path)]


@pytest.fixture(scope="module")
def held_out() -> list[dict[str, str]]:
    """All test messages."""
    messages: list[dict[str, str]] = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    return messages


def test_every_file_says_its_version_and_explains_itself() -> None:
    """Each training file names the format version Rasa reads and tells a trainer what belongs there."""
    for path in sorted(TRAINING.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        assert yaml.safe_load(text)["version"] == "3.1", path.name
        assert re.search(r"^# \w", text, re.MULTILINE), f"{path.name} has no comment"


def test_exactly_the_named_intents_are_present(training: list[Example]) -> None:
    """The training data knows each intent of the conversation and no other."""
    assert {example.intent for example in training} == INTENTS


def test_an_intent_lives_in_one_file(training: list[Example]) -> None:
    """A trainer finds all examples of an intent in one place."""
    homes = {(example.intent, example.file) for example in training}
    assert [name for name, count in Counter(intent for intent, _ in homes).items() if count > 1] == []


def test_every_intent_has_enough_examples(training: list[Example]) -> None:
    """Sixty examples for an intent, twenty-five where a channel speaks, more where mistakes cost most."""
    counts = Counter(example.intent for example in training)
    wanted = {intent: AT_LEAST.get(intent, 25 if intent in CHANNEL else 60) for intent in INTENTS}
    assert {i: (counts[i], n) for i, n in wanted.items() if counts[i] < n} == {}


def test_no_example_stands_twice(training: list[Example]) -> None:
    """No message occurs again, in its own intent or another, also not with other capitals or punctuation."""
    seen: dict[str, Example] = {}
    twice = []
    for example in training:
        first = seen.setdefault(fold(example.text), example)
        if first is not example:
            twice.append((first, example))
    assert twice == []


def test_palembang_has_its_share(training: list[Example]) -> None:
    """At least a fifth of the messages citizens type carries Palembang Malay."""
    typed = [example.text for example in training if example.intent != "pesan_tidak_didukung"]
    assert sum(1 for text in typed if PALEMBANG.search(text)) >= len(typed) / 5


def test_held_out_messages_are_well_formed(held_out: list[dict[str, str]]) -> None:
    """Each test message has a text, a known intent and a known manner, and stands once."""
    for message in held_out:
        assert set(message) == {"pesan", "niat", "gaya"} and message["pesan"].strip(), message
        assert message["niat"] in INTENTS and message["gaya"] in MANNERS, message
    repeated = [text for text, count in Counter(fold(m["pesan"]) for m in held_out).items() if count > 1]
    assert repeated == []


def test_held_out_set_is_large_and_even_enough(held_out: list[dict[str, str]]) -> None:
    """Five hundred messages, fourteen an intent, and every manner for every intent that people type."""
    counts = Counter(message["niat"] for message in held_out)
    assert len(held_out) >= 500
    assert {intent: counts[intent] for intent in INTENTS if counts[intent] < 14} == {}
    spoken = {(message["niat"], message["gaya"]) for message in held_out}
    assert {(i, g) for i in INTENTS - {"pesan_tidak_didukung"} for g in MANNERS} - spoken == set()


def test_nothing_is_both_trained_and_tested(training: list[Example], held_out: list[dict[str, str]]) -> None:
    """No test message is a training example, nor one with its words shuffled or a letter changed."""
    known = [fold(example.text) for example in training]
    asked = [fold(message["pesan"]) for message in held_out]
    assert sorted(set(known) & set(asked)) == []
    scores = process.cdist(asked, known, scorer=fuzz.token_sort_ratio, score_cutoff=95)
    close = [
        (asked[i], known[j]) for i, j in zip(*scores.nonzero(), strict=True) if len(asked[i].split()) >= 4
    ]
    assert close == []


def test_no_real_number_of_a_person(training: list[Example], held_out: list[dict[str, str]]) -> None:
    """Telephone numbers are the invented ones, and nothing looks like an identity card number."""
    texts = [example.text for example in training] + [message["pesan"] for message in held_out]
    numbers = [match.group() for text in texts for match in MOBILE.finditer(text)]
    assert [number for number in numbers if not INVENTED.match(number)] == []
    assert [text for text in texts if SIXTEEN_DIGITS.search(text)] == []


@pytest.mark.parametrize(
    "text", ["0813-1234-5678", "wa 081298765432", "+62 812 3456 7890", "62 812-0000-1111"]
)
def test_a_foreign_number_would_be_seen(text: str) -> None:
    """The guard recognises mobile numbers in the spellings people use."""
    match = MOBILE.search(text)
    assert match and not INVENTED.match(match.group())
