"""Intake, sender, fetcher and watcher as one: what the gateway serves, and what the Rasa connector hosts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Callable

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from banpol.post import inbox, outbox
from banpol.settings import WhatsAppSettings
from banpol.whatsapp.account_check import AccountCheck
from banpol.whatsapp.circuit import Circuit
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.failures import Failures
from banpol.whatsapp.hooks import Hooks
from banpol.whatsapp.intake import Headers, Intake, IntakeResult
from banpol.whatsapp.media import MediaFetcher
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.pace import Pace
from banpol.whatsapp.parts import Parts
from banpol.whatsapp.presence import Presence
from banpol.whatsapp.sender import Sender
from banpol.whatsapp.shelf import Shelf
from banpol.whatsapp.watcher import Watcher


def nobody_told() -> None:
    """For hosts that look by themselves."""


@dataclass(frozen=True)
class CarrierSetup:
    """What a host hands in. `notice` is said when an answer takes long, empty for never;
    `urgent` finds danger words; `on_arrival` is called after new messages were stored."""

    parts: Parts
    settings: WhatsAppSettings
    shelf: Shelf
    notice: str
    urgent: Callable[[str], bool]
    on_arrival: Callable[[], None] = nobody_told
    pace: Pace = field(default_factory=Pace)
    circuit: Circuit = field(default_factory=Circuit)


@dataclass(frozen=True)
class Readiness:
    """Whether webhooks can be stored and answers can leave, and how much waits."""

    database: bool
    sending: bool
    account: str = "unknown"  # whether Meta shows us our number: unknown | ok | refused
    inbox: int = -1
    outbox: int = -1

    @property
    def ready(self) -> bool:
        return self.database and self.sending and self.account != "refused"


class Carrier:
    """`start` and `stop` it inside the event loop it is to live in."""

    def __init__(self, setup: CarrierSetup) -> None:
        self._setup = setup
        self.metrics = Metrics()
        parts, shelf = setup.parts, setup.shelf
        self._hooks = Hooks.from_settings(setup.settings)
        self._intake = Intake(parts, setup.settings, shelf, setup.urgent, self.metrics)

    async def start(self) -> None:
        setup, parts = self._setup, self._setup.parts
        self._client = GraphClient(setup.settings)
        self._failures = Failures(self._hooks.whatsapp_failed, self.metrics)
        self._sender = Sender(
            parts,
            self._client,
            self.metrics,
            pace=setup.pace,
            circuit=setup.circuit,
            tell=self._failures.tell,
        )
        self._media = MediaFetcher(
            parts,
            self._client,
            setup.shelf,
            setup.settings.media_hosts,
            self.metrics,
            hooks=self._hooks,
            heard=setup.on_arrival,
        )
        self._watcher = Watcher(parts, setup.notice, self.metrics, self._sender.wake)
        self._presence = Presence(parts, self._client, self.metrics)
        self._account = AccountCheck(self._client, setup.settings.accounts, self.metrics)
        self._intake.start()
        for loop in (self._sender, self._media, self._presence, self._account):
            loop.start()
        if setup.notice:
            self._watcher.start()

    async def stop(self) -> None:
        """Finishes what is under way: first what comes in, then what goes out."""
        await asyncio.to_thread(self._intake.stop)
        for loop in (self._account, self._presence, self._watcher, self._media, self._sender):
            await loop.stop()
        await self._failures.stop()
        await self._client.close()

    async def receive(self, headers: Headers, body: bytes) -> IntakeResult:
        """One webhook; the answer is ready when everything is stored."""
        with self.metrics.acknowledge.time():
            result = await self._intake.receive(headers, body)
        if result.kept.messages:
            self._setup.on_arrival()
            self._sender.wake()
            if self._setup.settings.typing and self._sender.circuit.is_closed:
                self._presence.arrived(result.kept.arrived)
        if result.kept.files:
            self._media.wake()
        self._failures.tell(result.kept.failed)
        return result

    def wake(self) -> None:
        """Something may have been put into the outbox or moved in time: look now, not later."""
        self._sender.wake()
        self._media.wake()
        self._watcher.wake()

    def ask_meta(self) -> None:
        """Look now whether the token is still good."""
        self._account.wake()

    async def idle(self) -> bool:
        """Whether nothing waits: no webhook unstored, no answer unsent, no file to fetch."""
        if self._intake.waiting or self._sender.busy or self._media.busy:
            return False
        return await asyncio.to_thread(self._nothing_waits)

    def _nothing_waits(self) -> bool:
        with self._setup.parts.database.read() as session:
            return outbox.pending(session) == 0 and self._setup.shelf.waiting(session) == 0

    async def readiness(self) -> Readiness:
        sending, account = self._sender.circuit.is_closed, self._account.state
        try:
            waiting = await asyncio.to_thread(self._try_database)
        except SQLAlchemyError:
            return Readiness(False, sending, account)
        return Readiness(True, sending, account, *waiting)

    def _try_database(self) -> tuple[int, int]:
        """Takes the write lock and writes a row that is rolled back. Raises SQLAlchemyError."""
        with self._setup.parts.database.write() as session:
            session.execute(text("UPDATE quarantine SET reason = reason WHERE 1 = 0"))
            return inbox.waiting(session), outbox.pending(session)
