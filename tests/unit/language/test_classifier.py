"""The linear classifier: equal with and without numpy, deterministic, plain files without sentences."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from banpol.language.classifier import LinearTextClassifier, count_features
from banpol.language.ideas import marked
from banpol.language.training import TrainingSettings, train

TEXTS = [
    f"{what} {when}"
    for what in ("motor hilang", "motor dicuri maling")
    for when in ("tadi", "kemarin", "semalam")
]
TEXTS += [
    f"{what} {when}"
    for what in ("saya ditipu", "uang tertipu online")
    for when in ("tadi", "kemarin", "semalam")
]
LABELS = ["curanmor"] * 6 + ["penipuan"] * 6


@pytest.fixture(scope="module")
def model() -> LinearTextClassifier:
    """A small trained classifier."""
    return train(TEXTS, LABELS)[0]


def test_it_learns_and_its_chances_add_up(model: LinearTextClassifier) -> None:
    """The right class leads, and the ranking is a distribution."""
    ranking = model.rank("motor saya hilang")
    assert ranking[0][0] == "curanmor"
    assert sum(chance for _, chance in ranking) == pytest.approx(1.0)


def test_what_was_saved_is_what_is_read(model: LinearTextClassifier, tmp_path: Path) -> None:
    """Saving and loading changes no answer, and numpy reads the arrays too."""
    import numpy as np

    model.save(tmp_path / "m.npz")
    again = LinearTextClassifier.load(tmp_path / "m.npz")
    assert again.rank("uang tertipu") == model.rank("uang tertipu")
    assert np.load(tmp_path / "m.npz")["weights"].shape == (len(model.weights),)


def test_numpy_is_not_needed_for_an_answer(
    model: LinearTextClassifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process without numpy answers the same."""
    model.save(tmp_path / "m.npz")
    monkeypatch.setitem(sys.modules, "numpy", None)
    bare = LinearTextClassifier.load(tmp_path / "m.npz")
    for text in ("motor hilang", "ditipu online", "entah", ""):
        assert dict(bare.rank(text)) == pytest.approx(dict(model.rank(text)), abs=1e-5)


def test_equal_data_in_any_order_gives_equal_files(tmp_path: Path) -> None:
    """Training is deterministic for a seed, so a model can be compared by its bytes."""
    train(TEXTS, LABELS)[0].save(tmp_path / "a.npz")
    train(TEXTS[::-1], LABELS[::-1])[0].save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_a_rare_word_of_one_text_does_not_reach_the_model(tmp_path: Path) -> None:
    """A name that stood in a single example cannot be read out of the model."""
    train([*TEXTS, "motor zulkifli hilang"], [*LABELS, "curanmor"])[0].save(tmp_path / "m.npz")
    assert "zulkifli" not in (tmp_path / "m.json").read_text(encoding="utf-8")
    assert "motor hilang tadi" not in (tmp_path / "m.json").read_text(encoding="utf-8")


def test_files_of_two_trainings_do_not_mix(model: LinearTextClassifier, tmp_path: Path) -> None:
    """A half-replaced model is refused with a sentence, not used."""
    model.save(tmp_path / "m.npz")
    train([*TEXTS, "kebakaran rumah", "kebakaran toko"], [*LABELS, "kebakaran", "kebakaran"])[0].save(
        tmp_path / "n.npz"
    )
    (tmp_path / "n.npz").replace(tmp_path / "m.npz")
    with pytest.raises(ValueError, match="not of one training"):
        LinearTextClassifier.load(tmp_path / "m.npz")


def test_one_class_is_refused() -> None:
    """There is nothing to tell apart."""
    with pytest.raises(ValueError, match="two different labels"):
        train(["a", "b"], ["x", "x"])


def test_ideas_are_counted_apart_from_words() -> None:
    """An idea neither makes letter features nor joins a word pair."""
    words, letters, ideas = count_features(marked("motor hilang", ["kendaraan", "hilang"], pairs=True))
    assert set(ideas) == {"#kendaraan", "#hilang", "#kendaraan+hilang"}
    assert not any("kendaraan" in name for name in words)
    assert not any("kend" in name for name in letters)


def test_a_text_cannot_smuggle_in_an_idea() -> None:
    """A hash sign that somebody typed is no mark."""
    _, _, ideas = count_features(marked("#kendaraan motor", []))
    assert ideas == {}


def test_it_tells_which_words_decided(model: LinearTextClassifier) -> None:
    """The strongest words of a text for a class, best first."""
    reasons = model.explain("motor hilang tadi", "curanmor")
    assert {"motor", "hilang"} <= {word for reason, _ in reasons for word in reason.split()}
    assert [share for _, share in reasons] == sorted((share for _, share in reasons), reverse=True)


def test_settings_change_the_model() -> None:
    """Features of a single text are kept when asked for."""
    assert train(TEXTS, LABELS, TrainingSettings(min_texts=1))[0].knows("semalam")
    few = train([*TEXTS, "motor zulkifli hilang"], [*LABELS, "curanmor"], TrainingSettings(min_texts=1))[0]
    assert few.knows("zulkifli")


def test_held_out_texts_are_judged_as_the_model_itself_would_judge_them() -> None:
    """Weighing thousands of texts at once gives the numbers that weighing one gives."""
    texts = [
        f"{word} {rest}"
        for rest in ("di pasar", "tadi malam", "pak", "di rumah")
        for word in ("maling", "halo")
    ]
    _, held = train(texts, ["a", "b"] * 4)
    assert len(held) == len(texts)
    for one in held:
        assert one.scores == pytest.approx(one.model.scores(one.text))
