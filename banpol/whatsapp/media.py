"""Fetches announced files at once: Meta's address for them lives five minutes, the file itself seven days.

The token travels to listed hosts only, redirects are not followed, sizes are counted while reading, hash and
first bytes are checked, and what is kept is sealed before it touches the disk.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import ipaddress
import logging
from dataclasses import dataclass
from typing import Any, Callable, Collection
from urllib.parse import urlsplit

from banpol.post import inbox
from banpol.post.inbox import Arrival
from banpol.post.letters import Letter
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.errors import OurPayload, SendProblem
from banpol.whatsapp.hooks import Hooks
from banpol.whatsapp.loops import Loop
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.parts import CHANNEL, Parts
from banpol.whatsapp.plain_text import plain_text
from banpol.whatsapp.shelf import ExpectedFile, Shelf
from banpol.whatsapp.sniffing import fits, sniff

log = logging.getLogger(__name__)
MEBIBYTE = 1024 * 1024
SIZE_LIMITS = {
    "image": 5 * MEBIBYTE,
    "audio": 16 * MEBIBYTE,
    "voice": 16 * MEBIBYTE,
    "video": 16 * MEBIBYTE,
    "document": 100 * MEBIBYTE,
    "sticker": MEBIBYTE // 2,
}
IDLE_SECONDS = 0.5
PARALLEL = 3
LEASE_SECONDS = 30.0
SPOKEN = ("audio", "voice")
STOP_GRACE_SECONDS = 5.0
# A file that Meta no longer knows is given up soon; for everything else there are the seven days of its id.
TRIES, TRIES_IF_UNKNOWN, LONGEST_WAIT_SECONDS = 180, 5, 3600.0


class TooLarge(Exception):
    """More bytes than this type of file may have."""


class Refused(Exception):
    """An address we do not connect to, or bytes that are not what was announced."""


@dataclass(frozen=True)
class Fetched:
    data: bytes
    media_type: str
    fits: bool


class MediaFetcher:
    """Must be made inside a running event loop."""

    def __init__(
        self,
        parts: Parts,
        client: GraphClient,
        shelf: Shelf,
        hosts: Collection[str],
        metrics: Metrics,
        first_wait_s: float = 2.0,
        hooks: Hooks = Hooks(),
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._parts, self._client, self._shelf, self._metrics = parts, client, shelf, metrics
        self._hosts, self._first_wait_s = frozenset(hosts), first_wait_s
        self._hooks, self._heard = hooks, heard
        self._loop = Loop("media", self._round, IDLE_SECONDS, metrics)

    def start(self) -> None:
        self._loop.start()

    def wake(self) -> None:
        """A file was announced."""
        self._loop.wake()

    async def stop(self) -> None:
        await self._loop.stop(STOP_GRACE_SECONDS)

    @property
    def busy(self) -> bool:
        return self._loop.busy > 0

    async def _round(self) -> bool:
        room = PARALLEL - self._loop.busy
        for file in await asyncio.to_thread(self._claim, room) if room > 0 else []:
            self._loop.spawn(self._carry(file))
        return False

    def _claim(self, room: int) -> list[ExpectedFile]:
        """Files that are due, kept from other gateways for as long as this one lives and works on them."""
        now_s = self._parts.machine_s()
        with self._parts.database.read() as session:
            if not self._shelf.waiting(session):
                return []
        with self._parts.database.write() as session:
            return list(self._shelf.claim(session, now_s, room, now_s + LEASE_SECONDS))

    async def _hold(self, file: ExpectedFile) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await asyncio.to_thread(self._hold_once, file)

    def _hold_once(self, file: ExpectedFile) -> None:
        with self._parts.database.write() as session:
            self._shelf.hold(session, file.id, self._parts.machine_s() + LEASE_SECONDS)

    async def _carry(self, file: ExpectedFile) -> None:
        holding = asyncio.create_task(self._hold(file))
        try:
            outcome = await self._fetch_and_store(file)
            self._metrics.media.labels(outcome).inc()
        finally:
            holding.cancel()

    async def _fetch_and_store(self, file: ExpectedFile) -> str:
        try:
            fetched = await self._fetch(file)
        except TooLarge:
            log.warning("evidence %s is larger than allowed", file.id)
            await asyncio.to_thread(self._give_up, file)
            return "too_large"
        except (SendProblem, Refused) as problem:
            log.warning("evidence %s: %s", file.id, type(problem).__name__)
            return await asyncio.to_thread(self._later, file, isinstance(problem, OurPayload))
        clean = fetched.fits and await asyncio.to_thread(self._is_clean, file, fetched)
        await asyncio.to_thread(self._store, file, fetched, clean)
        if clean and await asyncio.to_thread(self._write_down, file, fetched):
            self._heard()
        return "stored" if clean else "quarantined"

    def _is_clean(self, file: ExpectedFile, fetched: Fetched) -> bool:
        """What the scanner says; one that fails has not said that the file is clean."""
        if self._hooks.scan is None:
            return True
        try:
            return self._hooks.scan(fetched.data, fetched.media_type) is True
        except Exception as fault:
            self._note("scan", file, fault)
            return False

    def _write_down(self, file: ExpectedFile, fetched: Fetched) -> bool:
        """Puts the words of a recording into the inbox, as if they had been typed. True if there are any."""
        if self._hooks.transcribe is None or file.source.get("kind") not in SPOKEN:
            return False
        try:
            words = plain_text(str(self._hooks.transcribe(fetched.data, fetched.media_type) or ""))
            return bool(words.strip()) and self._receive_words(file, words)
        except Exception as fault:
            self._note("transcribe", file, fault)
            return False

    def _receive_words(self, file: ExpectedFile, words: str) -> bool:
        now, source = self._parts.clock.now(), file.source
        arrival = Arrival(
            self._parts.known_as(f"words of {file.id}"),
            str(source["reporter_id"]),
            CHANNEL,
            str(source["account"]),
            Letter("text", words, raw_type="transcript", details={"evidence_id": file.id}),
            sent_at=now,
            received_at=now,
        )
        with self._parts.database.write() as session:
            return inbox.receive(session, self._parts.keys.session, [arrival]) > 0

    def _note(self, hook: str, file: ExpectedFile, fault: Exception) -> None:
        log.error("%s failed for evidence %s: %s", hook, file.id, type(fault).__name__)
        self._metrics.faults.labels(hook).inc()

    async def _fetch(self, file: ExpectedFile) -> Fetched:
        """Raises SendProblem, Refused, TooLarge."""
        account, media_id = str(file.source.get("account", "")), str(file.source.get("media_id", ""))
        described = await self._client.media_source(account, media_id)
        url = described.get("url")
        if not isinstance(url, str) or not may_connect(url, self._hosts):
            raise Refused
        kind = str(file.source.get("kind", ""))
        data = await self._read(url, SIZE_LIMITS.get(kind, MEBIBYTE))
        for expected in (file.source.get("sha256"), described.get("sha256")):
            if not has_hash(data, expected):
                raise Refused
        found = sniff(data)
        media_type = (found or file.media_type.partition(";")[0].strip())[:64]
        return Fetched(data, media_type, fits(kind, found, file.media_type, data))

    async def _read(self, url: str, limit: int) -> bytes:
        data = bytearray()
        async for chunk in self._client.chunks(url):
            data += chunk
            if len(data) > limit:
                raise TooLarge
        return bytes(data)

    def _store(self, file: ExpectedFile, fetched: Fetched, clean: bool) -> None:
        with self._parts.database.write() as session:
            self._shelf.store(session, file.id, fetched.data, fetched.media_type, not clean)

    def _give_up(self, file: ExpectedFile) -> None:
        with self._parts.database.write() as session:
            self._shelf.give_up(session, file.id)

    def _later(self, file: ExpectedFile, unknown: bool) -> str:
        if file.attempts + 1 >= (TRIES_IF_UNKNOWN if unknown else TRIES):
            self._give_up(file)
            return "given_up"
        wait = min(self._first_wait_s * 4.0 ** min(file.attempts, 8), LONGEST_WAIT_SECONDS)
        with self._parts.database.write() as session:
            self._shelf.postpone(session, file.id, self._parts.machine_s() + wait)
        return "postponed"


def may_connect(url: str, hosts: Collection[str]) -> bool:
    """Whether the token may travel there: a listed host, encrypted unless it is this very machine."""
    try:
        parsed = urlsplit(url)
        host, _port = parsed.hostname or "", parsed.port
    except ValueError:
        return False
    plain = "@" in parsed.netloc or "\\" in url or not url.isascii()
    if plain or host not in hosts:
        return False
    return parsed.scheme == "https" or (parsed.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def has_hash(data: bytes, expected: Any) -> bool:
    """Whether the bytes have this SHA-256, written in base64 (webhooks) or hexadecimal (descriptions).

    Nothing given, nothing to compare."""
    if not isinstance(expected, str) or not expected:
        return True
    digest = hashlib.sha256(data).digest()
    if len(expected) == 64:
        return digest.hex() == expected.lower()
    try:
        return base64.b64decode(expected, validate=False) == digest
    except (binascii.Error, ValueError):
        return False
