"""Fetches announced files at once: Meta's address for them lives five minutes, the file itself seven days."""

from __future__ import annotations

import asyncio
import logging
from typing import Callable, Collection

from banpol.post import inbox
from banpol.post.inbox import Arrival
from banpol.post.letters import Letter
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.errors import OurPayload, SendProblem
from banpol.whatsapp.hooks import Hooks
from banpol.whatsapp.loops import Loop
from banpol.whatsapp.media_file import Fetched, FileReader, Refused, TooLarge
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.parts import CHANNEL, Parts
from banpol.whatsapp.plain_text import plain_text
from banpol.whatsapp.shelf import ExpectedFile, Shelf

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.5
PARALLEL = 3
LEASE_SECONDS = 30.0
SPOKEN = ("audio", "voice")
STOP_GRACE_SECONDS = 5.0
# A file that Meta no longer knows is given up soon; for everything else there are the seven days of its id.
TRIES, TRIES_IF_UNKNOWN, LONGEST_WAIT_SECONDS = 180, 5, 3600.0


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
        self._parts, self._shelf, self._metrics = parts, shelf, metrics
        self._reader, self._first_wait_s = FileReader(client, shelf, frozenset(hosts)), first_wait_s
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
            fetched = await self._reader.fetch(file)
        except TooLarge:
            log.warning("evidence %s is larger than allowed", file.id)
            await asyncio.to_thread(self._give_up, file)
            return "too_large"
        except (SendProblem, Refused) as problem:
            log.warning("evidence %s: %s", file.id, type(problem).__name__)
            return await asyncio.to_thread(self._later, file, isinstance(problem, OurPayload))
        clean = fetched.fits and await asyncio.to_thread(self._is_clean, file, fetched)
        words: str = await asyncio.to_thread(self._words, file, fetched) if clean else ""
        await asyncio.to_thread(self._store, file, fetched, clean)
        heard: bool = bool(words) and await asyncio.to_thread(self._receive_words, file, words)
        if heard:
            self._heard()
        return "stored" if clean else "quarantined"

    def _is_clean(self, file: ExpectedFile, fetched: Fetched) -> bool:
        """What the scanner says; one that fails has not said that the file is clean."""
        if self._hooks.scan is None:
            return True
        try:
            return self._hooks.scan(fetched.sink.read_back(), fetched.media_type) is True
        except Exception as fault:
            self._note("scan", file, fault)
            return False

    def _words(self, file: ExpectedFile, fetched: Fetched) -> str:
        """What is said in a recording; a program that fails has heard nothing."""
        if self._hooks.transcribe is None or file.source.get("kind") not in SPOKEN:
            return ""
        try:
            data = b"".join(fetched.sink.read_back())
            return plain_text(str(self._hooks.transcribe(data, fetched.media_type) or "")).strip()
        except Exception as fault:
            self._note("transcribe", file, fault)
            return ""

    def _receive_words(self, file: ExpectedFile, words: str) -> bool:
        """Puts them into the inbox, as if they had been typed. True when they are new."""
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

    def _store(self, file: ExpectedFile, fetched: Fetched, clean: bool) -> None:
        with self._parts.database.write() as session:
            self._shelf.store(session, file.id, fetched.sink, fetched.media_type, not clean)

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
