"""A simulator with a small service behind it, and a browser to look at its page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import AsyncIterator

import pytest
from playwright.async_api import Browser

from banpol.clock import SystemClock
from banpol.simulator.simulator import Simulator
from tests.browser.chromium import chromium, chromium_path
from tests.browser.small_service import NUMBER_ID, TOKEN, SmallService


@dataclass
class Stage:
    """What a test of the page needs."""

    simulator: Simulator
    service: SmallService
    browser: Browser
    shots: Path

    @property
    def url(self) -> str:
        return self.simulator.url + "/"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Skipped where there is no Chromium."""
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    service = SmallService()
    simulator = Simulator(
        app_secret="secret",
        verify_token="verify",
        access_token=TOKEN,
        phone_number_id=NUMBER_ID,
        clock=SystemClock(),
        webhook_url=await service.start(),
    )
    async with simulator, chromium(path) as browser:
        service.api = simulator.url
        yield Stage(simulator, service, browser, tmp_path)
    await service.stop()
