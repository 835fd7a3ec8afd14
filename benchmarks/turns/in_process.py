"""The assistant inside this process, for guards: the same inbox, engine and outbox, no second process."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

from sqlalchemy import select

from banpol import wiring
from banpol.assistant import agent as agents
from banpol.assistant.engine import Engine, EngineParts, patience
from banpol.clock import Clock
from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.post import inbox, outbox
from banpol.post.letters import Letter, OutgoingMessage
from banpol.post.tables import outbox_message


class InProcess:
    """An engine over a migrated, empty database."""

    name = "in process"

    def __init__(self, store: Database, folder: Path, model: Path, clock: Clock) -> None:
        make_keys(folder / "keys")
        keys = KeyFolder(folder / "keys")
        self._store, self._ring, self._clock = store, keys.ring("session.key"), clock
        self.agent, self.trackers = agents.load(model, store, self._ring, clock)
        self._engine = Engine(
            EngineParts(
                agent=self.agent,
                trackers=self.trackers,
                store=store,
                session_ring=self._ring,
                register_keys=wiring.register_keys(keys),
                clock=clock,
                patience=patience(0, 0),
                owner="guard",
            )
        )
        self._ids = itertools.count(1)

    def say(self, sender: str, text: str) -> list[str]:
        """The texts of the answer, once the turn is written."""
        now, heard = self._clock.now(), self._newest()
        arrival = inbox.Arrival(
            f"guard-{next(self._ids)}", sender, "whatsapp", "1", Letter("text", text=text), now, now
        )
        with self._store.write() as session:
            inbox.receive(session, self._ring, [arrival])
        asyncio.run(self._run())
        return self._texts_after(heard)

    async def _run(self) -> None:
        while await self._engine.step():
            pass

    def _newest(self) -> int:
        query = select(outbox_message.c.seq).order_by(outbox_message.c.seq.desc()).limit(1)
        with self._store.read() as session:
            return int(session.execute(query).scalar() or 0)

    def _texts_after(self, seq: int) -> list[str]:
        query = select(outbox_message).where(outbox_message.c.seq > seq).order_by(outbox_message.c.seq)
        with self._store.read() as session:
            rows = session.execute(query).all()
        sealed = [self._ring.open(row.sealed, outbox._where(row.id)) for row in rows]
        return [OutgoingMessage.from_bytes(body).text for body in sealed]
