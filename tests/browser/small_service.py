"""A service of a few sentences behind a real webhook: says by the Graph route what a test wants to see."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Mapping

import aiohttp
from aiohttp import web

Json = dict[str, Any]
TOKEN, NUMBER_ID = "token", "100000000000001"
GREETING = "*Selamat siang.* Ini layanan laporan _Banpol_.\n\nAda yang dapat dibantu? ~Tidak~ `Ya`."
KINDS = ("Pencurian", "Penipuan", "Perampasan (begal)", "Penganiayaan", "Narkoba", "Kecelakaan", "Lainnya")


class SmallService:
    """`api` is the simulator's address, known once that has started."""

    def __init__(self, typing_s: float = 0.0) -> None:
        self.api = ""
        self.heard: list[Json] = []
        self.statuses: list[Json] = []
        self._typing_s = typing_s

    async def start(self) -> str:
        """The webhook's address."""
        app = web.Application()
        app.router.add_post("/webhook", self._webhook)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"})
        host, port = self._runner.addresses[0]
        return f"http://{host}:{port}/webhook"

    async def stop(self) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def say(self, number: str, body: Json) -> Json:
        """One message; the answer of the Graph route."""
        return await self._post({"to": f"+{number}", **body})

    async def _webhook(self, request: web.Request) -> web.Response:
        value = (await request.json())["entry"][0]["changes"][0]["value"]
        self.statuses.extend(value.get("statuses", []))
        for message in value.get("messages", []):
            self.heard.append(message)
            await self._post(
                {"status": "read", "message_id": message["id"], "typing_indicator": {"type": "text"}}
            )
            asyncio.get_running_loop().create_task(self._answer(message))
        return web.Response()

    async def _answer(self, message: Json) -> None:
        await asyncio.sleep(self._typing_s)
        for body in answers_to(message):
            await self.say(message["from"], body)

    async def _post(self, body: Json) -> Json:
        full = {"messaging_product": "whatsapp", **body}
        async with self._session.post(f"{self.api}/v23.0/{NUMBER_ID}/messages", json=full) as answer:
            return await answer.json()


def text(words: str) -> Json:
    return {"type": "text", "text": {"body": words}}


def buttons(words: str, titles: tuple[str, ...]) -> Json:
    replies = [{"type": "reply", "reply": {"id": f"id-{title}", "title": title}} for title in titles]
    action = {"buttons": replies}
    return {
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": words}, "action": action},
    }


def kinds() -> Json:
    rows = [{"id": f"id-{kind}", "title": kind} for kind in KINDS]
    rows[0]["description"] = "Barang diambil tanpa izin, termasuk motor"
    action = {"button": "Pilih jenis", "sections": [{"title": "Jenis kejadian", "rows": rows}]}
    body = {"text": "Kejadian apa yang ingin dilaporkan?"}
    return {"type": "interactive", "interactive": {"type": "list", "body": body, "action": action}}


def place_question() -> Json:
    body = {"text": "Di mana kejadiannya? Kirim lokasi, atau ketik nama tempatnya."}
    interactive = {"type": "location_request_message", "body": body, "action": {"name": "send_location"}}
    return {"type": "interactive", "interactive": interactive}


def answers_to(message: Json) -> list[Json]:
    """What the service says to a message; nothing to a reaction."""
    kind = message["type"]
    if kind == "interactive":
        title = next(iter(message["interactive"][message["interactive"]["type"]] for _ in "1"))["title"]
        return [place_question()] if title in KINDS else [kinds()]
    by_kind: Mapping[str, Callable[[], list[Json]]] = {
        "text": lambda: [buttons(GREETING, ("Lapor", "Tanya"))],
        "location": lambda: [text("Lokasi diterima.")],
        "reaction": lambda: [],
    }
    return by_kind.get(kind, lambda: [text(f"Diterima: {kind}")])()
