"""The only door to the internet: webhooks in, answers out, and what an operator needs to see.

GET and POST /webhooks/whatsapp/webhook · /health alive · /ready able to work · /metrics figures
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from typing import Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from banpol.whatsapp import handshake
from banpol.whatsapp.carrier import Carrier, CarrierSetup
from banpol.whatsapp.intake import MAX_BODY

WEBHOOK_PATH = "/webhooks/whatsapp/webhook"
BODY_SECONDS = 20.0
CLOSE_SECONDS = 10
_CAREFUL = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class BodyTooLong(Exception):
    """More bytes than a webhook may have."""


class Pages:
    """The answers of the web application, over a carrier that somebody else starts and stops."""

    def __init__(self, carrier: Carrier, verify_token: str) -> None:
        self._carrier, self._verify_token = carrier, verify_token

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(WEBHOOK_PATH, self.verify, methods=["GET"]),
                Route(WEBHOOK_PATH, self.receive, methods=["POST"]),
                Route("/health", self.health),
                Route("/ready", self.ready),
                Route("/metrics", self.metrics),
            ]
        )

    async def verify(self, request: Request) -> Response:
        challenge = handshake.answer(list(request.query_params.multi_items()), self._verify_token)
        return _text(challenge, 200) if challenge is not None else _text("refused", 403)

    async def receive(self, request: Request) -> Response:
        try:
            body = await asyncio.wait_for(read_body(request, MAX_BODY), BODY_SECONDS)
        except BodyTooLong:
            return _text("body too long", 413)
        except asyncio.TimeoutError:
            return _text("body too slow", 408)
        except ClientDisconnect:
            return _text("", 400)
        # Shielded: a caller who hangs up must not undo what is being stored.
        result = await asyncio.shield(self._carrier.receive(request.headers.raw, body))
        return _text(result.body, result.status)

    async def health(self, _request: Request) -> Response:
        return _text("alive", 200)

    async def ready(self, _request: Request) -> Response:
        state = await self._carrier.readiness()
        body = {
            "ready": state.ready,
            "database": state.database,
            "sending": state.sending,
            "account": state.account,
            "inbox_waiting": state.inbox,
            "outbox_waiting": state.outbox,
        }
        return JSONResponse(body, 200 if state.ready else 503, headers=_CAREFUL)

    async def metrics(self, _request: Request) -> Response:
        page = self._carrier.metrics.page()
        return Response(page, media_type="text/plain; version=0.0.4", headers=_CAREFUL)


async def read_body(request: Request, limit: int) -> bytes:
    """The raw bytes, never more than `limit` of them in memory. Raises BodyTooLong."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > limit:
        raise BodyTooLong
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLong
    return bytes(body)


def _text(body: str, status: int) -> Response:
    return PlainTextResponse(body, status, headers=_CAREFUL)


class _QuietServer(uvicorn.Server):
    """Leaves signals to whoever hosts the event loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Gateway:
    """Carrier and web server in the running event loop; port 0 takes any free one."""

    def __init__(self, setup: CarrierSetup, host: str = "127.0.0.1", port: int = 0) -> None:
        self.carrier = Carrier(setup)
        self._address = (host, port)
        config = uvicorn.Config(
            Pages(self.carrier, setup.settings.verify_token).app(),
            log_config=None,
            # Addresses and query strings of callers are nobody's business, the verify token least of all.
            access_log=False,
            server_header=False,
            lifespan="off",
            # Nobody speaks WebSocket here, and Rasa pins a library for it that uvicorn cannot load.
            ws="none",
            timeout_graceful_shutdown=CLOSE_SECONDS,
        )
        self._server = _QuietServer(config)
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        return int(self._address[1])

    @property
    def url(self) -> str:
        return f"http://{self._address[0]}:{self.port}{WEBHOOK_PATH}"

    async def start(self) -> None:
        """Returns when webhooks are accepted. Raises OSError when the port is taken."""
        listener = socket.create_server(self._address)
        # Accepted connections inherit it. asyncio leaves it off for a socket made like this, and an answer in
        # two small pieces would then wait 40 ms for the other side's acknowledgement.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._address = listener.getsockname()[:2]
        await self.carrier.start()
        self._serving = asyncio.create_task(self._server.serve([listener]), name="gateway")
        while not self._server.started:
            if self._serving.done():
                await self.stop()
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """No new webhooks, then everything under way is finished."""
        self._server.should_exit = True
        try:
            if self._serving is not None:
                await self._serving
        finally:
            await self.carrier.stop()

    async def wait(self) -> None:
        """Until the web server ends, for whatever reason."""
        if self._serving is not None:
            await asyncio.wait({self._serving})

    async def step(self) -> None:
        """Looks for work now instead of at the next turn of the clock."""
        self.carrier.wake()
        await asyncio.sleep(0)

    async def idle(self) -> bool:
        """Whether nothing waits in outbox, intake or media."""
        return await self.carrier.idle()
