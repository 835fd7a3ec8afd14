"""A light stand-in for Meta: takes every answer, counts it, and has a status ready for each."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass

from aiohttp import web

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64) + b"\xff\xd9"


@dataclass(frozen=True)
class Heard:
    """One message that reached a phone."""

    to: str
    outbox_id: str
    body: str


class Graph:
    """Listens on a port that the gateway was told before."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.heard: list[Heard] = []
        self.statuses: list[dict[str, str]] = []
        self._numbers = itertools.count(1)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/{version}/{account}/messages", self._take)
        app.router.add_get("/{version}/{media}", self._describe)
        app.router.add_get("/media/{media}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        raw = await request.text()
        body = await request.json()
        if body.get("status") == "read":
            return web.json_response({"success": True})
        number, opaque = body["to"].lstrip("+"), body["biz_opaque_callback_data"]
        self.heard.append(Heard(number, opaque, raw))
        message_id = f"wamid.OUT{next(self._numbers)}"
        self.statuses.append(
            {
                "id": message_id,
                "status": "sent",
                "timestamp": str(int(time.time())),
                "recipient_id": number,
                "biz_opaque_callback_data": opaque,
            }
        )
        return web.json_response({"messaging_product": "whatsapp", "messages": [{"id": message_id}]})

    async def _describe(self, request: web.Request) -> web.Response:
        media = request.match_info["media"]
        if not media.startswith("m"):
            return web.json_response({"id": media})
        return web.json_response({"url": f"http://127.0.0.1:{self._port}/media/{media}", "id": media})

    async def _file(self, _request: web.Request) -> web.Response:
        return web.Response(body=JPEG)
