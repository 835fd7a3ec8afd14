"""The phone page in a real browser: what one can do on it, and what one sees."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from banpol.simulator.sample_jpeg import mosaic
from tests.browser.chromium import DESK, PHONE, opened
from tests.browser.conftest import Stage
from tests.browser.take_picture import answered

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


async def write(page: Page, words: str) -> None:
    field = page.get_by_label("Ketik pesan")
    await field.fill(words)
    await field.press("Enter")


@SIZES
async def test_a_conversation_with_every_kind_of_answer(stage: Stage, size: tuple[int, int]) -> None:
    """Typing, a button, a list, a place and a photo all arrive at the service, and its answers are seen."""
    async with opened(stage.browser, stage.url, size) as page:
        await write(page, "halo")
        await page.get_by_role("button", name="Lapor").click()
        await page.get_by_role("button", name="Pilih jenis").click()
        await expect(page.get_by_role("dialog", name="Pilih jenis")).to_be_visible()
        await page.screenshot(path=stage.shots / f"list-{size[0]}.png")
        await page.get_by_role("button", name="Penipuan").click()
        await page.get_by_role("button", name="Kirim lokasi").click()
        await page.screenshot(path=stage.shots / f"place-{size[0]}.png")
        await page.get_by_role("button", name="Jembatan Ampera").click()
        await expect(page.get_by_text("Lokasi diterima.")).to_be_visible()
        await page.get_by_role("button", name="Lampirkan").click()
        await page.screenshot(path=stage.shots / f"attach-{size[0]}.png")
        await page.get_by_role("button", name="Contoh foto").click()
        await expect(page.get_by_text("Diterima: image")).to_be_visible()
        await expect(page.get_by_role("img", name="Foto")).to_be_visible()
        await expect(page.locator(".own .ticks:not(.read)")).to_have_count(0)
        await page.screenshot(path=stage.shots / f"conversation-{size[0]}.png")
    kinds = [message["type"] for message in stage.service.heard]
    assert kinds == ["text", "interactive", "interactive", "location", "image"]
    replies = [message["interactive"] for message in stage.service.heard[1:3]]
    assert [reply[reply["type"]]["id"] for reply in replies] == ["id-Lapor", "id-Penipuan"]
    assert stage.service.heard[3]["context"]["id"], "a pin that answers the question for a place says so"
    assert [wide["status"] for wide in stage.service.statuses if wide["status"] == "read"]


async def test_a_photo_from_the_device_becomes_a_jpeg_with_its_caption(stage: Stage, tmp_path: Path) -> None:
    """What was typed goes along as the caption."""
    file = tmp_path / "rumah.jpg"
    file.write_bytes(mosaic(bytes(range(32))))
    async with opened(stage.browser, stage.url) as page:
        await page.get_by_label("Ketik pesan").fill("rumah saya")
        await page.get_by_role("button", name="Lampirkan").click()
        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("button", name="Foto dari perangkat ini").click()
        await (await chooser.value).set_files(file)
        await expect(page.get_by_text("Diterima: image")).to_be_visible()
    image = stage.service.heard[0]["image"]
    assert (image["mime_type"], image["caption"]) == ("image/jpeg", "rumah saya")


async def test_a_file_that_is_no_photo_is_refused_with_a_sentence(stage: Stage, tmp_path: Path) -> None:
    """Nothing is sent, and the typed words stay."""
    file = tmp_path / "bukan.jpg"
    file.write_text("bukan gambar")
    async with opened(stage.browser, stage.url) as page:
        await page.get_by_label("Ketik pesan").fill("rumah saya")
        await page.get_by_role("button", name="Lampirkan").click()
        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("button", name="Foto dari perangkat ini").click()
        await (await chooser.value).set_files(file)
        await expect(page.get_by_role("alert")).to_have_text("Berkas ini bukan foto yang dapat dibaca.")
        await expect(page.get_by_label("Ketik pesan")).to_have_value("rumah saya")
    assert stage.service.heard == []


async def test_markup_and_marks_are_shown_as_words(stage: Stage) -> None:
    """HTML stays text; WhatsApp's marks become elements; marks inside words do not."""
    phone = stage.simulator.phone("0812-0000-0001", "Siti", auto_read=False)
    await phone.send(
        "text", "<img src=x onerror=alert(1)> *tebal _miring_* 2*3*4 nama_berkas_ini no5*a* *b*6 `kode`"
    )
    async with opened(stage.browser, stage.url) as page:
        words = page.locator(".own .words")
        await expect(words).to_have_text(
            "<img src=x onerror=alert(1)> tebal miring 2*3*4 nama_berkas_ini no5*a* *b*6 kode"
        )
        assert await words.locator("img").count() == 0
        await expect(words.locator("strong em")).to_have_text("miring")
        await expect(words.locator("code")).to_have_text("kode")


