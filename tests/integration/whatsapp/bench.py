"""A carrier on a fresh database with a stand-in for Meta; what the tests of this folder share."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Awaitable, Callable

from aiohttp import web
from sqlalchemy import func, select

from banpol.clock import ManualClock
from banpol.crypto import ContentOpener, ContentSealer
from banpol.database import Database
from banpol.post import outbox
from banpol.post.aliases import reporter_for
from banpol.post.inbox import open_letter
from banpol.post.letters import Letter, OutgoingMessage
from banpol.post.tables import inbox_message, outbox_message, quarantine
from banpol.settings import WhatsAppSettings
from banpol.whatsapp.carrier import CarrierSetup
from banpol.whatsapp.evidence_shelf import EvidenceShelf
from banpol.whatsapp.parts import CarrierKeys, Parts
from banpol.whatsapp.signature import sign
from tests.support.parts import BLIND, CONTACT, NOW, RING

ACCOUNT, SECRET, TOKEN = "100000000000001", "rahasia-uji", "token-uji"
PHONE = "6281200000001"
NOTICE = "Pesan sudah kami terima. Keadaan darurat: 110."


def settings(graph_url: str = "http://127.0.0.1:1") -> WhatsAppSettings:
    return WhatsAppSettings(
        phone_number_id=ACCOUNT,
        app_secrets=(SECRET, "rahasia-lama"),
        verify_token="token-verifikasi",
        access_token=TOKEN,
        graph_url=graph_url,
        media_hosts=("127.0.0.1",),
    )


@dataclass
class Bench:
    """One database, its keys and a clock that stands still; machine seconds can be moved too."""

    database: Database
    folder: Path
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    ahead_s: float = 0.0
    danger: Callable[[str], bool] = lambda text: "tolong" in text

    def __post_init__(self) -> None:
        private = b"p" * 32
        opener = ContentOpener(private)
        public = next(iter(opener._keys.values())).public_key().public_bytes_raw()
        self.opener, sealer = opener, ContentSealer(public)
        self.parts = Parts(self.database, CarrierKeys(RING, CONTACT, BLIND), self.clock, self.machine_s)
        self.shelf = EvidenceShelf(RING, sealer, self.folder / "media")

    def machine_s(self) -> float:
        import time

        return time.time() + self.ahead_s

    def setup(self, graph_url: str = "http://127.0.0.1:1", **more: Any) -> CarrierSetup:
        return replace(
            CarrierSetup(self.parts, settings(graph_url), self.shelf, NOTICE, self.speaks_of_danger),
            **more,
        )

    def speaks_of_danger(self, words: str) -> bool:
        """Whatever `danger` is by now; a test may exchange it."""
        return self.danger(words)

    def reporter(self, phone: str = PHONE, user_id: str | None = None) -> str:
        with self.database.write() as session:
            return reporter_for(
                session, CONTACT, BLIND, "whatsapp", phone=phone or None, user_id=user_id, now=NOW
            )

    def put(
        self, text: str = "Halo.", reporter_id: str = "", turn: str = "", account: str = ACCOUNT, **more: Any
    ) -> None:
        """Queues one answer to a reporter."""
        with self.database.write() as session:
            outbox.put(
                session,
                RING,
                reporter_id=reporter_id or self.reporter_id,
                channel="whatsapp",
                account=account,
                turn_id=turn or f"turn-{next(_numbers)}",
                ordinal=0,
                message=OutgoingMessage(text, **more),
                asks=None,
                now=self.clock.now(),
            )

    @property
    def reporter_id(self) -> str:
        return self.reporter()

    def letters(self) -> list[tuple[str, Letter]]:
        with self.database.read() as session:
            rows = session.execute(select(inbox_message).order_by(inbox_message.c.seq)).all()
            return [(row.id, open_letter(RING, row.id, row.sealed)) for row in rows]

    def inbox_rows(self) -> list[Any]:
        with self.database.read() as session:
            return session.execute(select(inbox_message).order_by(inbox_message.c.seq)).all()

    def outbox_rows(self) -> list[Any]:
        with self.database.read() as session:
            return session.execute(select(outbox_message).order_by(outbox_message.c.seq)).all()

    def quarantined(self) -> int:
        with self.database.read() as session:
            return int(session.execute(select(func.count()).select_from(quarantine)).scalar_one())


_numbers = itertools.count(1)


def message(text: str = "halo", message_id: str = "", phone: str = PHONE, **more: Any) -> dict[str, Any]:
    """One message object as Meta writes it."""
    return {
        "from": phone,
        "id": message_id or f"wamid.M{next(_numbers)}",
        "timestamp": str(int(NOW.timestamp())),
        "type": "text",
        "text": {"body": text},
        **more,
    }


def webhook(
    *messages: dict[str, Any], statuses: tuple[dict[str, Any], ...] = (), account: str = ACCOUNT
) -> bytes:
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6281200009999", "phone_number_id": account},
        "messages": list(messages),
        "statuses": list(statuses),
    }
    change = {"field": "messages", "value": value}
    document = {"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": [change]}]}
    return json.dumps(document).encode()


def signed(body: bytes, secret: str = SECRET) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", b"application/json"), (b"x-hub-signature-256", sign(body, secret))]


async def until(condition: Callable[[], Any], seconds: float = 8.0) -> None:
    """Waits for something that happens in the background. Raises AssertionError when it does not."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        outcome = condition()
        if isinstance(outcome, Awaitable):
            outcome = await outcome
        if outcome:
            return
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


