"""An officer at a browser: signed in, with everything that must never happen on a page noticed."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import AsyncIterator

from playwright.async_api import Browser, Page, expect

from banpol.clock import Clock
from banpol.console import demo
from banpol.register import totp
from tests.browser.chromium import DESK, opened

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
# Where the tour's pictures are written; only asked for by hand, so that a test run leaves no trace.
PICTURES = os.environ.get("BANPOL_TOUR_PICTURES", "")


@dataclass
class Officer:
    """Somebody's page of the console."""

    page: Page
    address: str
    login: str
    clock: Clock

    async def go(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def faults(self) -> list[str]:
        """What axe-core finds on the page as it stands."""
        await self.page.evaluate(AXE)
        run = "axe.run().then((r) => r.violations.map((v) => v.id + ' ' + v.nodes[0].html.slice(0, 80)))"
        return list(await self.page.evaluate(run))

    async def wider(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(await self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    async def step(self, words: str) -> None:
        """Opens one of the next moves."""
        await self.page.locator(".work summary", has_text=words).click()

    async def do(self, words: str) -> None:
        """Presses the button of the open move, and waits for the sentence that says it is done."""
        await self.page.locator("details[open]").get_by_role("button", name=words).click()
        await expect(self.page.get_by_role("status").filter(has_text="Tersimpan.")).to_be_visible()

    async def confirm(self) -> None:
        """Types the fresh code that a deed of weight asks for."""
        await expect(self.page.get_by_role("heading", name="Kode sekali lagi")).to_be_visible()
        code = totp.code(demo.secret_of(self.login), totp.step_of(self.clock.now()))
        await self.page.get_by_label("Kode 6 angka").fill(code)
        await self.page.get_by_role("button", name="Lanjutkan").click()

    async def picture(self, name: str) -> None:
        if PICTURES:
            await self.page.screenshot(path=Path(PICTURES) / f"{name}.png")


@asynccontextmanager
async def at_the_desk(
    browser: Browser,
    address: str,
    clock: Clock,
    login: str,
    size: tuple[int, int] = DESK,
    *,
    dark: bool = False,
) -> AsyncIterator[Officer]:
    """Signed in through the form; an error on the console or a request to elsewhere fails the test."""
    async with opened(browser, address + "/masuk", size, dark=dark) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.get_by_label("Nama masuk").fill(login)
        await page.get_by_label("Kata sandi").fill(demo.PASSWORD)
        code = totp.code(demo.secret_of(login), totp.step_of(clock.now()))
        await page.get_by_label("Kode 6 angka").fill(code)
        await page.get_by_role("button", name="Masuk").click()
        await page.wait_for_url(lambda url: not url.endswith("/masuk"))
        yield Officer(page, address, login, clock)
        assert [url for url in asked if not url.startswith((address, "blob:"))] == []
