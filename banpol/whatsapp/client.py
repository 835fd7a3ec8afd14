"""The calls we make to the Cloud API: one session, short timeouts, every failure a decision of `errors`."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, AsyncIterator, Mapping
from urllib.parse import urlsplit

import aiohttp

from banpol.post.aliases import Address
from banpol.settings import WhatsAppSettings
from banpol.whatsapp.errors import OurPayload, SendProblem, Temporary, Uncertain, judge
from banpol.whatsapp.resolver import PublicResolver

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
_ANSWER_BYTES = 1024 * 1024
_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back, read whole."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class GraphClient:
    """Must be made inside a running event loop; `close` it in the end."""

    def __init__(
        self, settings: WhatsAppSettings, total_s: float = TOTAL_SECONDS, connect_s: float = CONNECT_SECONDS
    ) -> None:
        self._settings = settings
        self._base = f"{settings.graph_url}/{settings.api_version}"
        trusted = {urlsplit(settings.graph_url).hostname or "", "localhost"}
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=total_s, sock_connect=connect_s),
            connector=aiohttp.TCPConnector(resolver=PublicResolver(trusted), limit=100, keepalive_timeout=10),
            trace_configs=[_note_when_written()],
            headers={"Authorization": f"Bearer {settings.access_token}"},
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        await self._session.close()

    async def send(self, account: str, address: Address, body: Mapping[str, Any], opaque: str) -> str:
        """Meta's id of the message. Raises SendProblem."""
        message = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **_recipient(address),
            **body,
            "biz_opaque_callback_data": opaque,
        }
        answer = await self._post(f"{self._base}/{account}/messages", message)
        if answer.status >= 300:
            raise judge(answer.status, answer.body, answer.headers)
        return _message_id(answer.body)

    async def mark_read(self, account: str, message_id: str) -> None:
        """Blue ticks for this message and those before it, and "typing …". Raises SendProblem."""
        message = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": message_id,
            "typing_indicator": {"type": "text"},
        }
        answer = await self._post(f"{self._base}/{account}/messages", message)
        if answer.status >= 300:
            raise judge(answer.status, answer.body, answer.headers)

    async def look_up_number(self, account: str) -> None:
        """Whether the token opens this number of ours. Raises SendProblem."""
        answer = await self._get(f"{self._base}/{account}", {"fields": "id,display_phone_number"})
        if answer.status >= 300:
            raise judge(answer.status, answer.body, answer.headers)

    async def media_source(self, account: str, media_id: str) -> dict[str, Any]:
        """Meta's description of a file, with the address it can be fetched from for five minutes.

        Raises SendProblem."""
        answer = await self._get(f"{self._base}/{media_id}", {"phone_number_id": account})
        if answer.status >= 300:
            raise judge(answer.status, answer.body, answer.headers)
        try:
            source = json.loads(answer.body)
        except (ValueError, RecursionError):
            source = None
        if not isinstance(source, dict):
            raise Temporary()
        return source

    async def chunks(self, url: str) -> AsyncIterator[bytes]:
        """The bytes behind a media address, piece by piece. Raises SendProblem; follows no redirect."""
        timeout = aiohttp.ClientTimeout(total=120, sock_connect=CONNECT_SECONDS, sock_read=TOTAL_SECONDS)
        try:
            async with self._session.get(url, allow_redirects=False, timeout=timeout) as response:
                if response.status != 200:
                    raise judge(response.status, b"", {})
                async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                    yield chunk
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError):
            raise Temporary() from None

    async def _get(self, url: str, query: Mapping[str, str]) -> Answer:
        try:
            async with self._session.get(url, params=query, allow_redirects=False) as response:
                return await _read(response)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            raise Temporary() from None

    async def _post(self, url: str, body: Mapping[str, Any]) -> Answer:
        """A failure before the request was written is temporary; after it nobody knows."""
        try:
            data = json.dumps(body).encode()
        except (ValueError, TypeError, RecursionError):
            raise OurPayload() from None
        written: dict[str, bool] = {}
        headers = {"Content-Type": "application/json"}
        try:
            async with self._session.post(
                url, data=data, headers=headers, allow_redirects=False, trace_request_ctx=written
            ) as response:
                return await _read(response)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            raise _after_failure(written) from None


def _after_failure(written: Mapping[str, bool]) -> SendProblem:
    return Uncertain() if written.get("yes") else Temporary()


def _note_when_written() -> aiohttp.TraceConfig:
    """Sets a mark as soon as the first bytes of a request went out."""

    async def mark(_session: Any, context: Any, _params: Any) -> None:
        if context.trace_request_ctx is not None:
            context.trace_request_ctx["yes"] = True

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(mark)  # type: ignore[arg-type]
    return trace


async def _read(response: aiohttp.ClientResponse) -> Answer:
    body = await response.content.read(_ANSWER_BYTES)
    while not response.content.at_eof() and len(body) < _ANSWER_BYTES:
        body += await response.content.read(_ANSWER_BYTES - len(body))
    return Answer(response.status, body, response.headers)


def _recipient(address: Address) -> dict[str, str]:
    """A number with its +, since without it Meta prepends our own country code; else the user id."""
    if address.phone:
        return {"to": f"+{address.phone}"}
    return {"recipient": address.user_id or ""}


def _message_id(body: bytes) -> str:
    """Raises Uncertain: an answer that says success and cannot be read was most likely one."""
    try:
        message_id = json.loads(body)["messages"][0]["id"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise Uncertain() from None
    if not isinstance(message_id, str) or not 0 < len(message_id) <= 200:
        raise Uncertain()
    return message_id
