"""The guesser of danger: words where they are sure, the sentence vector near the border."""

from __future__ import annotations

from pathlib import Path

import pytest

from banpol.language import danger_model, sentences
from banpol.language.danger_model import DangerModel, train_danger
from banpol.language.training import TrainingSettings
from tests.support.encoder import ToyEncoder

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

HARM = ["rubuh", "ambruk", "roboh", "runtuh", "jebol", "amblas"]
CALM = ["lunas", "beres", "lengkap", "sesuai", "cocok", "jelas"]
# "Gedung" stands with both, and these six were never seen: words alone cannot tell.
TEXTS = [f"gedung {word} {n}" for n in "abcdef" for word in HARM + CALM]
DANGERS = [word in HARM for _ in "abcdef" for word in HARM + CALM]


@pytest.fixture
def meaning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ToyEncoder:
    """The toy in place of the package, and no cache but its own."""
    made = ToyEncoder(lambda text: 0 if any(word in text for word in (*HARM, "longsor")) else 1)
    monkeypatch.setattr(sentences, "encoder", lambda: made)
    monkeypatch.setenv("BANPOL_VECTOR_CACHE", str(tmp_path / "cache.npz"))
    monkeypatch.setattr(danger_model, "HARD", 9.0)
    return made


def _trained() -> DangerModel:
    return train_danger(TEXTS, DANGERS, TrainingSettings(c=0.3), 0.01)


def test_meaning_decides_where_words_are_unsure(meaning: ToyEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A danger in a word that was never seen is told from others with the vector, and not without it."""
    model = _trained()
    assert model.margin("gedung longsor") > 0 > model.margin("gedung bagus")
    monkeypatch.setattr(model, "second", None)
    assert (model.margin("gedung longsor") > 0) == (model.margin("gedung bagus") > 0)


def test_sure_words_ask_for_no_meaning(meaning: ToyEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message far from the border costs no vector."""
    model = _trained()
    monkeypatch.setattr(danger_model, "UNSURE", 0.0)
    meaning.asked.clear()
    model.margin("gedung longsor lagi")
    assert meaning.asked == []


def test_a_saved_guesser_judges_the_same(meaning: ToyEncoder, tmp_path: Path) -> None:
    """Both parts come back from the folder, the border with them."""
    model = _trained()
    model.save(tmp_path)
    assert DangerModel.load(tmp_path).margin("gedung longsor") == pytest.approx(
        model.margin("gedung longsor"), abs=0.05
    )


def test_a_message_is_encoded_once_for_all_who_ask(meaning: ToyEncoder) -> None:
    """Intents and danger look twice at the same message and pay once."""
    sentences.vector("gedung tua")
    sentences.vector("gedung tua")
    assert meaning.asked == ["gedung tua"]


def test_one_kind_alone_teaches_nothing() -> None:
    """Without ordinary messages there is no border."""
    with pytest.raises(ValueError, match="danger and others"):
        train_danger(["tolong", "kebakaran"], [True, True], TrainingSettings(), 0.01)
