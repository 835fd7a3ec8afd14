"""Kinds of incident: a table that holds together, and guesses measured on narratives never trained on."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
import yaml

from banpol.language.kinds import FOLLOW_UPS, OTHER, KindGuess, classify_kind, kind_table, train_kinds
from banpol.language.spelling import normalise
from tests.unit.language.test_spelling import NASTY

SET = Path(__file__).parents[2] / "understanding" / "jenis.yml"
MACRO_F1 = 0.82
TO_OTHER = 0.05
ALL = [
    "pencurian",
    "curanmor",
    "pencurian_kekerasan",
    "penipuan",
    "penipuan_online",
    "penggelapan",
    "penganiayaan",
    "tawuran",
    "kdrt",
    "kekerasan_seksual",
    "kekerasan_anak",
    "narkoba",
    "perjudian",
    "pengancaman",
    "pembunuhan",
    "orang_hilang",
    "kehilangan_barang",
    "kecelakaan_lalu_lintas",
    "balap_liar",
    "premanisme",
    "kebakaran",
    "karhutla",
    "illegal_drilling",
    "gangguan_kamtibmas",
    "senjata_ilegal",
    "kemacetan",
    "pelayanan_polri",
    "lainnya",
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guesser, trained on the file as `make train` does."""
    path = tmp_path_factory.mktemp("jenis") / "jenis_kejadian.npz"
    train_kinds(out_path=path)
    return path


def _narratives() -> list[tuple[str, str]]:
    kinds = yaml.safe_load(SET.read_text(encoding="utf-8"))["jenis"]
    return [(kind, text) for kind, texts in kinds.items() for text in texts]


def _macro_f1(pairs: list[tuple[str, str]]) -> float:
    right = Counter(said for meant, said in pairs if meant == said)
    meant, said = Counter(m for m, _ in pairs), Counter(s for _, s in pairs)
    return sum(2 * right[k] / (meant[k] + said[k]) for k in meant) / len(meant)


def test_all_kinds_stand_in_the_table() -> None:
    """The conversation's kinds and no other, with labels; three are for named viewers only."""
    table = kind_table()
    assert sorted(table) == sorted(ALL)
    assert [k.name for k in table.values() if k.sensitive] == ["kdrt", "kekerasan_seksual", "kekerasan_anak"]
    assert all(k.follow_up is None or k.follow_up_response == FOLLOW_UPS[k.follow_up] for k in table.values())
    assert not any(k.follow_up for k in table.values() if k.sensitive)


def test_every_kind_has_examples_that_stand_once() -> None:
    """Sixty or more for each kind, and no narrative under two kinds."""
    table = kind_table()
    assert {k.name: len(k.examples) for k in table.values() if len(k.examples) < 60} == {}
    seen = Counter(normalise(text) for kind in table.values() for text in set(kind.examples))
    assert [text for text, times in seen.items() if times > 1] == []


def test_strong_words_stand_in_the_spelling_they_are_looked_up_in() -> None:
    """A strong word that the speller would change could never be found."""
    wrong = {w for k in kind_table().values() for w in k.strong_words if normalise(w) != w}
    assert wrong == set()


def test_guesses_on_narratives_never_trained_on(model: Path) -> None:
    """Macro-F1 over all kinds, and hardly any real incident falls to "lainnya"."""
    told = _narratives()
    pairs = [(kind, classify_kind(text, model).kind) for kind, text in told]
    real = [(meant, said) for meant, said in pairs if meant != OTHER]
    fallen = sum(said == OTHER for _, said in real) / len(real)
    print(
        f"kinds: macro-F1 {_macro_f1(pairs):.1%} over {len(pairs)} narratives, {fallen:.1%} fall to lainnya"
    )
    assert min(Counter(kind for kind, _ in told).values()) >= 5
    assert _macro_f1(pairs) >= MACRO_F1
    assert fallen <= TO_OTHER


