"""The storm without processes and without Rasa: intake, sender, and a clerk who answers every turn.

Fast enough to show for each fault of the door, the queues and the sender that the checks see it.
"""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Iterator

from sqlalchemy import func, select

from banpol.clock import SystemClock
from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.post import outbox, turns
from banpol.post.letters import OutgoingMessage
from banpol.post.tables import inbox_message, outbox_message
from banpol.register import transcripts
from banpol.settings import WhatsAppSettings
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.evidence_shelf import EvidenceShelf
from banpol.whatsapp.intake import Intake
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.parts import CarrierKeys, Parts
from banpol.whatsapp.sender import Sender
from benchmarks.storm.bodies import headers
from benchmarks.storm.courier import Courier
from benchmarks.storm.graph import Graph
from benchmarks.storm.people import gather
from benchmarks.storm.plan import Plan
from benchmarks.storm.verdict import Verdict, judge, look

ACCOUNT, SECRET = "100000000000001", "rahasia-uji"
DISK_SECONDS, DEAD_SECONDS = 0.005, 0.1
REST_SECONDS = 8.0
# So far the clock of leases moves on after a death: longer than a turn's lease, shorter than that of a
# message on its way, for the sender lives.
AFTER_DEATH_SECONDS = 11.0
AT_ONCE = turns.Patience(timedelta(0), timedelta(0))


class Killed(Exception):
    """The process is gone before its commit."""


class Mortal:
    """A database as one incarnation of a process sees it: its disk takes its time, and once it is doomed, it
    does not live to see the next commit that would store a message."""

    def __init__(self, store: Database) -> None:
        self._store, self.doomed, self.dead, self.died = store, False, False, 0.0

    def read(self) -> Any:
        return self._store.read()

    @contextmanager
    def write(self, hurried: bool = False) -> Iterator[Any]:
        with self._store.write(hurried) as session:
            before = _newest(session)
            yield session
            time.sleep(DISK_SECONDS)
            if self.doomed and not self.dead and _newest(session) != before:
                self.dead, self.died = True, time.monotonic()
            if self.dead:
                raise Killed


def _newest(session: Any) -> int | None:
    newest: int | None = session.execute(select(func.max(inbox_message.c.seq))).scalar_one()
    return newest


class Door:
    """Intake, killed and begun anew after every so many answers."""

    def __init__(self, store: Database, parts: Parts, told: WhatsAppSettings, shelf: EvidenceShelf) -> None:
        self._store, self._parts, self._told, self._shelf = store, parts, told, shelf
        self.killed = 0
        self._begin()

    def _begin(self) -> None:
        self._mortal: Any = Mortal(self._store)
        parts = Parts(self._mortal, self._parts.keys, self._parts.clock, self._parts.machine_s)
        self._intake = Intake(parts, self._told, self._shelf, lambda _text: False, Metrics())
        self._intake.start()

    async def post(self, body: bytes, signed: bool) -> int:
        marks = headers(body, SECRET if signed else "bukan rahasia")
        pairs = [(name.lower().encode(), value.encode()) for name, value in marks.items()]
        intake = self._intake
        status = (await intake.receive(pairs, body)).status
        return status if intake is self._intake else 0

    def doom(self) -> None:
        self._mortal.doomed = True

    def rise_again(self) -> None:
        """Begins anew, some time after it has died."""
        if self._mortal.dead and time.monotonic() > self._mortal.died + DEAD_SECONDS:
            self.killed += 1
            gone = self._intake
            self._begin()
            gone.stop()

    def stop(self) -> None:
        self._intake.stop()


class Clerk:
    """Stands for the assistant: one answer for each message of a turn, all in one transaction."""

    def __init__(self, store: Database, parts: Parts, sealer: Any) -> None:
        self._store, self._parts, self._sealer = store, parts, sealer
        self._names = 0
        self.dies_now = False

    def work(self) -> bool:
        """One turn, if there is one."""
        now, now_s = self._parts.clock.now(), self._parts.machine_s()
        lease = turns.take(self._store, f"juru {self._names}", now, now_s, AT_ONCE)
        if lease is None:
            return False
        if self.dies_now:
            self.dies_now, self._names = False, self._names + 1
            return True
        with self._store.write() as session:
            self._answer(session, lease)
        return True

    def _answer(self, session: Any, lease: turns.TurnLease) -> None:
        now, ring = self._parts.clock.now(), self._parts.keys.session
        bubbles = turns.bubbles_of(session, ring, lease.turn_id)
        turns.finish(session, lease, now)
        for ordinal, bubble in enumerate(bubbles):
            transcripts.note(
                session,
                self._sealer,
                f"masuk-{bubble.message_id}"[:64],
                reporter_id=lease.reporter_id,
                draft_id=None,
                direction="masuk",
                text=bubble.letter.text,
                at=now,
            )
            outbox.put(
                session,
                ring,
                reporter_id=lease.reporter_id,
                channel=bubble.channel,
                account=bubble.account,
                turn_id=lease.turn_id,
                ordinal=ordinal,
                message=OutgoingMessage(f"Jawaban {ordinal}"),
                asks=None,
                now=now,
            )


