"""A pytest fixture for any project that talks to the WhatsApp Cloud API.

In that project's conftest.py: `from banpol.simulator.pytest_fixture import wa_sim`. Needs pytest-asyncio.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, AsyncIterator

import pytest_asyncio

from banpol.clock import UTC, ManualClock
from banpol.simulator.simulator import Simulator

START = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
SECRETS: dict[str, Any] = {
    "app_secret": "rahasia-uji",
    "verify_token": "verifikasi-uji",
    "access_token": "akses-uji",
    "phone_number_id": "100000000000001",
}


class SimulatorUnderTest(Simulator):
    """A simulator that hands out its secrets and its clock, for the settings of what is tested."""

    def __init__(self) -> None:
        self.clock = ManualClock(START)
        super().__init__(**SECRETS, clock=self.clock, seed=7)
        self.app_secret, self.verify_token = SECRETS["app_secret"], SECRETS["verify_token"]
        self.access_token, self.phone_number_id = SECRETS["access_token"], SECRETS["phone_number_id"]

    def pass_time(self, seconds: float) -> None:
        """Moves the clock and sends what has become due."""
        self.clock.advance(seconds)
        self.wake()


@pytest_asyncio.fixture
async def wa_sim() -> AsyncIterator[SimulatorUnderTest]:
    """Meta on a free port of this machine, with a clock that stands; `aim` it at your webhook."""
    simulator = SimulatorUnderTest()
    async with simulator:
        yield simulator