async def test_a_reload_keeps_everything_and_begins_with_what_is_unread(stage: Stage) -> None:
    """The conversation comes from the simulator; unread messages stand below a line."""
    phone = stage.simulator.phone("0812-0000-0001", "Siti", auto_read=False)
    for number in range(12):
        await phone.send("text", f"cerita {number}")
    await stage.simulator.wait_delivered()
    async with opened(stage.browser, stage.url) as page:
        await expect(page.get_by_text("Pesan belum dibaca")).to_be_visible()
        await page.get_by_role("button", name="Ke pesan terbaru").click()
        await expect(page.get_by_role("button", name="Ke pesan terbaru")).to_be_hidden()
        await stage.simulator.wait_delivered()
        assert {message.status for message in phone.messages() if message.direction == "out"} == {"read"}
        await page.reload()
        await expect(page.get_by_text("cerita 11", exact=True)).to_be_visible()
        await expect(page.get_by_text("Pesan belum dibaca")).to_have_count(0)


@SIZES
async def test_several_phones_stand_side_by_side_or_behind_tabs(stage: Stage, size: tuple[int, int]) -> None:
    """A second phone is added by its button; its words do not appear on the first."""
    stage.simulator.phone("0812-0000-0001", "Siti", auto_read=False)
    async with opened(stage.browser, stage.url, size) as page:
        await page.get_by_role("button", name="Tambah telepon").click()
        await page.get_by_label("Nama", exact=True).fill("Budi")
        await page.get_by_role("button", name="Tambah", exact=True).click()
        second = page.get_by_label("Telepon Budi")
        await expect(second).to_be_visible()
        await expect(page.get_by_label("Telepon Siti")).to_be_visible(visible=size == DESK)
        await second.get_by_label("Ketik pesan").fill("halo dari Budi")
        await second.get_by_label("Ketik pesan").press("Enter")
        await expect(second.get_by_role("button", name="Lapor")).to_be_visible()
        await page.screenshot(path=stage.shots / f"two-{size[0]}.png")
    assert stage.simulator.phone("0812-0000-0001").messages() == []
    assert stage.service.heard[0]["from"] == "6281200000002"


@SIZES
async def test_a_disturbance_is_ordered_on_the_page(stage: Stage, size: tuple[int, int]) -> None:
    """The next message comes twice; a closed window makes the answer fail, which the page tells."""
    async with opened(stage.browser, stage.url, size) as page:
        await page.get_by_role("button", name="Gangguan").click()
        await expect(page.get_by_role("dialog", name="Gangguan untuk peragaan")).to_be_visible()
        await page.screenshot(path=stage.shots / f"faults-{size[0]}.png")
        await page.get_by_role("button", name="Datang dua kali").click()
        await expect(page.get_by_text("Datang dua kali: siap")).to_be_visible()
        await write(page, "halo")
        await expect(
            page.get_by_text("1 pesan berbayar").or_(page.get_by_text("2 pesan berbayar"))
        ).to_be_visible()
        await stage.simulator.wait_delivered()
        await page.screenshot(path=stage.shots / f"bill-{size[0]}.png")
        [fault] = stage.simulator.state.faults
        assert fault.left == 0  # type: ignore[attr-defined]
        await page.get_by_role("button", name="Gangguan").click()
        await page.get_by_role("button", name="Tutup jendela 24 jam").click()
        await expect(page.get_by_text("Tutup jendela 24 jam: siap")).to_be_visible()
    assert not next(iter(stage.simulator.state.phones)).window_open(stage.simulator.state.clock.now())


async def test_the_list_can_be_used_with_the_keyboard_alone(stage: Stage) -> None:
    """Enter opens the sheet, Escape closes it and gives the focus back, Enter on a row sends it."""
    phone = stage.simulator.phone("0812-0000-0001", "Siti", auto_read=False)
    async with opened(stage.browser, stage.url) as page:
        await write(page, "halo")
        await page.get_by_role("button", name="Lapor").press("Enter")
        opener = page.get_by_role("button", name="Pilih jenis")
        await opener.press("Enter")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(opener).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Kirim lokasi")).to_be_visible()
    assert [message.face.text for message in phone.messages() if message.face.type == "list"] == ["Penipuan"]