@dataclass
class Answer:
    """What the stand-in says to one call. `hang_s` accepts the message and then stays silent."""

    status: int = 200
    error: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hang_s: float = 0.0
    raw: bytes | None = None


def refusal(code: int, status: int = 400, **headers: str) -> Answer:
    return Answer(status, {"message": "x", "code": code}, headers)


class FakeGraph:
    """Answers as told, then with success; keeps what it accepted."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.accepted: list[dict[str, Any]] = []
        self.script: list[Answer] = []
        self.always: Answer | None = None
        self.decide: Callable[[dict[str, Any]], Answer | None] = lambda _body: None
        self.headers: list[dict[str, str]] = []
        self.files: dict[str, bytes] = {}
        self.descriptions: dict[str, dict[str, Any]] = {}
        self.streams: dict[str, list[bytes]] = {}
        self.media_status = 200
        self.media_calls = 0
        self.led_astray = 0
        self.released = asyncio.Event()
        self.receipts: list[dict[str, Any]] = []
        self.receipt_status, self.revoked = 200, False

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/v23.0/{account}/messages", self._messages)
        app.router.add_get("/v23.0/{media_id}", self._describe)
        app.router.add_get("/media/{media_id}", self._file)
        app.router.add_get("/elsewhere", self._elsewhere)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def also_on(self, port: int) -> None:
        """Listens on a second port, for a process that had to know it before."""
        await web.TCPSite(self._runner, "127.0.0.1", port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    def keep(self, media_id: str, data: bytes, **description: Any) -> None:
        self.files[media_id] = data
        self.descriptions[media_id] = description

    def stream(self, media_id: str, parts: list[bytes], sha256: str) -> None:
        """A file that is sent part by part and never put together here."""
        self.streams[media_id] = parts
        self.keep(media_id, b"", sha256=sha256)

    def texts(self) -> list[str]:
        return [body["text"]["body"] for body in self.accepted if body["type"] == "text"]

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if body.get("status") == "read":
            self.receipts.append(body)
            return web.json_response({"success": True}, status=self.receipt_status)
        self.calls.append(body)
        self.headers.append(dict(request.headers))
        answer = self.decide(body) or self.always or (self.script.pop(0) if self.script else Answer())
        if answer.error is not None or answer.status >= 300:
            return web.json_response(
                {"error": answer.error or {}}, status=answer.status, headers=answer.headers
            )
        self.accepted.append(body)
        if answer.hang_s:
            await self._hang(answer.hang_s)
        if answer.raw is not None:
            return web.Response(body=answer.raw)
        return web.json_response(
            {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.OUT{len(self.accepted)}"}]}
        )

    async def _hang(self, seconds: float) -> None:
        """Until the caller has given up for certain, or a test says that it is enough."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.released.wait(), seconds)

    async def _describe(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["media_id"] == ACCOUNT:
            if self.revoked:
                return web.json_response({"error": {"code": 190, "message": "x"}}, status=401)
            return web.json_response({"id": ACCOUNT})
        self.media_calls += 1
        media_id = request.match_info["media_id"]
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        if media_id not in self.files:
            return web.json_response(
                {"error": {"code": 100, "error_subcode": 33, "message": "x"}}, status=400
            )
        data = self.files[media_id]
        described = {
            "url": f"{self.url}/media/{media_id}",
            "id": media_id,
            "sha256": hashlib.sha256(data).hexdigest(),
            "file_size": len(data),
        }
        return web.json_response({**described, **self.descriptions[media_id]})

    async def _elsewhere(self, _request: web.Request) -> web.StreamResponse:
        self.led_astray += 1
        return web.Response(body=b"secret")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        if self.media_status != 200:
            return web.Response(status=self.media_status, headers={"Location": "/elsewhere"})
        media_id = request.match_info["media_id"]
        if media_id not in self.streams:
            return web.Response(body=self.files[media_id])
        answer = web.StreamResponse()
        await answer.prepare(request)
        for part in self.streams[media_id]:
            await answer.write(part)
        return answer


def base64_hash(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def stamp(moment: datetime) -> str:
    return str(int(moment.astimezone(timezone.utc).timestamp()))
