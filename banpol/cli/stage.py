"""The real stack in one process, for one scripted conversation: simulator, gateway, engine, empty database.

Everything meets over loopback HTTP and the database, as in service; only the clock is moved by hand.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from sqlalchemy import select

from banpol import wiring
from banpol.assistant.agent import remember_with
from banpol.assistant.engine import Engine, EngineParts, busy, patience
from banpol.assistant.tracker_store import SealedTrackerStore
from banpol.clock import ManualClock
from banpol.post import turns
from banpol.post.tables import outbox_message
from banpol.register import drafts, reading, reminders, second_looks, sweep
from banpol.settings import WhatsAppSettings
from banpol.simulator.messages import PhoneMessage
from banpol.simulator.simulator import SimulatedPhone, Simulator
from banpol.whatsapp import responses
from banpol.whatsapp.carrier import CarrierSetup
from banpol.whatsapp.evidence_shelf import EvidenceShelf
from banpol.whatsapp.gateway import Gateway
from banpol.whatsapp.main import speaks_of_danger
from banpol.whatsapp.parts import CarrierKeys, Parts

QUIET_SECONDS = 1.5
LONGEST_SECONDS = 6.0
# Real seconds; a turn takes tens of milliseconds.
GIVE_UP_SECONDS = 60.0
MOST_STRIDES = 48
SECRETS: dict[str, Any] = {
    "app_secret": "rahasia-percakapan",
    "verify_token": "verifikasi-percakapan",
    "access_token": "akses-percakapan",
    "phone_number_id": "100000000000001",
}


class StillBusy(Exception):
    """Something never came to rest; the sentence says what."""


@dataclass(frozen=True)
class Said:
    """What the assistant asked with its newest message."""

    reporter_id: str
    asks: str | None
    seq: int
    reminder: bool = False


class Stage:
    """`async with Stage(...)`: phones can write, `settle` waits until everything is answered."""

    def __init__(self, agent: Agent, folder: Path, now: datetime, project: Path) -> None:
        self.clock = ManualClock(now)
        self.store, self.keys = wiring.apart(folder)
        self._project, self._media = project, folder / "media"
        self._office = wiring.office(self.keys)
        self._agent = agent
        self._phones: dict[str, SimulatedPhone] = {}
        self.simulator = Simulator(**SECRETS, clock=self.clock)

    async def __aenter__(self) -> Stage:
        await self.simulator.start()
        self.gateway = Gateway(self._carrier())
        await self.gateway.start()
        self.simulator.aim(self.gateway.url)
        self.engine = self._engine()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.stop()
        await self.simulator.stop()
        self.store.dispose()

    def _carrier(self) -> CarrierSetup:
        keys = CarrierKeys.from_folder(self.keys)
        said = responses.read_responses(self._project / "data" / "responses")
        return CarrierSetup(
            parts=Parts(self.store, keys, self.clock),
            settings=WhatsAppSettings(
                phone_number_id=SECRETS["phone_number_id"],
                app_secrets=(SECRETS["app_secret"],),
                verify_token=SECRETS["verify_token"],
                access_token=SECRETS["access_token"],
                graph_url=self.simulator.url,
                media_hosts=("127.0.0.1",),
            ),
            shelf=EvidenceShelf(keys.session, self.keys.sealer(), self._media),
            notice=responses.sentence(said, responses.STORED),
            urgent=speaks_of_danger,
        )

    def _engine(self) -> Engine:
        ring = self.keys.ring("session.key")
        trackers = SealedTrackerStore(self._agent.domain, store=self.store, ring=ring, clock=self.clock)
        remember_with(self._agent, trackers)
        parts = EngineParts(
            agent=self._agent,
            trackers=trackers,
            store=self.store,
            session_ring=ring,
            register_keys=wiring.register_keys(self.keys),
            clock=self.clock,
            patience=patience(QUIET_SECONDS, LONGEST_SECONDS),
            owner="percakapan",
            slowness=0.0,
        )
        return Engine(parts)

    def phone(self, name: str) -> SimulatedPhone:
        """The phone that a script calls by this name; invented numbers in order of appearance."""
        if name not in self._phones:
            number = f"62812000{len(self._phones) + 1:05d}"
            self._phones[name] = self.simulator.phone(number, name)
        return self._phones[name]

    def phone_of(self, message: PhoneMessage) -> str:
        """The script's name of the phone that shows this message."""
        return next(name for name, phone in self._phones.items() if message in phone.messages())

    async def settle(self) -> None:
        """Until every webhook is stored, every turn ended, every answer on its phone. Raises StillBusy."""
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < deadline:
            if not await self.simulator.wait_delivered(5):
                continue
            if await self.engine.step():
                continue
            if busy(self.store):
                await self._let_time_pass()
                continue
            await self.gateway.step()
            if await self.gateway.idle() and self.simulator.undelivered == 0:
                return
            await asyncio.sleep(0.01)
        raise StillBusy("a message was not answered, or an answer did not leave")

    async def _let_time_pass(self) -> None:
        """Past the wait for more bubbles by the clock; past a failed turn's pause in real seconds."""
        with self.store.read() as session:
            retrying = turns.busy(session)
        if retrying:
            await asyncio.sleep(0.2)
        else:
            self.clock.advance(QUIET_SECONDS + 0.1)

    async def pass_time(self, span: timedelta) -> None:
        """Hour by hour, so that what time does happens when it would."""
        left = span
        while left > timedelta(0):
            stride = min(left, self._stride(span))
            self.clock.advance(stride.total_seconds())
            left -= stride
            self._watch()
            self.simulator.wake()
            await self.gateway.step()

    def _stride(self, span: timedelta) -> timedelta:
        return max(timedelta(hours=1), span / MOST_STRIDES)

    def _watch(self) -> None:
        """What the watch's process does in service."""
        now = self.clock.now()
        with self.store.write() as session:
            reminders.remind(session, self._office, now)
            drafts.mark_left(session, now)
            sweep.sweep(session, self._office, now)
            second_looks.escalate(session, self._office, now)

    def questions_after(self, seq: int) -> list[Said]:
        """What was asked since, in order."""
        with self.store.read() as session:
            rows = session.execute(
                select(outbox_message).where(outbox_message.c.seq > seq).order_by(outbox_message.c.seq)
            )
            return [
                Said(row.reporter_id, row.asks, row.seq, row.turn_id.startswith(reminders.CAUSE))
                for row in rows
            ]

    def reports(self) -> list[dict[str, Any]]:
        with self.store.read() as session:
            return reading.open_reports_of(session, self.keys.opener())

    def drafts(self) -> list[dict[str, Any]]:
        with self.store.read() as session:
            return reading.open_drafts(session, self.keys.opener())
