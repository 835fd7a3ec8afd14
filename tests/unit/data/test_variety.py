"""Training data sounds like people: shares of chat spelling and Palembang Malay, and no one template."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from banpol.language.kinds import kind_table
from banpol.language.lexicon import lexicon
from banpol.language.spelling import plain, tokens
from tests.unit.data.test_nlu_data import CHANNEL, PALEMBANG, TRAINING, examples_of, fold

UNDERSTANDING = Path(__file__).parents[2] / "understanding"
# Everyday Indonesian that the speller takes for good and no schoolbook does.
COLLOQUIAL = frozenset(
    [
        "gw",
        "gue",
        "lu",
        "lo",
        "elu",
        "gak",
        "ga",
        "gk",
        "nggak",
        "enggak",
        "kagak",
        "ngga",
        "udah",
        "udh",
        "aja",
        "doang",
        "banget",
        "bgt",
        "dong",
        "deh",
        "sih",
        "kok",
        "nih",
        "tuh",
        "loh",
        "kayak",
        "kyk",
        "pengen",
        "cuma",
        "ngomong",
        "bikin",
        "pake",
        "entar",
        "ntar",
        "ngasih",
        "nanya",
        "nyari",
        "gimana",
        "gmn",
        "emang",
        "kalo",
        "klo",
        "gitu",
        "gini",
        "min",
        "bang",
        "bro",
        "sis",
        "eh",
        "oh",
        "dapet",
        "liat",
        "nyampe",
        "ketipu",
        "nyoba",
        "makasih",
        "trus",
        "tapi",
        "bilang",
        "bener",
        "mending",
        "ribet",
        "kudu",
        "ogah",
        "mulu",
    ]
)
CHAT_SHARE, PALEMBANG_SHARE, ONE_OPENING = 0.25, 0.20, 0.12
# Written by programs, not by people.
NOT_TYPED = {"pesan_tidak_didukung"}


def is_chat(text: str) -> bool:
    """Whether a word is spelt as in a chat: shortened, mistyped, colloquial; Palembang words do not count."""
    words = lexicon()
    for token in tokens(text):
        word = plain(token.text)
        if word in COLLOQUIAL:
            return True
        local = word in words.palembang or word in words.doubtful or PALEMBANG.search(word)
        if not local and token.lemma != word and not word.isdigit():
            return True
    return False


def groups() -> dict[str, list[str]]:
    """Every intent and every kind of incident with its examples."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TRAINING.glob("*.yml")):
        for example in examples_of(path):
            found[example.intent].append(example.text)
    for kind in kind_table().values():
        found[f"jenis {kind.name}"] = list(kind.examples)
    return {name: texts for name, texts in found.items() if name not in NOT_TYPED}


def thin(texts_of: dict[str, list[str]]) -> dict[str, str]:
    """Groups with too few chat or Palembang messages, and their shares."""
    found = {}
    for name, texts in texts_of.items():
        chat = sum(map(is_chat, texts)) / len(texts)
        local = sum(bool(PALEMBANG.search(text)) for text in texts) / len(texts)
        if chat < CHAT_SHARE or local < PALEMBANG_SHARE:
            found[name] = f"chat {chat:.0%}, Palembang {local:.0%}"
    return found


def templated(texts_of: dict[str, list[str]]) -> dict[str, str]:
    """Groups where many of the longer messages begin with the same two words."""
    found = {}
    for name, texts in texts_of.items():
        openings = Counter(" ".join(fold(t).split()[:2]) for t in texts if len(fold(t).split()) > 2)
        first, count = openings.most_common(1)[0]
        if count > max(3, ONE_OPENING * sum(openings.values())):
            found[name] = f"{first!r} {count} times"
    return found


def test_every_group_has_its_share_of_chat_and_palembang() -> None:
    """A quarter chat spelling, a fifth Palembang Malay, in each intent and each kind of incident."""
    assert thin(groups()) == {}


def test_no_opening_rules_a_group() -> None:
    """At most one in eight of an intent's longer messages begins with the same two words."""
    assert templated(groups()) == {}


def test_groups_are_large_enough() -> None:
    """Sixty messages for each intent and kind that people write themselves, fewer where a channel speaks."""
    small = {name: len(texts) for name, texts in groups().items() if len(texts) < 60 and name not in CHANNEL}
    assert small == {}


def test_a_thin_or_templated_group_would_be_seen() -> None:
    """School sentences of one mould are complained about, lively ones are not."""
    school = [f"Saya ingin melaporkan kehilangan barang nomor {n} di pasar." for n in range(20)]
    lively = ["pak tlg motor sy ilang", "ado wong maling ayam mang", "gw kena tipu", "hp dijambret td mlm"]
    assert set(thin({"kaku": school, "hidup": lively})) == {"kaku"}
    assert set(templated({"kaku": school, "hidup": lively})) == {"kaku"}


def _tested() -> list[str]:
    """Every message of the sets that nobody trains on, beside those of `niat.yml`."""
    read = {name: yaml.safe_load((UNDERSTANDING / f"{name}.yml").read_text(encoding="utf-8")) for name in
            ("luar", "darurat", "jenis")}  # fmt: skip
    lists = [*read["luar"].values(), *read["darurat"].values(), *read["jenis"]["jenis"].values()]
    return [str(text) for texts in lists for text in texts]


@pytest.mark.parametrize("name", ["luar", "darurat", "jenis"])
def test_the_sets_are_large_and_stand_once(name: str) -> None:
    """Sets that could not tell a good model from a lucky one are complained about."""
    read = yaml.safe_load((UNDERSTANDING / f"{name}.yml").read_text(encoding="utf-8"))
    lists = list((read["jenis"] if name == "jenis" else read).values())
    texts = [fold(str(text)) for some in lists for text in some]
    assert min(map(len, lists)) >= {"jenis": 14, "darurat": 80, "luar": 95}[name]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_no_set_overlaps_with_training() -> None:
    """Nothing tested is trained on, as an intent or as a kind of incident."""
    known = {fold(text) for texts in groups().values() for text in texts}
    assert sorted(known & {fold(text) for text in _tested()}) == []
