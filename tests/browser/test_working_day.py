"""One emergency from the phone to its end, through the real assistant and two officers' browsers."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from banpol import wiring
from banpol.clock import SystemClock
from banpol.console.app import console_app
from banpol.simulator.sample_jpeg import mosaic
from tests.browser.chromium import chromium, chromium_path
from tests.browser.officer import Officer, at_the_desk
from tests.support.console import ConsoleStage, console_stage
from tests.support.desk_work import row_of
from tests.support.serving import serving

pytestmark = pytest.mark.slow
CRY = "tolong ada orang bawa parang di depan rumah saya di plaju palembang"

NAMES = ("Siti", "Budi", "Rina", "Agus", "Dewi", "Eko")
OLD_SCREEN = (1120, 700)


@dataclass
class Day:
    """The citizens' side, the console over the same register, its address, and a browser."""

    talk: object
    console: ConsoleStage
    address: str
    browser: Browser

    def heard(self, name: str) -> list[str]:
        phone = self.talk.phone(name)  # type: ignore[attr-defined]
        return [message.face.text for message in phone.messages() if message.direction == "out"]

    async def says(self, name: str, text: str, kind: str = "text") -> None:
        await self.talk.phone(name).send(kind, text)  # type: ignore[attr-defined]
        await self.settle()

    async def settle(self) -> None:
        await self.talk.settle()  # type: ignore[attr-defined]


@pytest.fixture
async def day(tmp_path: Path) -> AsyncIterator[Day]:
    """Skipped where there is no Chromium or no trained model."""
    path, settings = chromium_path(), wiring.settings()
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    if not list(settings.models_dir.glob("*.tar.gz")):
        pytest.skip("there is no trained model; `make test` trains one first")
    from banpol.cli.talking import load_agent

    policy = asyncio.get_event_loop_policy()
    agent, now = load_agent(settings), SystemClock().now()
    asyncio.set_event_loop_policy(policy)  # Rasa's web server brings its own, under which no browser starts
    # Only now: it brings Rasa along, and with it TensorFlow unless the agent's loading has put a stub there.
    from banpol.cli.stage import Stage

    async with Stage(agent, tmp_path, now, settings.project_dir) as talk:
        console = console_stage(talk.store, talk.keys, talk.clock, tmp_path / "media")
        with serving(console_app(console.house)) as address:
            async with chromium(path) as browser:
                yield Day(talk, console, address, browser)


async def arrives(day: Day, officer: Officer, name: str) -> tuple[str, float]:
    """A citizen cries for help; the report's number and after how long it stood in the open queue."""
    rows = officer.page.locator("#antrean tbody a")
    before, sent = await rows.count(), time.monotonic()
    told = asyncio.create_task(day.says(name, CRY))
    await expect(rows).to_have_count(before + 1, timeout=20_000)
    waited = time.monotonic() - sent
    await told
    return str(await rows.first.text_content()), waited


async def closed(officer: Officer, outcome: str) -> None:
    await officer.step("Selesaikan")
    await officer.page.locator("details[open] select[name=outcome]").select_option(label=outcome)
    await officer.do("Selesaikan")


async def test_an_emergency_from_the_phone_to_its_end(day: Day, tmp_path: Path) -> None:
    """Seen within a second; verified, asked, answered, closed with evidence, disputed, closed again."""
    clock = day.console.house.clock
    async with (
        at_the_desk(day.browser, day.address, clock, "pengawas", OLD_SCREEN) as one,
        at_the_desk(day.browser, day.address, clock, "pengawas2", OLD_SCREEN) as two,
    ):
        await expect(one.page.get_by_text("langsung", exact=True)).to_be_visible()
        found: list[tuple[str, float]] = []
        # The first one warms the models up, and other work on this machine may hold up some, not all.
        while len(found) < 2 or (len(found) < 6 and found[-1][1] >= 1.0):
            found.append(await arrives(day, one, NAMES[len(found)]))
        assert found[-1][1] < 1.0, found
        assert (await one.page.title()).startswith(f"({len(found)}) DARURAT")
        await one.picture("konsol-antrean")
        number = found[0][0]
        await one.page.get_by_role("link", name=number).click()
        await verified_by_keys(day, one, number)
        await asked_and_answered(day, one, number)
        await answered_with_ticks(day, one)
        await identity_by_two(day, one, two, number)
        await closed_disputed_closed(day, one, number, tmp_path)
        assert await one.faults() == []


