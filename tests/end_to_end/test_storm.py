"""A small storm against the real processes; the whole one is `python -m benchmarks.storm`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.storm.plan import make_plan
from benchmarks.storm.processes import Storm

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("model")]


async def test_reports_come_through_a_small_storm_whole(tmp_path: Path) -> None:
    """200 deliveries, two kills of the gateway and one of the assistant; ten people file one report each."""
    plan = make_plan(4, 200, 2)
    outcome = await Storm(replace(plan, assistant_kills=plan.assistant_kills[:1]), tmp_path).run()
    assert outcome.verdict.violations == [], outcome.complaints
    assert (outcome.gateway_kills, outcome.assistant_kills) == (2, 1)
    assert outcome.verdict.figures["reports"] == 10