async def test_typing_is_shown_until_the_answer_comes(stage: Stage) -> None:
    """The indicator of the Graph route reaches the head of the phone."""
    stage.service._typing_s = 0.6
    async with opened(stage.browser, stage.url, dark=True) as page:
        await write(page, "halo")
        await expect(page.get_by_text("sedang mengetik…")).to_be_visible()
        await expect(page.get_by_role("button", name="Lapor")).to_be_visible()
        await expect(page.get_by_text("sedang mengetik…")).to_have_count(0)
        await page.screenshot(path=stage.shots / "dark.png")


async def test_reaction_voice_document_and_sticker(stage: Stage) -> None:
    """The rarer kinds reach the service and are seen on the phone."""
    async with opened(stage.browser, stage.url) as page:
        await write(page, "halo")
        await page.get_by_role("button", name="Beri reaksi pada pesan ini").click()
        await page.get_by_role("button", name="terima kasih").click()
        await expect(page.locator(".reaction")).to_have_text("🙏")
        await page.get_by_role("button", name="Kirim contoh pesan suara").click()
        for choice in ("Contoh dokumen", "Contoh stiker", "Contoh video"):
            await page.get_by_role("button", name="Lampirkan").click()
            await page.get_by_role("button", name=choice).click()
        await expect(page.get_by_text("Diterima: video")).to_be_visible()
        await expect(page.get_by_text("Diterima: sticker")).to_be_visible()
        await page.screenshot(path=stage.shots / "kinds.png")
    kinds = sorted(message["type"] for message in stage.service.heard)
    assert kinds == ["audio", "document", "reaction", "sticker", "text", "video"]


async def test_a_stopped_simulator_is_told_and_the_words_stay(stage: Stage) -> None:
    """What could not be sent stands in the field again."""
    context = await stage.browser.new_context()
    page = await context.new_page()
    await page.goto(stage.url)
    await expect(page.get_by_label("Ketik pesan")).to_be_visible()
    await stage.simulator.stop()
    await write(page, "masih ada?")
    await expect(page.get_by_role("alert")).to_contain_text("Simulator tidak menjawab")
    await expect(page.get_by_label("Ketik pesan")).to_have_value("masih ada?")
    await expect(page.get_by_role("status")).to_contain_text("Sambungan terputus")
    await context.close()


async def test_nothing_on_the_page_is_wider_than_a_small_phone(stage: Stage) -> None:
    """At 320 pixels nothing has to be scrolled sideways."""
    phone = stage.simulator.phone("0812-0000-0001", "Siti Nurhaliza binti Abdullah", auto_read=False)
    await phone.send("text", "x" * 300)
    await asyncio.sleep(0)
    async with opened(stage.browser, stage.url, (320, 640)) as page:
        await expect(page.get_by_role("button", name="Lapor")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_a_conversation_is_played_for_a_picture(stage: Stage) -> None:
    """Text, a button, a list's row, a place and a photo, as the picture's script writes them."""
    picture = stage.shots / "picture.png"
    async with opened(stage.browser, stage.url) as page:
        for step in ("halo", "[Lapor]", "[Narkoba]", "@Jembatan Ampera", "#foto"):
            await answered(page, step)
        await page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000
    kinds = [message["type"] for message in stage.service.heard]
    assert kinds == ["text", "interactive", "interactive", "location", "image"]


async def test_one_can_reply_edit_and_take_back(stage: Stage) -> None:
    """A reply quotes what it answers; an edited message says so; what was taken back leaves a line."""
    async with opened(stage.browser, stage.url) as page:
        await write(page, "halo")
        await page.get_by_role("button", name="Beri reaksi pada pesan ini").last.click()
        await page.get_by_role("button", name="Balas pesan ini").click()
        await expect(page.get_by_text("Membalas Banpol")).to_be_visible()
        await write(page, "di Plaju")
        await expect(page.locator(".own .quote")).to_contain_text("Selamat siang.")
        await page.get_by_role("button", name="Ubah atau hapus pesan ini").last.click()
        await page.get_by_label("Tulis ulang").fill("di Kertapati")
        await page.get_by_role("button", name="Simpan perubahan").click()
        await expect(page.locator(".own").last).to_contain_text("di Kertapati")
        await expect(page.locator(".own").last).to_contain_text("Diedit")
        await page.get_by_role("button", name="Ubah atau hapus pesan ini").last.click()
        await page.get_by_role("button", name="Hapus untuk semua orang").click()
        await expect(page.locator(".own .gone")).to_have_text("Anda menghapus pesan ini")
    assert [message["type"] for message in stage.service.heard] == ["text", "text", "edit", "revoke"]
    assert stage.service.heard[1]["context"]["id"].startswith("wamid.")