async def verified_by_keys(day: Day, one: Officer, number: str) -> None:
    """Taken, verified and taken up with the keyboard alone; the reporter hears of it."""
    await expect(one.page.get_by_text("bawa parang").first).to_be_visible()
    await one.page.keyboard.press("a")
    await one.page.keyboard.press("Enter")
    await expect(one.page.get_by_text("Laporan ini sekarang Anda tangani")).to_be_visible()
    for key in ("1", "1"):
        await one.page.keyboard.press(key)
        await one.page.locator("details[open] button.main").press("Enter")
        await expect(one.page.get_by_text("Tersimpan.")).to_be_visible()
        await one.page.wait_for_load_state()
    await one.picture("konsol-laporan")
    await day.settle()
    assert any(f"*{number}* sudah diperiksa petugas" in text for text in day.heard("Siti"))
    assert await one.faults() == []


async def asked_and_answered(day: Day, one: Officer, number: str) -> None:
    """The question reaches the phone; the answer takes the report back to where it was."""
    await one.step("Tanya pelapor")
    await one.picture("konsol-langkah")
    await one.page.get_by_label("Pertanyaan kepada pelapor").fill("Berapa orang yang membawa parang?")
    await one.do("Tanya pelapor")
    await day.settle()
    assert any("Berapa orang yang membawa parang?" in text for text in day.heard("Siti"))
    await day.says("Siti", "ada tiga orang, yang satu pakai helm merah")
    await one.page.get_by_role("link", name="Muat yang terbaru").click()
    await expect(one.page.get_by_text("helm merah").first).to_be_visible()
    with day.console.house.database.read() as session:
        assert row_of(session, number)["status"] == "ditindaklanjuti"


async def answered_with_ticks(day: Day, one: Officer) -> None:
    """A canned answer, sent; the tick moves to "dibaca" on the open page."""
    await one.page.get_by_label("Jawaban siap").select_option("Petugas menuju lokasi")
    await expect(one.page.get_by_label("Balas pelapor")).to_have_value(re.compile("menuju lokasi"))
    await one.page.get_by_role("button", name="Kirim ke pelapor").click()
    await expect(one.page.get_by_text("Pesan masuk ke kotak keluar")).to_be_visible()
    await day.settle()
    last = one.page.locator(".talk .petugas").last
    await expect(last).to_contain_text("dibaca", timeout=8000)
    await last.scroll_into_view_if_needed()
    await one.picture("konsol-percakapan")


async def identity_by_two(day: Day, one: Officer, two: Officer, number: str) -> None:
    """Asked by one, approved by the other, seen by the first, and only for a look."""
    phone = day.talk.phone("Siti").number  # type: ignore[attr-defined]
    await one.page.locator("summary", has_text="Minta pembukaan").click()
    await one.page.locator("select[name=dasar]").select_option(label="Bahaya bagi jiwa")
    await one.page.locator("textarea[name=alasan]").fill("pelapor harus dijemput dari rumahnya")
    await one.page.get_by_role("button", name="Ajukan").click()
    await expect(one.page.get_by_text("Permintaan tercatat")).to_be_visible()
    await two.go("/permintaan")
    await two.picture("konsol-identitas")
    assert await two.faults() == []
    await two.page.get_by_label("Alasan keputusan").fill("nyawa terancam")
    await two.page.get_by_role("button", name="Setujui 24 jam").click()
    day.talk.clock.advance(31)  # type: ignore[attr-defined]
    assert await two.faults() == []
    await two.picture("konsol-kode")
    await two.confirm()
    await expect(two.page.get_by_text("Keputusan tersimpan")).to_be_visible()
    await one.go(f"/laporan/{number}")
    assert phone not in await one.page.content()
    await one.page.get_by_role("button", name="Lihat identitas").click()
    await one.confirm()
    await expect(one.page.get_by_text(f"+{phone}")).to_be_visible()
    assert await one.faults() == []
    await one.go(f"/laporan/{number}")


async def closed_disputed_closed(day: Day, one: Officer, number: str, folder: Path) -> None:
    """Closed with an officer's photo, disputed on the phone, worked on again, closed for good."""
    photo = folder / "bukti.jpg"
    photo.write_bytes(mosaic(bytes(range(32))))
    await one.page.get_by_label("Bukti dari petugas").set_input_files(photo)
    await one.page.get_by_role("button", name="Simpan bukti").click()
    await expect(one.page.get_by_role("img", name="Foto bukti 1")).to_be_visible()
    await closed(one, "Pelaku diamankan")
    await one.page.get_by_role("heading", name="Riwayat").scroll_into_view_if_needed()
    await one.picture("konsol-bukti-riwayat")
    await day.settle()
    assert any("dinyatakan selesai" in text for text in day.heard("Siti"))
    await day.says("Siti", "Belum selesai", "button")
    await day.says("Siti", "orangnya datang lagi tadi malam")
    await one.go(f"/laporan/{number}")
    await expect(one.page.get_by_text("Dibuka kembali").first).to_be_visible()
    await one.step("Tindak lanjuti")
    await one.do("Tindak lanjuti")
    await closed(one, "Tertangani di tempat")
    await day.settle()
    assert sum("dinyatakan selesai" in text for text in day.heard("Siti")) == 2
