"""Stands in for Meta: takes every answer, says so in a status, and tells who received what."""

from __future__ import annotations

import itertools
from typing import Any, Callable

from aiohttp import web

Heard = Callable[[str, str, dict[str, Any]], None]


class Graph:
    """`heard` is called with recipient, our outbox id and the body, for each message that is taken."""

    undelivered = 0

    def __init__(self, port: int, heard: Heard) -> None:
        self._port, self._heard = port, heard
        self._ids = itertools.count(1)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/{version}/{account}/messages", self._messages)
        app.router.add_get("/{version}/{account}", self._number)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _number(self, request: web.Request) -> web.Response:
        return web.json_response({"id": request.match_info["account"]})

    async def _messages(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("status") == "read":
            return web.json_response({"success": True})
        message_id = f"wamid.OUT{next(self._ids)}"
        self._heard(body["to"], body["biz_opaque_callback_data"], {**body, "id": message_id})
        return web.json_response({"messaging_product": "whatsapp", "messages": [{"id": message_id}]})
