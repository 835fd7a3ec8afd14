"""The table of further questions that trainers edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from banpol.language.follow_ups import MOST_PER_KIND, follow_ups
from banpol.language.kinds import kind_table


def test_every_kind_of_the_table_exists_and_asks_at_most_three() -> None:
    """Misspelt kinds would never be asked."""
    table = follow_ups()
    assert set(table) <= set(kind_table())
    assert all(1 <= len(asked) <= MOST_PER_KIND for asked in table.values())


def test_who_was_hurt_is_never_asked_for_details() -> None:
    """Sensitive kinds have no further question."""
    assert not [name for name, kind in kind_table().items() if kind.sensitive and name in follow_ups()]


def test_what_a_story_tells_is_recognised() -> None:
    """The plate question of a stolen vehicle falls away when the plate was told."""
    plate = follow_ups()["curanmor"][0]
    assert plate.is_told("motor BG 1234 AB hilang") and not plate.is_told("motor saya hilang")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{isi: warna, tanya: a, contoh: b}", "fills 'warna'"),
        ("{isi: orang, tanya: a}", "needs tanya and contoh"),
    ],
)
def test_a_wrong_table_is_refused_with_its_kind(tmp_path: Path, entry: str, words: str) -> None:
    """Trainers read which entry is wrong."""
    file = tmp_path / "t.yml"
    file.write_text(f"lanjutan:\n  pencurian:\n  - {entry}\n")
    with pytest.raises(ValueError, match=f"pencurian {words}"):
        follow_ups(file)
