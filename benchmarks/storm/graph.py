"""A light stand-in for Meta: takes every answer, counts it, and has a status ready for each."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from dataclasses import dataclass

from aiohttp import web

LONGEST_SECONDS = 0.02
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64) + b"\xff\xd9"


@dataclass(frozen=True)
class Heard:
    """One message that reached a phone."""

    to: str
    outbox_id: str
    body: str


class Graph:
    """Listens on a port that the gateway was told before. `first` and `reached` count a doubled one once."""

    def __init__(self, port: int) -> None:
        self._port, self._chance = port, random.Random(port)
        self.heard: list[Heard] = []
        self.first: dict[str, Heard] = {}
        self.reached: Counter[str] = Counter()
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
        try:
            raw = await request.text()
        except ConnectionResetError:  # killed while it was writing: nothing has arrived
            return web.Response(status=400)
        body = json.loads(raw)
        if body.get("status") == "read":
            return web.json_response({"success": True})
        # Meta takes its time, and not always the same.
        await asyncio.sleep(self._chance.uniform(0, LONGEST_SECONDS))
        number, opaque = body["to"].lstrip("+"), body["biz_opaque_callback_data"]
        self._hear(Heard(number, opaque, raw))
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

    def _hear(self, one: Heard) -> None:
        self.heard.append(one)
        if one.outbox_id not in self.first:
            self.first[one.outbox_id] = one
            self.reached[one.to] += 1

    async def _describe(self, request: web.Request) -> web.Response:
        media = request.match_info["media"]
        if not media.startswith("m"):
            return web.json_response({"id": media})
        return web.json_response({"url": f"http://127.0.0.1:{self._port}/media/{media}", "id": media})

    async def _file(self, _request: web.Request) -> web.Response:
        return web.Response(body=JPEG)
