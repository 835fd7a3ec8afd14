"""A running simulator, a clock that stands still, a webhook that listens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from banpol.clock import UTC, ManualClock
from banpol.simulator.simulator import Simulator

NUMBER_ID, TOKEN = "100000000000001", "token"
CITIZEN = "6281200000001"
START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


class Webhook:
    """Keeps what arrives; `answers` are the next statuses, 200 when there are none."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[int] = []
        self.url = ""

    async def start(self) -> str:
        app = web.Application()
        app.router.add_post("/webhook", self._post)
        app.router.add_get("/webhook", self._get)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.url = f"http://{host}:{port}/webhook"
        return self.url

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _get(self, request: web.Request) -> web.Response:
        known = request.query.get("hub.verify_token") == "verify"
        return web.Response(
            text=request.query["hub.challenge"] if known else "no", status=200 if known else 403
        )

    async def _post(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.headers.append(dict(request.headers))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@dataclass
class Stage:
    """A running simulator and everything around it."""

    simulator: Simulator
    webhook: Webhook
    clock: ManualClock
    session: aiohttp.ClientSession

    async def ask(
        self, method: str, path: str, *, token: str = TOKEN, **more: Any
    ) -> tuple[int, dict[str, Any]]:
        """Status and JSON of a Graph or control route."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.session.request(method, self.simulator.url + path, headers=headers, **more) as answer:
            return answer.status, await answer.json()

    async def send(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A request to send, addressed to the usual citizen unless it says otherwise."""
        full = {"messaging_product": "whatsapp", "to": f"+{CITIZEN}", **body}
        return await self.ask("POST", f"/v23.0/{NUMBER_ID}/messages", json=full)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """One citizen who has already written, so that the window is open."""
    webhook, clock = Webhook(), ManualClock(START)
    simulator = Simulator(
        app_secret="secret",
        verify_token="verify",
        access_token=TOKEN,
        phone_number_id=NUMBER_ID,
        clock=clock,
        webhook_url=await webhook.start(),
        seed=7,
    )
    async with simulator, aiohttp.ClientSession() as session:
        await simulator.phone(CITIZEN, "Siti").send("text", "halo")
        assert await simulator.wait_delivered(5)
        yield Stage(simulator, webhook, clock, session)
    await webhook.stop()