class House:
    """Everything in one event loop; deaths come when so many messages are acknowledged."""

    def __init__(self, plan: Plan, store: Database, folder: Path) -> None:
        make_keys(folder / "keys")
        keys = KeyFolder(folder / "keys")
        self._plan, self._store, self._ahead_s, self._sent = plan, store, 0.0, 0
        self.parts = Parts(store, CarrierKeys.from_folder(keys), SystemClock(), self._machine_s)
        port = free_port()
        told = WhatsAppSettings(
            ACCOUNT, (SECRET,), "v", "t", graph_url=f"http://127.0.0.1:{port}", typing=False
        )
        shelf = EvidenceShelf(self.parts.keys.session, keys.sealer(), folder / "media")
        self._graph, self._told = Graph(port), told
        self.door = Door(store, self.parts, told, shelf)
        self._clerk = Clerk(store, self.parts, keys.sealer())

    def _machine_s(self) -> float:
        return time.time() + self._ahead_s

    async def storm(self) -> Verdict:
        """The whole plan; nothing is killed that sends, so no reply may be doubled."""
        await self._graph.start()
        client = GraphClient(self._told)
        sender = Sender(self.parts, client, Metrics())
        sender.start()
        people = gather(self._plan, lambda _message: None)
        courier = Courier(
            self._plan,
            people,
            ACCOUNT,
            self.door.post,
            self._graph.statuses,
            lambda: len(self._plan.messages),
            REST_SECONDS,
        )
        await self._rage(courier)
        await sender.stop()
        await client.close()
        await self._graph.stop()
        await asyncio.to_thread(self.door.stop)
        verdict = judge(people, look(self._store), self.parts.known_as, self._graph.heard, 0)
        verdict.figures["forgeries taken"] = courier.forgeries - courier.refused_forgeries
        return verdict

    async def _rage(self, courier: Courier) -> None:
        over = asyncio.Event()
        telling = asyncio.create_task(courier.pass_statuses(over))
        delivering = asyncio.create_task(courier.run())
        deaths = sorted([*self._plan.gateway_kills, *self._plan.assistant_kills])
        moved = time.monotonic()
        if deaths:
            self.door.doom()  # the first message of all is one that a process does not live to store
        while not (delivering.done() and self._at_rest()) and time.monotonic() < moved + REST_SECONDS:
            if deaths and courier.acknowledged >= deaths[0]:
                deaths.pop(0)
                self._kill(len(deaths))
            self.door.rise_again()
            if await asyncio.to_thread(self._clerk.work) or not delivering.done() or self._is_sending():
                moved = time.monotonic()
            await asyncio.sleep(0.001)
        await delivering
        over.set()
        await telling

    def _is_sending(self) -> bool:
        """Whether anything has left since this was asked last."""
        before, self._sent = self._sent, len(self._graph.heard)
        return before < self._sent

    def _kill(self, left: int) -> None:
        """Door and clerk in turn."""
        self._ahead_s += AFTER_DEATH_SECONDS
        if left % 2:
            self._clerk.dies_now = True
        else:
            self.door.doom()

    def _at_rest(self) -> bool:
        open_ = select(func.count()).where(inbox_message.c.status.in_(("new", "taken")))
        out = select(func.count()).where(outbox_message.c.status.in_(("queued", "sending", "uncertain")))
        with self._store.read() as session:
            if session.execute(out).scalar_one():
                return False
            waits = bool(session.execute(open_).scalar_one())
        # A clerk who died holds its turn until the lease ends.
        self._ahead_s += AFTER_DEATH_SECONDS if waits else 0.0
        return not waits


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
