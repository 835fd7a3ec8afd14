"""Plays a conversation on the phone page of a running simulator and takes a picture of it.

    python -m tests.browser.take_picture http://127.0.0.1:8090/ out.png "motor sayo ilang" "[Setuju]" "#foto"

A step is a text; `[label]` taps a button, or a row of the newest list; `@place` sends a place of the
page's list; `#foto` sends a sample photo. After each step it waits until the service is quiet again.
"""

from __future__ import annotations

import asyncio
import sys

from playwright.async_api import Page

from tests.browser.chromium import DESK, PHONE, chromium, chromium_path, opened

QUIET_S, PATIENCE_S = 1.5, 60.0


async def take(url: str, out: str, steps: list[str], size: tuple[int, int] = PHONE) -> None:
    """Raises RuntimeError without Chromium, TimeoutError when the service stays silent."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("Chromium is not installed (Debian: apt install chromium)")
    async with chromium(path) as browser, opened(browser, url, size) as page:
        for step in steps:
            await answered(page, step)
        await page.screenshot(path=out)


async def answered(page: Page, step: str) -> None:
    """Does one step and waits for what comes back."""
    received = page.locator(".phone.shown .turn:not(.own)")
    before = await received.count()
    await _do(page, step)
    for _ in range(int(PATIENCE_S / 0.2)):
        if await received.count() > before:
            break
        await asyncio.sleep(0.2)
    else:
        raise TimeoutError(f"no answer to {step!r}")
    count = before
    while count != await received.count():
        count = await received.count()
        await asyncio.sleep(QUIET_S)


async def _do(page: Page, step: str) -> None:
    if step.startswith("[") and step.endswith("]"):
        await _tap(page, step[1:-1])
    elif step.startswith("@"):
        await page.get_by_role("button", name="Lampirkan").click()
        await page.get_by_role("button", name="Lokasi", exact=True).click()
        await page.get_by_role("button", name=step[1:]).first.click()
    elif step == "#foto":
        await page.get_by_role("button", name="Lampirkan").click()
        await page.get_by_role("button", name="Contoh foto").click()
    else:
        field = page.locator(".phone.shown").get_by_label("Ketik pesan")
        await field.fill(step)
        await field.press("Enter")


async def _tap(page: Page, label: str) -> None:
    button = page.locator(".phone.shown .choice", has_text=label)
    if not await button.count():
        # Behind the newest list, then: its own button stands last in the conversation.
        await page.locator(".phone.shown .choice").last.click()
        button = page.locator(".sheet-row", has_text=label)
    await button.last.click()


def main() -> None:
    """Arguments: address, file, steps; `--desk` first makes the window wide."""
    arguments = sys.argv[1:]
    size = DESK if arguments[:1] == ["--desk"] else PHONE
    if len(arguments) < 2:
        sys.exit(__doc__)
    url, out, *steps = arguments[size == DESK :]
    asyncio.run(take(url, out, steps, size))


if __name__ == "__main__":
    main()
