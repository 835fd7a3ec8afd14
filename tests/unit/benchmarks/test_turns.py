"""A message costs about the same however long the talk is; only ratios, never milliseconds."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Iterable

import pytest

from banpol import wiring
from banpol.clock import ManualClock
from banpol.database import Database
from benchmarks.turns.conversation import PERIOD, message, window
from tests.support.parts import NOW

MOST_GROWTH = 2.0


@pytest.mark.parametrize("point", [10, 100, 500])
def test_every_window_holds_the_same_mix(point: int) -> None:
    """Each window is one whole period, so costs at different points can be compared."""
    numbers = window(point)
    assert sorted(message(number) for number in numbers) == sorted(PERIOD)
    assert point in numbers


@pytest.fixture
def side(tmp_path: Path, sqlite_template: Path) -> Any:
    """The real assistant in this process, over an empty SQLite database."""
    pytest.importorskip("rasa", reason="the assistant's packages are not installed")
    models = sorted(wiring.settings().models_dir.glob("*.tar.gz"))
    if not models:
        pytest.skip("there is no trained model; `make test` trains one first")
    from benchmarks.turns.in_process import InProcess

    shutil.copyfile(sqlite_template, tmp_path / "banpol.db")
    return InProcess(Database(f"sqlite:///{tmp_path / 'banpol.db'}"), tmp_path, models[-1], ManualClock(NOW))


class Thinking:
    """CPU that Rasa has used; what the database costs beside it is the same for every message."""

    def __init__(self, agent: Any) -> None:
        self.seconds, self._handle = 0.0, agent.handle_message
        agent.handle_message = self._timed

    async def _timed(self, message: Any) -> Any:
        started = time.thread_time()
        try:
            return await self._handle(message)
        finally:
            self.seconds += time.thread_time() - started


def _talk(side: Any, thinking: Thinking, sender: str, numbers: Iterable[int]) -> float:
    thinking.seconds = 0.0
    for number in numbers:
        side.say(sender, message(number))
    return thinking.seconds


def test_a_late_message_costs_about_what_an_early_one_costs(side: Any) -> None:
    """CPU around message 100 against CPU around message 10 of the same talk."""
    thinking = Thinking(side.agent)
    _talk(side, thinking, "warm-up", window(10))
    early = _talk(side, thinking, "talk", window(10))
    _talk(side, thinking, "talk", range(window(10).stop, window(100).start))
    late = _talk(side, thinking, "talk", window(100))
    assert late / early <= MOST_GROWTH, f"{late / early:.2f}"
