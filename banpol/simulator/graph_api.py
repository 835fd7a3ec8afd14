"""The Graph API's routes for one business number: messages, media, the number itself, its templates."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from typing import Any, Awaitable, Callable, Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from banpol.simulator.exchange import Exchange
from banpol.simulator.faults import AnswerLost, SendFault
from banpol.simulator.graph_errors import (
    GraphError,
    missing,
    no_access,
    refused,
    unexpected,
    unknown_object,
    unknown_path,
)
from banpol.simulator.media import SENDABLE, UPLOAD_LIFE, StoredFile, kind_of
from banpol.simulator.messages import PhoneMessage
from banpol.simulator.nodes import Node
from banpol.simulator.outgoing_rules import OutgoingRules, Sending, check_product
from banpol.simulator.phones import Phone
from banpol.simulator.rates import Rates
from banpol.simulator.rules_contents import read_receipt

BODY_MOST = 1024 * 1024
_VERSION = re.compile(r"v\d{1,3}\.\d")
Handler = Callable[[Request], Awaitable[Response]]


class GraphApi:
    """`send_faults` may refuse a request to send before anything else looks at it."""

    def __init__(self, exchange: Exchange, send_faults: list[SendFault], rates: Rates) -> None:
        self._exchange, self._account = exchange, exchange.account
        self._rules = OutgoingRules(exchange.account, exchange.media)
        self._faults, self._rates = send_faults, rates

    def routes(self) -> list[Route]:
        own = "/{version}/{object_id}"
        return [
            Route("/media/{token}", self._guarded(self._bytes), methods=["GET"]),
            Route(own + "/messages", self._guarded(self._send), methods=["POST"]),
            Route(own + "/media", self._guarded(self._upload), methods=["POST"]),
            Route(own + "/message_templates", self._guarded(self._templates), methods=["GET"]),
            Route(own, self._guarded(self._describe), methods=["GET"]),
            Route(own, self._guarded(self._delete), methods=["DELETE"]),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        """Token and version first; every refusal in Meta's envelope."""

        async def guarded(request: Request) -> Response:
            try:
                if not _VERSION.fullmatch(request.path_params.get("version", "v1.0")):
                    raise unknown_path(request.url.path)
                if request.headers.get("authorization") != f"Bearer {self._account.access_token}":
                    raise no_access()
                return await handler(request)
            except GraphError as error:
                envelope = error.envelope(self._exchange.ids.trace())
                return JSONResponse(envelope, error.status, headers=error.headers)

        return guarded

    async def _send(self, request: Request) -> Response:
        self._own_number(request)
        body = check_product(await _json(request))
        if body.get("status") is not None:
            self._exchange.read_by_business(*read_receipt(Node(body)))
            return JSONResponse({"success": True})
        lost = self._disturbed(body)
        sending = replace(self._rules.check(body), account=request.path_params["object_id"])
        self._rates.take(sending.recipient.number or sending.recipient.user_id)
        answer = _accepted(sending, *self._exchange.from_business(sending))
        if lost:
            # Real seconds, since the patience of whoever asks is real too.
            await asyncio.sleep(lost.seconds)
            return Response(status_code=lost.status)
        return JSONResponse(answer)

    def _disturbed(self, body: Mapping[str, Any]) -> AnswerLost | None:
        """The first fault that acts decides. Raises its GraphError, unless only the answer gets lost."""
        for fault in self._faults:
            error = fault(body)
            if isinstance(error, AnswerLost):
                return error
            if error:
                raise error
        return None

    async def _upload(self, request: Request) -> Response:
        self._own_number(request)
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            raise unexpected("The request must be multipart/form-data.")
        async with request.form(max_files=1, max_fields=5) as form:
            check_product(dict(form))
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise missing("file")
            mime_type = str(form.get("type") or file.content_type or "")
            stored = self._keep(await file.read(), mime_type, file.filename or "")
        return JSONResponse({"id": stored.id})

    def _keep(self, content: bytes, mime_type: str, name: str) -> StoredFile:
        kind = kind_of(mime_type)
        if kind is None:
            known = ", ".join(mime for types, _size in SENDABLE.values() for mime in types)
            details = f"Param file must be a file with one of the following types: {known}. "
            raise unexpected(f"{details}Received file of type '{mime_type}'.")
        if not content:
            raise unexpected("Param file must not be empty.")
        if len(content) > SENDABLE[kind][1]:
            raise unexpected(f"Param file is too large for {kind}: {len(content)} bytes.")
        return self._exchange.media.keep(content, mime_type, name, UPLOAD_LIFE)

    async def _describe(self, request: Request) -> Response:
        object_id = request.path_params["object_id"]
        if self._account.has(object_id):
            return JSONResponse(self._number(object_id, request.query_params.get("fields", "")))
        stored = self._file(request)
        return JSONResponse(
            {
                "url": f"{request.base_url}media/{self._exchange.media.address(stored)}",
                "mime_type": stored.mime_type,
                "sha256": stored.sha256,
                "file_size": len(stored.content),
                "id": stored.id,
                "messaging_product": "whatsapp",
            }
        )

    def _number(self, number_id: str, fields: str) -> dict[str, Any]:
        """The number's fields; all that are usual when none are asked for."""
        known: Mapping[str, Any] = {
            "id": number_id,
            "display_phone_number": f"+{self._account.display(number_id)}",
            "verified_name": self._account.verified_name,
            "quality_rating": "GREEN",
            "code_verification_status": "VERIFIED",
            "platform_type": "CLOUD_API",
            "throughput": {"level": "STANDARD"},
            "status": "CONNECTED",
        }
        if not fields:
            return dict(known)
        wanted = [name.strip() for name in fields.split(",") if name.strip()]
        for name in wanted:
            if name not in known:
                raise unexpected(f"Tried accessing nonexisting field ({name})")
        return {name: known[name] for name in dict.fromkeys([*wanted, "id"])}

    async def _delete(self, request: Request) -> Response:
        self._exchange.media.remove(self._file(request).id)
        return JSONResponse({"success": True})

    async def _bytes(self, request: Request) -> Response:
        stored = self._exchange.media.behind(request.path_params["token"])
        if stored is None:
            return Response(status_code=404)
        return Response(stored.content, media_type=stored.mime_type)

    async def _templates(self, request: Request) -> Response:
        if request.path_params["object_id"] != self._account.business_id:
            raise unknown_object(request.method, request.path_params["object_id"])
        found = [
            {
                "name": template.name,
                "language": template.language,
                "status": "APPROVED",
                "category": "UTILITY",
                "components": [{"type": "BODY", "text": template.body}],
            }
            for template in self._account.templates
        ]
        return JSONResponse({"data": found})

    def _own_number(self, request: Request) -> None:
        if not self._account.has(request.path_params["object_id"]):
            raise unknown_object(request.method, request.path_params["object_id"])

    def _file(self, request: Request) -> StoredFile:
        media_id = request.path_params["object_id"]
        stored = self._exchange.media.find(media_id)
        owner = request.query_params.get("phone_number_id", self._account.phone_number_id)
        if stored is None or not self._account.has(owner):
            raise unknown_object(request.method, media_id)
        return stored


async def _json(request: Request) -> Any:
    """The request's JSON, at most a mebibyte of it. Raises GraphError."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > BODY_MOST:
            raise refused(100, "The request is too large.", status=413)
    try:
        return json.loads(bytes(content))
    except (ValueError, RecursionError):
        raise unexpected("The request is not valid JSON.") from None


def _accepted(sending: Sending, message: PhoneMessage, phone: Phone | None) -> dict[str, Any]:
    contact = {"input": sending.recipient.written}
    if phone is None:
        contact["wa_id"] = sending.recipient.number
    elif not phone.hide_number:
        contact["wa_id"] = phone.number
    if phone is not None:
        contact["user_id"] = phone.bsuid
    item = {"id": message.id}
    if message.face.type == "template":
        item["message_status"] = "accepted"
    return {
        "messaging_product": "whatsapp",
        "contacts": [{key: value for key, value in contact.items() if value}],
        "messages": [item],
    }
