"""Takes a picture of the phone page for every kind of message, small and wide, light and dark.

    python -m tests.browser.gallery OUT [scene …]

Each scene is a phone of its own whose conversation is made through the simulator's routes; look at the
pictures, that is what they are for.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Awaitable, Callable, Mapping

from playwright.async_api import Browser, Page

from banpol.clock import SystemClock
from banpol.simulator.media import UPLOAD_LIFE
from banpol.simulator.sample_jpeg import mosaic
from banpol.simulator.simulator import SimulatedPhone, Simulator
from tests.browser.chromium import DESK, PHONE, chromium, chromium_path, opened
from tests.browser.small_service import NUMBER_ID, TOKEN, SmallService, buttons, kinds, place_question, text

LOOKS = {
    "phone": (PHONE, False),
    "phone-dark": (PHONE, True),
    "desk": (DESK, False),
    "desk-dark": (DESK, True),
}


class Mute(SmallService):
    """A service that says only what a scene wants."""

    async def _answer(self, message: dict[str, Any]) -> None:
        return None

    async def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        # Read marks belong to a scene as well; without them the ticks stay grey.
        return {} if body.get("status") and not body.pop("wanted", False) else await super()._post(body)


@dataclass
class Set:
    """What a scene is played on."""

    simulator: Simulator
    service: Mute
    phone: SimulatedPhone

    async def says(self, *bodies: dict[str, Any]) -> None:
        for body in bodies:
            answer = await self.service.say(self.phone.number, body)
            assert "messages" in answer, answer

    async def reads(self, typing: bool = False) -> None:
        """The service has seen everything so far."""
        newest = [message for message in self.phone.messages() if message.direction == "in"][-1]
        mark: dict[str, Any] = {"status": "read", "message_id": newest.id, "wanted": True}
        if typing:
            mark["typing_indicator"] = {"type": "text"}
        await self.service._post(mark)

    def file(self, kind: str, content: bytes, mime_type: str, name: str) -> str:
        return self.simulator.state.media.keep(content, mime_type, name, UPLOAD_LIFE).id


async def words(on: Set) -> None:
    """Text both ways, marks, buttons tapped, a reply, a reaction."""
    await on.phone.send("text", "halo, motor sayo ilang di pasar 16 ilir")
    await on.reads()
    greeting = "*Banpol* menerima laporan dari warga Sumatera Selatan.\n\nKeadaan darurat: telepon *110*."
    await on.says(buttons(greeting + " Apakah Anda setuju data ini disimpan?", ("Setuju", "Tidak")))
    await on.phone.send("button", "Setuju")
    await on.reads()
    await on.says(text("Kapan kejadiannya? Misalnya _tadi malam jam 9_."))
    asked = on.phone.messages()[-1]
    await on.phone.send("text", "td malem sekitar jam sembilan", reply_to=asked.id)
    await on.phone.send("reaction", "🙏", message_id=asked.id)
    await on.reads(typing=True)


async def lists(on: Set) -> None:
    """A list and the row that was chosen; a list too long for WhatsApp, as numbers."""
    await on.phone.send("text", "mau lapor")
    await on.reads()
    await on.says(kinds())
    await on.phone.send("list", "Penipuan")
    await on.reads()
    numbered = "Di kabupaten atau kota mana?\n\n" + "\n".join(
        f"{place}. {name}" for place, name in enumerate(("Palembang", "Banyuasin", "Ogan Ilir", "Lahat"), 1)
    )
    await on.says(text(numbered))
    await on.phone.send("text", "1")


async def places(on: Set) -> None:
    """The question for a place, a pin with a name and one without."""
    await on.phone.send("text", "mau lapor")
    await on.reads()
    await on.says(place_question())
    await on.phone.send("location", "", lat=-2.99178, lon=104.76353, name="Jembatan Ampera")
    await on.phone.send("location", "", lat=-2.97607, lon=104.77543)
    await on.reads()
    place = {"latitude": -2.9761, "longitude": 104.7754, "name": "Polrestabes Palembang", "address": "Jl. X"}
    await on.says({"type": "location", "location": place})


async def files(on: Set) -> None:
    """Pictures, recordings, films and papers of a citizen."""
    await on.phone.send("image", "motor", caption="Ini foto motornya")
    await on.phone.send("audio", "suara")
    await on.phone.send("video", "video", caption="Rekaman dari kamera toko")
    await on.phone.send("document", "STNK", name="stnk.pdf")
    await on.reads()


async def answers(on: Set) -> None:
    """A picture of the service, and one above its buttons."""
    await on.phone.send("text", "ada fotonya")
    await on.reads()
    picture = on.file("image", mosaic(bytes(range(64))), "image/jpeg", "peta.jpg")
    header = {"type": "image", "image": {"id": picture}}
    await on.says({"type": "image", "image": {"id": picture, "caption": "Kantor polisi terdekat"}})
    body = buttons("Terima kasih, berkasnya sudah kami simpan. Ada lagi?", ("Tidak ada", "Masih ada"))
    body["interactive"].update(header=header, footer={"text": "Layanan laporan warga"})
    await on.says(body)


async def cards(on: Set) -> None:
    """A contact, a sticker, an edit, something taken back, something that WhatsApp does not pass on."""
    await on.phone.send("contacts", "Budi Contoh", number="0812-0000-0099")
    await on.phone.send("sticker", "stiker")
    await on.phone.send("text", "kejadiannya di Kertapati")
    await on.phone.send("edit", "kejadiannya di Plaju")
    await on.phone.send("text", "nomor saya 0812")
    await on.phone.send("revoke")
    await on.phone.send("unsupported", "poll_creation")
    await on.reads()


async def forms(on: Set) -> None:
    """The question for a number, a form, and the form as it was filled in."""
    await on.phone.send("text", "halo")
    await on.reads()
    await on.says(text("Kontak sudah dicatat."), contact_question(), form())
    await on.phone.send("flow", answers={"isian": "Motor Beat hitam"})


async def statuses(on: Set) -> None:
    """A template, a refused answer, ticks of every kind, and typing."""
    await on.phone.send("text", "halo")
    await on.reads()
    parameters = [{"type": "text", "text": words} for words in ("BP-260105-0001", "sedang diperiksa")]
    template = {
        "name": "laporan_status",
        "language": {"code": "id"},
        "components": [{"type": "body", "parameters": parameters}],
    }
    await on.says({"type": "template", "template": template})
    on.simulator.state.exchange.close_window(on.simulator.state.phones.find(on.phone.number))  # type: ignore[arg-type]
    await on.says(text("Pesan ini tidak sampai."))
    await on.phone.send("text", "sudah ada kabar?")
    await on.reads()
    await on.phone.send("text", "halo? ini sudah diterima, belum dibaca")
    assert await on.simulator.wait_delivered(5)
    on.simulator.aim("http://127.0.0.1:9/nobody")
    await on.phone.send("text", "ini belum diterima")


def contact_question() -> dict[str, Any]:
    action = {"name": "request_contact_info"}
    body = {"text": "Bolehkah kami menyimpan nomor Anda?"}
    return {"type": "interactive", "interactive": {"type": "contact_request", "body": body, "action": action}}


def form() -> dict[str, Any]:
    parameters = {"flow_message_version": "3", "flow_id": "1", "flow_cta": "Isi formulir", "flow_token": "t"}
    body, action = {"text": "Lengkapi ciri-ciri motornya."}, {"name": "flow", "parameters": parameters}
    return {"type": "interactive", "interactive": {"type": "flow", "body": body, "action": action}}


async def open_list(page: Page) -> None:
    await page.locator(".phone.shown").get_by_role("button", name="Pilih jenis").last.click()


async def own_sheet(page: Page) -> None:
    await page.get_by_role("button", name="Ubah atau hapus pesan ini").last.click()


async def reply_to_it(page: Page) -> None:
    await page.get_by_role("button", name="Beri reaksi pada pesan ini").last.click()
    await page.get_by_role("button", name="Balas pesan ini").click()


async def faults_panel(page: Page) -> None:
    await page.get_by_role("button", name="Gangguan").click()


async def nothing(_page: Page) -> None:
    return None


SCENES: Mapping[str, tuple[Callable[[Set], Awaitable[None]], Callable[[Page], Awaitable[None]]]] = {
    "words": (words, nothing),
    "lists": (lists, nothing),
    "list-open": (lists, open_list),
    "places": (places, nothing),
    "files": (files, nothing),
    "answers": (answers, nothing),
    "cards": (cards, nothing),
    "forms": (forms, nothing),
    "own-message": (words, own_sheet),
    "replying": (words, reply_to_it),
    "statuses": (statuses, nothing),
    "faults": (words, faults_panel),
}


async def picture(browser: Browser, scene: str, look: str, out: Path) -> None:
    """Plays one scene on a fresh simulator and keeps `scene-look.png`."""
    play, then = SCENES[scene]
    service = Mute()
    simulator = Simulator(
        app_secret="s",
        verify_token="v",
        access_token=TOKEN,
        phone_number_id=NUMBER_ID,
        clock=SystemClock(),
        webhook_url=await service.start(),
    )
    async with simulator:
        service.api = simulator.url
        size, dark = LOOKS[look]
        await play(Set(simulator, service, simulator.phone("0812-0000-0001", "Siti", auto_read=False)))
        async with opened(browser, simulator.url + "/", size, dark=dark) as page:
            await page.locator(".phone.shown .turn").first.wait_for()
            await page.wait_for_timeout(400)
            await then(page)
            await page.wait_for_timeout(200)
            await page.screenshot(path=out / f"{scene}-{look}.png")
    await service.stop()


async def gallery(out: Path, scenes: list[str]) -> None:
    """Raises RuntimeError without Chromium."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("Chromium is not installed (Debian: apt install chromium)")
    out.mkdir(parents=True, exist_ok=True)
    async with chromium(path) as browser:
        for scene in scenes:
            for look in LOOKS:
                await picture(browser, scene, look, out)


def main() -> None:
    """Arguments: a folder, and the scenes if not all."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    asyncio.run(gallery(Path(sys.argv[1]), sys.argv[2:] or list(SCENES)))


if __name__ == "__main__":
    main()
