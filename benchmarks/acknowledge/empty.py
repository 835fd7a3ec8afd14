"""The least that can answer a webhook: reads the body, says 200. In a process of its own, on a port given."""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


async def take(request: Request) -> Response:
    await request.body()
    return PlainTextResponse("stored")


if __name__ == "__main__":
    app = Starlette(routes=[Route("/", take, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False, ws="none")
