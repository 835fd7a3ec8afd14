"""The door alone, in this process: intake on a database whose holder can be killed. No assistant, no sender.

Fast enough to show for each mutant that the checks see it.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

from banpol.clock import SystemClock
from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.settings import WhatsAppSettings
from banpol.whatsapp.evidence_shelf import EvidenceShelf
from banpol.whatsapp.intake import Intake
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.parts import CarrierKeys, Parts
from benchmarks.storm.bodies import headers
from benchmarks.storm.courier import Courier
from benchmarks.storm.plan import Plan
from benchmarks.storm.verdict import Verdict, judge

ACCOUNT, SECRET = "100000000000001", "rahasia-uji"
DISK_SECONDS = 0.005
# What a door without an assistant behind it can be judged by.
AT_THE_DOOR = ("lost", "stored twice", "forged or strange rows", "evidence rows too many or too few")


class Killed(Exception):
    """The process is gone before its commit."""


class Mortal:
    """A database as one incarnation of a process sees it; its disk takes its time."""

    def __init__(self, store: Database) -> None:
        self._store, self.dead = store, False

    def read(self) -> Any:
        return self._store.read()

    @contextmanager
    def write(self) -> Iterator[Any]:
        with self._store.write() as session:
            yield session
            time.sleep(DISK_SECONDS)
            if self.dead:
                raise Killed


class Door:
    """Intake, killed and begun anew after every so many answers."""

    def __init__(self, store: Database, folder: Path, kills: list[int]) -> None:
        make_keys(folder / "keys")
        self._store, self._folder, self._kills = store, KeyFolder(folder / "keys"), list(kills)
        self._media = folder / "media"
        self.killed = 0
        self._begin()

    def _begin(self) -> None:
        self._mortal = Mortal(self._store)
        keys = CarrierKeys.from_folder(self._folder)
        database: Any = self._mortal
        self.parts = Parts(database, keys, SystemClock())
        shelf = EvidenceShelf(keys.session, self._folder.sealer(), self._media)
        told = WhatsAppSettings(ACCOUNT, (SECRET,), "v", "t")
        self._intake = Intake(self.parts, told, shelf, lambda _text: False, Metrics())
        self._intake.start()

    async def post(self, body: bytes, signed: bool) -> int:
        marks = headers(body, SECRET if signed else "bukan rahasia")
        pairs = [(name.lower().encode(), value.encode()) for name, value in marks.items()]
        intake = self._intake
        status = (await intake.receive(pairs, body)).status
        return status if intake is self._intake else 0

    def kill_if_due(self, acknowledged: int) -> None:
        if self._kills and acknowledged >= self._kills[0]:
            self._kills.pop(0)
            self.killed += 1
            self._mortal.dead = True
            gone = self._intake
            self._begin()
            gone.stop()

    def stop(self) -> None:
        self._intake.stop()


async def storm_at_the_door(plan: Plan, store: Database, folder: Path) -> Verdict:
    """Delivers the whole plan to a door that dies now and then; only what a door can do is judged."""
    door = Door(store, folder, plan.gateway_kills)
    courier = Courier(plan, ACCOUNT, door.post, lambda _phone: True, [], lambda: len(plan.messages))
    running = asyncio.create_task(courier.run())
    while not running.done():
        await asyncio.sleep(0.002)
        door.kill_if_due(courier.acknowledged)
    await running
    await asyncio.to_thread(door.stop)
    figures = judge(plan, store, door.parts.known_as, [], door.killed).figures
    verdict = Verdict({name: figures[name] for name in AT_THE_DOOR})
    verdict.figures["forgeries taken"] = courier.forgeries - courier.refused_forgeries
    return verdict
