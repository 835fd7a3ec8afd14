"""The simulator's own routes under /sim/: phones, their turns and transcripts, files, events, faults."""

from __future__ import annotations

import asyncio
import json
from typing import Any, AsyncIterator, Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from banpol.simulator.exchange import Exchange
from banpol.simulator.fault_orders import Order, OrderRefused, ordered
from banpol.simulator.faults import SendFault
from banpol.simulator.media import INBOUND_LIFE, MIB
from banpol.simulator.phones import Phone, PhoneRefused, transcript
from banpol.simulator.replay import replay
from banpol.simulator.turn_values import TurnRefused

# Meta posts up to three mebibytes at once, and so may a recording.
FILE_MOST, TURN_MOST = 25 * MIB, 3 * MIB
HEARTBEAT_SECONDS = 20.0
# Only these are shown inside the page; anything else is offered as a download.
SHOWN = ("image/jpeg", "image/png", "image/webp", "audio/ogg", "audio/mpeg", "audio/mp4", "video/mp4")
Handler = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """An answer other than 200, with the sentence that explains it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class ControlApi:
    """For programs and for the phone page."""

    def __init__(self, exchange: Exchange, send_faults: list[SendFault]) -> None:
        self._exchange, self._send_faults = exchange, send_faults
        self._orders: list[Order] = []

    def routes(self) -> list[Route]:
        return [
            Route("/sim/phones", _guarded(self._phones), methods=["GET", "POST"]),
            Route("/sim/phones/{number}/messages", _guarded(self._messages), methods=["GET", "POST"]),
            Route("/sim/phones/{number}/number", _guarded(self._number), methods=["POST"]),
            Route("/sim/phones/{number}/read", _guarded(self._read), methods=["POST"]),
            Route("/sim/phones/{number}/window", _guarded(self._window), methods=["POST"]),
            Route("/sim/transcript", self._transcript, methods=["GET"]),
            Route("/sim/replay", _guarded(self._replay), methods=["POST"]),
            Route("/sim/files", _guarded(self._upload), methods=["PUT"]),
            Route("/sim/files/{media_id}", _guarded(self._file), methods=["GET"]),
            Route("/sim/events", self._events, methods=["GET"]),
            Route("/sim/idle", self._idle, methods=["GET"]),
            Route("/sim/faults", _guarded(self._faults), methods=["GET", "POST", "DELETE"]),
        ]

    async def _phones(self, request: Request) -> Response:
        now = self._exchange.clock.now()
        if request.method == "GET":
            return JSONResponse({"phones": [phone.as_dict(now) for phone in self._exchange.phones]})
        wanted = await _object(request)
        known = len(list(self._exchange.phones))
        phone = self._exchange.phones.add(
            _word(wanted, "number"),
            _word(wanted, "name"),
            auto_read=wanted.get("auto_read", True) is True,
            hide_number=wanted.get("hide_number", False) is True,
        )
        created = len(list(self._exchange.phones)) > known
        if created:
            self._exchange.events.tell("phone", phone=phone.number, facts=phone.as_dict(now))
        return JSONResponse(phone.as_dict(now), 201 if created else 200)

    async def _messages(self, request: Request) -> Response:
        phone = self._phone(request)
        if request.method == "GET":
            said = [message.as_dict() for message in phone.messages]
            return JSONResponse({"messages": said, "billable": phone.billable})
        message = self._exchange.from_phone(phone, await _object(request))
        return JSONResponse(message.as_dict(), 201)

    async def _read(self, request: Request) -> Response:
        self._exchange.read_by_citizen(self._phone(request))
        return Response(status_code=204)

    async def _number(self, request: Request) -> Response:
        """The citizen takes the conversation to a new number; Meta tells the service."""
        phone = self._phone(request)
        wanted = await _object(request)
        self._exchange.change_number(phone, _word(wanted, "number"))
        return JSONResponse(phone.as_dict(self._exchange.clock.now()))

    async def _window(self, request: Request) -> Response:
        """Closes it at once, as 24 silent hours would; only the citizen can open it."""
        phone = self._phone(request)
        if (await _object(request)).get("open") is not False:
            raise Refused(400, "open must be false; a message of the citizen opens the window")
        self._exchange.close_window(phone)
        return JSONResponse(phone.as_dict(self._exchange.clock.now()))

    async def _transcript(self, _request: Request) -> Response:
        """Everything, as a file to keep."""
        phones = transcript(self._exchange.phones, self._exchange.clock.now())
        headers = {"Content-Disposition": 'attachment; filename="percakapan.json"'}
        return JSONResponse({"phones": phones}, headers=headers)

    async def _replay(self, request: Request) -> Response:
        """The body goes to the webhook as it is, so that a recording keeps its very bytes."""
        body = await _json_bytes(request)
        courier = self._exchange.courier
        done = await replay(body, courier.webhook_url, courier.account.app_secret)
        return JSONResponse({"status": done.status}, 200 if done.status else 502)

    async def _upload(self, request: Request) -> Response:
        """A file's bytes as they are; PUT, so that no foreign page can send one with a form."""
        content = await _bytes(request, FILE_MOST)
        if not content:
            raise Refused(400, "the file is empty")
        mime_type = request.headers.get("content-type", "application/octet-stream")
        name = request.query_params.get("name", "")[:240]
        stored = self._exchange.media.keep(content, mime_type, name, INBOUND_LIFE)
        return JSONResponse({"id": stored.id}, 201)

    async def _file(self, request: Request) -> Response:
        stored = self._exchange.media.seen(request.path_params["media_id"])
        if stored is None:
            raise Refused(404, "there is no such file")
        plain = stored.mime_type.split(";")[0].strip()
        shown = plain in SHOWN
        headers = {"Content-Disposition": "inline" if shown else "attachment"}
        return Response(
            stored.content, media_type=plain if shown else "application/octet-stream", headers=headers
        )

    async def _idle(self, _request: Request) -> Response:
        courier = self._exchange.courier
        due = courier.next_due
        return JSONResponse(
            {
                "idle": courier.undelivered == 0,
                "undelivered": courier.undelivered,
                "lost": courier.lost,
                "next_attempt_at": due.isoformat() if due else None,
            }
        )

    async def _events(self, _request: Request) -> Response:
        """Server-sent events; the stream ends when the listener must load everything again."""
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=headers)

    async def _stream(self) -> AsyncIterator[str]:
        with self._exchange.events.listen() as queue:
            yield "retry: 1000\n\nevent: ready\ndata: {}\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except asyncio.TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield f"data: {json.dumps(event)}\n\n"

    async def _faults(self, request: Request) -> Response:
        courier = self._exchange.courier
        if request.method == "DELETE":
            courier.faults.clear()
            self._send_faults.clear()
            return Response(status_code=204)
        if request.method == "POST":
            order = ordered(await _object(request))
            self._orders.append(order)
            order.join(courier.faults, self._send_faults)
            return JSONResponse(order.as_dict(), 201)
        acting = [*courier.faults, *self._send_faults]
        self._orders = [order for order in self._orders if order.fault in acting]
        return JSONResponse({"faults": [order.as_dict() for order in self._orders]})

    def _phone(self, request: Request) -> Phone:
        phone = self._exchange.phones.find(request.path_params["number"])
        if phone is None:
            raise Refused(404, "there is no such phone")
        return phone


def _guarded(handler: Handler) -> Handler:
    """Every refusal as {"error": sentence}."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except (Refused, TurnRefused, OrderRefused) as refusal:
            return JSONResponse({"error": str(refusal)}, refusal.status)
        except PhoneRefused as refusal:
            return JSONResponse({"error": str(refusal)}, 400)

    return guarded


async def _bytes(request: Request, most: int) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise Refused(413, f"at most {most} bytes can be sent")
    return bytes(content)


async def _json_bytes(request: Request) -> bytes:
    """The content type is demanded, since a foreign page cannot set it without asking."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "the content type must be application/json")
    content = await _bytes(request, TURN_MOST)
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        raise Refused(400, "the body is not valid JSON") from None
    return content


async def _object(request: Request) -> dict[str, Any]:
    """A JSON object."""
    value = json.loads(await _json_bytes(request))
    if not isinstance(value, dict):
        raise Refused(400, "the body must be a JSON object")
    return value


def _word(wanted: dict[str, Any], name: str) -> str:
    value = wanted.get(name) or ""
    if not isinstance(value, str):
        raise Refused(400, f"{name} must be a string")
    return value
