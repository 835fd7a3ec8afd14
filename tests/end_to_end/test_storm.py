"""A small slice of the storm: `python -m benchmarks.storm` is the whole of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.storm.plan import make_plan
from benchmarks.storm.processes import storm

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("model")]


async def test_a_small_storm_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """300 deliveries through the real processes, each killed twice; every promise holds."""
    outcome = await storm(make_plan(2, 300, 2), tmp_path)
    assert outcome.verdict.violations == []
    assert (outcome.gateway_kills, outcome.assistant_kills) == (2, 2)
