"""The simulator as an ASGI application: Graph routes, control routes, and the phone page."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, MutableMapping

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from banpol.clock import Clock
from banpol.simulator.account import Account
from banpol.simulator.control_api import ControlApi
from banpol.simulator.courier import Courier
from banpol.simulator.events import Events
from banpol.simulator.exchange import Exchange
from banpol.simulator.faults import Fault, SendFault
from banpol.simulator.graph_api import GraphApi
from banpol.simulator.ids import Ids
from banpol.simulator.media import MediaStore
from banpol.simulator.phones import Phones
from banpol.simulator.rates import Rates

STATIC = Path(__file__).parent / "static"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
Message = MutableMapping[str, Any]
Asgi = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


@dataclass
class SimulatorState:
    """Everything a simulator knows; lives in memory only."""

    account: Account
    clock: Clock
    webhook_url: str
    seed: int | str = 0
    faults: list[Fault] = field(default_factory=list)
    send_faults: list[SendFault] = field(default_factory=list)
    hosts: tuple[str, ...] = LOOPBACK
    rates_on: bool = False

    def __post_init__(self) -> None:
        self.ids, self.events = Ids(self.seed), Events()
        self.phones, self.media = Phones(self.account), MediaStore(self.clock, self.ids)
        self.rates = Rates(self.clock, self.rates_on)
        self.courier = Courier(self.account, self.clock, self.webhook_url, self.faults)
        self.exchange = Exchange(
            self.account, self.clock, self.ids, self.phones, self.media, self.courier, self.events
        )


def create_app(state: SimulatorState) -> Starlette:
    """The application; the webhooks' courier works while it runs."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await state.courier.start()
        yield
        state.events.close()
        await state.courier.stop()

    return Starlette(
        routes=[
            Route("/", _page, methods=["GET"]),
            Route("/ready", _ready, methods=["GET"]),
            Mount("/static", StaticFiles(directory=STATIC)),
            *ControlApi(state.exchange, state.send_faults).routes(),
            *GraphApi(state.exchange, state.send_faults, state.rates).routes(),
        ],
        middleware=[
            # A foreign page could else reach us through a name that it points at this machine.
            Middleware(TrustedHostMiddleware, allowed_hosts=list(state.hosts)),
            Middleware(SafeHeaders),
        ],
        lifespan=lifespan,
    )


async def _page(_request: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _ready(_request: Request) -> Response:
    return JSONResponse({"ready": True})


class SafeHeaders:
    """Puts the page's policy on every answer."""

    def __init__(self, app: Asgi) -> None:
        self._app = app

    async def __call__(
        self, scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self._app(scope, receive, send_with_headers)