def test_no_test_narrative_is_trained_on() -> None:
    """A set that was learnt by heart measures nothing."""
    trained = {normalise(text) for kind in kind_table().values() for text in kind.examples}
    assert [text for _, text in _narratives() if normalise(text) in trained] == []


@pytest.mark.parametrize(
    ("narrative", "kind"),
    [
        ("motor beat saya hilang di parkiran pasar", "curanmor"),
        ("dompet saya dicopet di bus", "pencurian"),
        ("hp saya dijambret orang naik motor", "pencurian_kekerasan"),
        ("ketipu olshop, sudah transfer nomor diblokir", "penipuan_online"),
        ("mobil rental saya digadaikan penyewa", "penggelapan"),
        ("suami saya sering memukul saya", "kdrt"),
        ("anak tetangga umur 7 tahun disiksa ibu tirinya", "kekerasan_anak"),
        ("ktp dan sim saya tercecer, butuh surat kehilangan", "kehilangan_barang"),
        ("lahan gambut dibakar orang, asap tebal", "karhutla"),
        ("penyidik minta uang supaya kasus saya jalan", "pelayanan_polri"),
    ],
)
def test_look_alikes_are_told_apart(model: Path, narrative: str, kind: str) -> None:
    """The pairs that the live service mixes up most."""
    assert classify_kind(narrative, model).kind == kind


def test_bubbles_make_one_narrative(model: Path) -> None:
    """What was told over several bubbles counts together."""
    whole = classify_kind(
        "pak tadi malam\nsaya parkir di depan warung\npas keluar motor\nudah gak ada", model
    )
    assert whole.kind == "curanmor"


def test_without_a_trained_guesser_strong_words_decide(tmp_path: Path) -> None:
    """A fresh clone that was never trained still names the plain cases, and says "lainnya" of the rest."""
    missing = tmp_path / "none.npz"
    assert classify_kind("saya dibegal semalam", missing).kind == "pencurian_kekerasan"
    assert classify_kind("ada sabung ayam di kebun", missing).kind == "perjudian"
    assert classify_kind("begini ceritanya", missing).kind == OTHER


def test_nothing_told_is_no_kind(model: Path) -> None:
    """Signs and blanks are "lainnya" with no confidence at all."""
    guess = classify_kind(" 🙏 ", model)
    assert (guess.kind, guess.confidence) == (OTHER, 0.0)
    assert len(guess.ranking) == len(kind_table())


def test_the_guess_leads_its_own_ranking(model: Path) -> None:
    """Kind, confidence and ranking agree."""
    guess = classify_kind("toko saya dibobol maling", model)
    assert guess == KindGuess(guess.ranking[0][0], guess.ranking[0][1], guess.ranking)


def test_a_wrong_entry_is_refused_with_its_name(tmp_path: Path) -> None:
    """A trainer's slip names the kind and what is known."""
    path = tmp_path / "jenis.yml"
    path.write_text("jenis:\n  ayam:\n    label: Ayam\n    tanya: telur\n", encoding="utf-8")
    with pytest.raises(ValueError, match="ayam asks 'telur'"):
        kind_table(path)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_hostile_text_is_classified_quickly_and_without_harm(model: Path, text: str) -> None:
    """Any input of up to 65,536 characters costs under 200 ms of this process and raises nothing."""
    classify_kind("pemanasan", model)
    began = time.process_time()
    classify_kind(text, model)
    assert time.process_time() - began < 0.2


@pytest.mark.parametrize(
    ("text", "is_complaint"),
    [
        ("permisi pak polisi, rumah orang tua saya dibobol maling waktu ditinggal umroh", False),
        ("pak polisi minta uang 200 ribu waktu razia, tidak dikasih surat tilang", True),
    ],
)
def test_calling_the_police_says_nothing_of_what_they_did(text: str, is_complaint: bool) -> None:
    """Only what is told of them makes a complaint."""
    assert (classify_kind(text).kind == "pelayanan_polri") is is_complaint
