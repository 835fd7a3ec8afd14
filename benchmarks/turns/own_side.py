"""Banpol's assistant as a process of its own, fed through the inbox and heard through the outbox."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import time
from pathlib import Path

from sqlalchemy import select

from banpol.clock import SystemClock
from banpol.crypto import KeyRing
from banpol.database import Database
from banpol.keys import KeyFolder
from banpol.post import inbox, outbox
from banpol.post.letters import Letter, OutgoingMessage
from banpol.post.tables import inbox_message, outbox_message
from benchmarks.turns import processes
from benchmarks.turns.processes import Running
from benchmarks.turns.stock_side import count_reports

ANSWER_SECONDS = 120.0
LOOK_SECONDS = 0.001


class NoAnswer(Exception):
    """The assistant has not ended the turn in time."""


class OwnSide:
    """One process over SQLite with synchronous=FULL; what this class does is not part of its CPU."""

    name = "ours"

    def __init__(self, folder: Path, model: Path) -> None:
        self._file, models = folder / "banpol.db", folder / "models"
        models.mkdir()
        for one in model.parent.glob("*"):
            shutil.copy(one, models / one.name)
        env = processes.environment(folder, BANPOL_MODELS_DIR=str(models))
        processes.migrate(env)
        self._store, self._clock = Database(f"sqlite:///{self._file}"), SystemClock()
        self._ring: KeyRing = KeyFolder(folder / "keys").ring("session.key")
        self._assistant = Running("assistant", ["-m", "banpol.assistant.main"], env, folder / "assistant.log")
        self._assistant.wait(lambda: self._assistant.said("assistant ready"))
        self._eye = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, isolation_level=None)
        self._ids = itertools.count(1)

    def say(self, sender: str, text: str) -> list[str]:
        """The texts that stand in the outbox once the turn's transaction is through. Raises NoAnswer."""
        now, message_id = self._clock.now(), f"bench-{next(self._ids)}"
        letter = Letter("text", text=text)
        arrival = inbox.Arrival(message_id, sender, "whatsapp", "1", letter, sent_at=now, received_at=now)
        with self._store.write() as session:
            inbox.receive(session, self._ring, [arrival])
        self._wait(message_id)
        return self._heard(message_id)

    def _wait(self, message_id: str) -> None:
        query = "select status from inbox_message where id = ?"
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            if self._eye.execute(query, (message_id,)).fetchone()[0] == "done":
                return
            time.sleep(LOOK_SECONDS)
        raise NoAnswer(f"{message_id} has no answer; see the assistant's log beside {self._file}")

    def _heard(self, message_id: str) -> list[str]:
        turn = inbox_message.c.turn_id
        own_turn = select(turn).where(inbox_message.c.id == message_id).scalar_subquery()
        query = outbox_message.select().where(outbox_message.c.turn_id == own_turn)
        with self._store.read() as session:
            rows = session.execute(query.order_by(outbox_message.c.seq)).all()
        sealed = [self._ring.open(row.sealed, outbox._where(row.id)) for row in rows]
        return [OutgoingMessage.from_bytes(body).text for body in sealed]

    def cpu_seconds(self) -> float:
        return self._assistant.cpu_seconds()

    def reports(self) -> int:
        return count_reports(self._file)

    def stop(self) -> None:
        self._eye.close()
        self._store.dispose()
        self._assistant.stop()
