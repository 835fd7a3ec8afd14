"""The web application: the route table, each page behind its guard, everything behind the armour."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from banpol.console.guard import guarded
from banpol.console.headers import Armour
from banpol.console.house import House, Visit
from banpol.console.replies import problem
from banpol.console.routes import PAGES

log = logging.getLogger("banpol.console")


def web_app(house: House) -> Starlette:
    """Without the armour, for looking at its routes."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(house.bell.watch())
        yield
        watching.cancel()

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return problem(Visit(request, house, house.clock.now()), status)

    async def broken(request: Request, error: Exception) -> Response:
        log.error("a page failed: %s", type(error).__name__)  # its words could hold a report's
        return problem(Visit(request, house, house.clock.now()), 500)

    routes = [Route(page.path, guarded(page, house), methods=[page.method]) for page in PAGES]
    handlers = {HTTPException: refused, Exception: broken}
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)


def console_app(house: House) -> ASGIApp:
    return Armour(web_app(house), house.hosts)
