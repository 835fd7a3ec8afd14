"""The storm's checks see each fault that they are there for; the door itself withstands it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from banpol.database import Database
from benchmarks.storm.in_process import storm_at_the_door
from benchmarks.storm.mutants import MUTANTS, unguard
from benchmarks.storm.plan import make_plan


@pytest.fixture
def store(tmp_path: Path, sqlite_template: Path) -> Database:
    """An empty SQLite database."""
    shutil.copyfile(sqlite_template, tmp_path / "banpol.db")
    return Database(f"sqlite:///{tmp_path / 'banpol.db'}")


def test_a_plan_is_the_same_for_the_same_seed() -> None:
    """Messages, repeats and kills come from the seed alone, and a fifth of the deliveries are repeats."""
    assert make_plan(1, 300, 2) == make_plan(1, 300, 2) != make_plan(2, 300, 2)
    assert (make_plan(1, 300, 2).deliveries, len(make_plan(1, 300, 2).messages)) == (300, 240)


async def test_a_door_that_is_killed_loses_and_doubles_nothing(store: Database, tmp_path: Path) -> None:
    """300 deliveries, repeated, copied and forged, and six deaths before a commit."""
    verdict = await storm_at_the_door(make_plan(1, 300, 6), store, tmp_path)
    assert verdict.violations == []


BROKEN = {
    "ack_before_commit": "lost",
    "check_then_insert": "stored twice",
    "first_message_only": "lost",
    "no_signature": "forgeries taken",
}


@pytest.mark.parametrize("mutant", sorted(MUTANTS))
async def test_each_mutant_is_found(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str
) -> None:
    """Each fault that connectors are known for breaks the promise it is about."""
    MUTANTS[mutant](monkeypatch.setattr)
    if mutant == "check_then_insert":
        unguard(store)
    verdict = await storm_at_the_door(make_plan(1, 300, 6), store, tmp_path)
    assert verdict.figures[BROKEN[mutant]] > 0
