"""`banpol understand --explain`: words, neighbours by hash, and nothing readable out of the model."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from banpol.cli import explaining
from banpol.language import intent_model, sentences
from banpol.language.danger_model import train_danger
from banpol.language.intent_model import IntentModel, train_intents
from banpol.language.training import TrainingSettings
from tests.support.encoder import ToyEncoder

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn", reason="training needs the extra `assistant`")

TEXTS = {
    "sapa": ["halo pak", "selamat pagi", "permisi pak", "halo bu", "pagi pak", "malam bu"],
    "lapor": [
        "motor hilang",
        "motor dicuri",
        "dompet hilang",
        "motor dibawa maling",
        "tas hilang",
        "hp hilang",
    ],
}


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> IntentModel:
    """A small model whose encoder knows two directions: with `hilang` or `maling`, and without."""

    monkeypatch.setenv("BANPOL_VECTOR_CACHE", str(tmp_path / "c.npz"))
    toy = ToyEncoder(lambda text: 0 if "hilang" in text or "maling" in text else 1, floor=0.01)
    monkeypatch.setattr(sentences, "encoder", lambda: toy)
    told = [(text, intent) for intent, texts in TEXTS.items() for text in texts]
    made = train_intents([t for t, _ in told], [i for _, i in told], TrainingSettings(min_texts=1), 1.1)
    (tmp_path / "komponen").mkdir()
    made.save(tmp_path / "komponen")
    with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "komponen", "components/niat")
    loaded = explaining.load_intents(tmp_path / "m.tar.gz")
    assert loaded is not None
    return loaded


def _examples(folder: Path, lines: list[str]) -> None:
    folder.mkdir()
    body = "".join(f"    - {line}\n" for line in lines)
    (folder / "x.yml").write_text(f"nlu:\n- intent: lapor\n  examples: |\n{body}", encoding="utf-8")


def test_words_and_neighbours_say_why(
    model: IntentModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word that decided has weight; neighbours carry intent, and text where it still stands."""
    _examples(tmp_path / "nlu", ["[motor](kendaraan) hilang", "dompet hilang", "tas hilang", "hp hilang"])
    monkeypatch.setattr(explaining, "EXAMPLES", tmp_path / "nlu")
    why = explaining.explain(model, "motor aku ilang", "lapor")
    assert why["read_as"].startswith("motor")
    assert why["words"]["motor"] > 0
    assert {one["intent"] for one in why["neighbours"]} == {"lapor"}
    texts = {one["example"] for one in why["neighbours"]}
    assert texts <= {"motor hilang", "dompet hilang", "tas hilang", "hp hilang", None}
    assert texts != {None}


def test_an_edited_example_is_no_longer_shown(
    model: IntentModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model alone cannot give a text back."""
    _examples(tmp_path / "nlu", ["kalimat lain sama sekali"])
    monkeypatch.setattr(explaining, "EXAMPLES", tmp_path / "nlu")
    why = explaining.explain(model, "motor hilang", "lapor")
    assert [one["example"] for one in why["neighbours"]] == [None] * 3


def test_an_archive_without_our_classifier_explains_nothing(tmp_path: Path) -> None:
    """Another pipeline's model is no error."""
    (tmp_path / "a.txt").write_text("x")
    with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "a.txt", "a.txt")
    assert explaining.load_intents(tmp_path / "m.tar.gz") is None


def test_who_took_a_message_for_danger_is_said(tmp_path: Path) -> None:
    """The judge and category of the parse, the danger words, the guesser's margin out of the archive."""
    dangers = ["gedung runtuh tolong", "gedung runtuh cepat", "gedung roboh tolong", "jembatan runtuh tolong"]
    calm = ["gedung bagus sekali", "gedung baru bagus", "jembatan baru bagus", "rumah bagus sekali"]
    told = [*dangers, *calm]
    model = train_danger(told, [text in dangers for text in told], TrainingSettings(min_texts=1), 0.0)
    (tmp_path / "komponen").mkdir()
    model.save(tmp_path / "komponen")
    with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "komponen", "components/bahaya")
    loaded = explaining.load_danger(tmp_path / "m.tar.gz")
    parsed = {"danger_judge": "guesser", "danger": "darurat", "intent_ranking": []}
    why = explaining.explain_danger(loaded, "gedung runtuh tolong", parsed)
    assert (why["judge"], why["category"], why["chance"]) == ("guesser", "darurat", None)
    assert why["margin"] > explaining.explain_danger(loaded, "rumah bagus", parsed)["margin"]
    words = explaining.explain_danger(None, "tolong rumah kami kebakaran", {})
    assert words["now"] and words["words"] and words["margin"] is None
    thought = {"intent_ranking": [{"name": "darurat", "confidence": 0.1}]}
    assert explaining.explain_danger(None, "halo", thought)["chance"] == 0.1


@pytest.mark.parametrize("noise", ["qwrtyp", "asdfghjkl", "zxcvbnm zxcv", "jjjjjjjj"])
def test_keyboard_noise_is_asked_about_and_not_answered(model: IntentModel, noise: str) -> None:
    """Its best intent has less than the fallback's threshold; its place in the ranking stays."""
    judged = model.judge(noise)
    assert judged is not None
    assert judged.ranking[0][1] <= intent_model.NOISE_CHANCE + 1e-9


@pytest.mark.parametrize("words", ["motor hilang", "halo pak", "bandar lampung", "gk ngrti", "tdk thu"])
def test_words_are_no_noise(words: str) -> None:
    """Dropped vowels and names are how people write."""
    assert not intent_model.is_noise(words)
