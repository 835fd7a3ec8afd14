"""Reading the examples once: what Rasa gives stays the same, and an edited file is read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import warm_loading
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message

FIRST = """version: "3.1"
nlu:
- intent: salam
  examples: |
    - halo pak
    - halo pak
    - motor [Beat](kendaraan) hilang
"""
SECOND = 'version: "3.1"\nnlu:\n- intent: pamit\n  examples: |\n    - dah dulu ya\n'


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two files of examples."""
    (tmp_path / "a.yml").write_text(FIRST)
    (tmp_path / "b.yml").write_text(SECOND)
    return [str(tmp_path / "a.yml"), str(tmp_path / "b.yml")]


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The changes to Rasa, undone at the end."""
    monkeypatch.setattr(loading, "_load", loading._load)
    monkeypatch.setattr(Message, "set", Message.set)
    monkeypatch.setattr(Message, "__deepcopy__", None, raising=False)
    monkeypatch.setattr(warm_loading, "_read", {})
    warm_loading.read_once()
    yield


def test_the_examples_are_those_that_rasa_reads(files: list[str], request: pytest.FixtureRequest) -> None:
    """Equal fingerprints and messages, before and after, the second time too."""
    plain = training_data_from_paths(files, "id")
    request.getfixturevalue("once")
    for _ in range(2):
        read = training_data_from_paths(files, "id")
        assert read.fingerprint() == plain.fingerprint()
        assert [m.as_dict() for m in read.training_examples] == [m.as_dict() for m in plain.training_examples]


def test_an_edited_file_is_read_again_and_no_other(
    files: list[str], once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its content decides, not its date."""
    seen: list[str] = []
    rasa_load = warm_loading._rasa_load
    monkeypatch.setattr(
        warm_loading, "_rasa_load", lambda name, language: seen.append(name) or rasa_load(name, language)
    )
    training_data_from_paths(files, "id")
    Path(files[1]).write_text(SECOND.replace("dah dulu", "makasih dulu"))
    after = training_data_from_paths(files, "id")
    assert seen == [files[0], files[1], files[1]]
    assert "makasih dulu ya" in [m.get("text") for m in after.training_examples]


def test_nobody_changes_what_is_kept(files: list[str], once: None) -> None:
    """What a training adds to a message, or changes in one, is not there in the next."""
    first = training_data_from_paths(files, "id")
    told = next(m for m in first.training_examples if m.get("entities"))
    before = told.fingerprint()
    told.set("tokens", ["motor"], add_to_output=True)
    told.get("entities")[0]["value"] = "Vario"
    told.set("intent", "pamit")
    assert told.fingerprint() != before
    again = next(m for m in training_data_from_paths(files, "id").training_examples if m.get("entities"))
    assert (again.get("tokens"), again.get("intent")) == (None, "salam")
    assert again.get("entities")[0]["value"] == "Beat"
    assert again.fingerprint() == before
