"""The carrier's own sentences come from the response files, or the gateway says which one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from banpol.whatsapp.responses import SentenceMissing, read_responses, sentence


def test_first_text_of_each_response_is_found(tmp_path: Path) -> None:
    """Several files, several variations, other top-level keys."""
    (tmp_path / "a.yml").write_text("version: '3.1'\nresponses:\n  utter_a:\n  - text: Satu\n  - text: Dua\n")
    (tmp_path / "b.yml").write_text("responses:\n  utter_b:\n  - custom: {x: 1}\n  utter_c: []\n")
    (tmp_path / "c.yml").write_text("")
    said = read_responses(tmp_path)
    assert sentence(said, "utter_a") == "Satu"
    for name in ("utter_b", "utter_c", "utter_d"):
        with pytest.raises(SentenceMissing, match=name):
            sentence(said, name)


def test_broken_yaml_is_told_with_its_file(tmp_path: Path) -> None:
    """The sentence names the file to mend."""
    (tmp_path / "rusak.yml").write_text("responses: [")
    with pytest.raises(SentenceMissing, match=r"rusak\.yml"):
        read_responses(tmp_path)
