"""A storm against the real gateway and the real assistant, killed and begun anew by a supervisor."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from sqlalchemy import func, select

from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.post.tables import inbox_message, outbox_message
from banpol.register import reading
from banpol.register.sql.migrate import upgrade
from banpol.whatsapp.parts import CarrierKeys, Parts
from benchmarks.storm.answers import Answers
from benchmarks.storm.bodies import headers
from benchmarks.storm.courier import Courier
from benchmarks.storm.graph import Graph
from benchmarks.storm.mutants import OF_ASSISTANT, unguard
from benchmarks.storm.people import Person, gather
from benchmarks.storm.plan import Plan
from benchmarks.storm.program import ROOT, NotInTime, Program, until
from benchmarks.storm.verdict import Verdict, judge, judge_reports, look

GATEWAY, ASSISTANT = "banpol.whatsapp.main", "banpol.assistant.main"
ACCOUNT, SECRET = "100000000000001", "rahasia-uji"
REST_SECONDS, PATIENCE_SECONDS = 240.0, 240.0
WAITING = ("queued", "sending", "uncertain")


@dataclass
class Outcome:
    """What a run has shown; `complaints` are lines of the processes' logs."""

    verdict: Verdict
    posts: int
    forgeries: int
    gateway_kills: int
    assistant_kills: int
    minutes: float
    complaints: list[str] = field(default_factory=list)


class Storm:
    """`run` it once, in a folder of its own."""

    def __init__(
        self, plan: Plan, folder: Path, mutant: str = "", patience_s: float = PATIENCE_SECONDS
    ) -> None:
        self._plan, self._patience_s = plan, patience_s
        self._env = environment(folder)
        make_keys(folder / "keys")
        self._keys = KeyFolder(folder / "keys")
        self._store = Database(self._env["BANPOL_DATABASE_URL"])
        upgrade(self._store)
        if mutant == "check_then_insert":
            unguard(self._store)
        self._graph = Graph(int(self._env["BANPOL_WHATSAPP_GRAPH_URL"].rpartition(":")[2]))
        of_assistant = mutant in OF_ASSISTANT
        self._gateway = Program(GATEWAY, self._env, folder / "gateway.log", "" if of_assistant else mutant)
        self._assistant = Program(
            ASSISTANT, self._env, folder / "assistant.log", mutant if of_assistant else ""
        )

    async def run(self) -> Outcome:
        """Raises NotInTime when a process does not come back."""
        await self._graph.start()
        programs = (self._gateway, self._assistant)
        running = [asyncio.create_task(program.run()) for program in programs]
        try:
            await asyncio.gather(*(program.ready() for program in programs))
            return await self._rage()
        finally:
            await asyncio.gather(*(program.stop() for program in programs))
            await asyncio.gather(*running)
            await self._graph.stop()
            self._store.dispose()

    async def _rage(self) -> Outcome:
        started = time.monotonic()
        # What the assistant writes in its name is hidden; so is what we look for.
        known_as = Parts(self._store, CarrierKeys.from_folder(self._keys), None).known_as  # type: ignore[arg-type]
        people = gather(self._plan, Answers(self._store, known_as, self._graph).to)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as self._client:
            courier = await self._deliver(people)
        for person in people:
            person.hear()
        verdict = judge(people, look(self._store), known_as, self._graph.heard, self._gateway.kills)
        verdict.figures["forgeries taken"] = courier.forgeries - courier.refused_forgeries
        with self._store.read() as session:
            reports = reading.open_reports_of(session, self._keys.opener())
        verdict.figures |= judge_reports(people, reports)
        return Outcome(
            verdict,
            courier.posts,
            courier.forgeries,
            self._gateway.kills,
            self._assistant.kills,
            (time.monotonic() - started) / 60,
            self._gateway.complaints() + self._assistant.complaints(),
        )

    async def _deliver(self, people: list[Person]) -> Courier:
        plan, over, statuses = self._plan, asyncio.Event(), self._graph.statuses
        courier = Courier(plan, people, ACCOUNT, self._post, statuses, self._next_kill, self._patience_s)
        telling = asyncio.create_task(courier.pass_statuses(over))
        delivered = asyncio.Event()

        async def deliver() -> None:
            await courier.run()
            delivered.set()

        def all_done() -> bool:
            return delivered.is_set() and self._at_rest()

        await asyncio.gather(
            deliver(),
            self._gateway.kill_at(
                plan.gateway_kills, lambda: courier.acknowledged, delivered.is_set, random.Random(plan.seed)
            ),
            self._assistant.kill_at(
                plan.assistant_kills, self._worked_on, all_done, random.Random(-plan.seed)
            ),
        )
        try:
            await until(self._at_rest, min(REST_SECONDS, self._patience_s), "everything is answered")
        except NotInTime as problem:
            print(problem)  # the verdict says how much is not
        over.set()
        await telling
        return courier

    def _next_kill(self) -> int:
        left = self._plan.gateway_kills[self._gateway.kills :]
        return left[0] if left else len(self._plan.messages)

    def _worked_on(self) -> int:
        """How many messages the assistant has answered."""
        done = select(func.count()).where(inbox_message.c.status == "done")
        with self._store.read() as session:
            return int(session.execute(done).scalar_one())

    async def _post(self, body: bytes, signed: bool) -> int:
        url = f"http://127.0.0.1:{self._env['BANPOL_GATEWAY_PORT']}/webhooks/whatsapp/webhook"
        try:
            marks = headers(body, SECRET if signed else "bukan rahasia")
            async with self._client.post(url, data=body, headers=marks) as answer:
                return answer.status
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return 0

    def _at_rest(self) -> bool:
        open_ = select(func.count()).where(inbox_message.c.status.in_(("new", "taken")))
        out = select(func.count()).where(outbox_message.c.status.in_(WAITING))
        with self._store.read() as session:
            return not (session.execute(open_).scalar_one() or session.execute(out).scalar_one())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BANPOL_")}
    models = os.environ.get("BANPOL_MODELS_DIR", str(ROOT / "models"))
    return own | {
        "PYTHONUNBUFFERED": "1",
        "BANPOL_DEMO": "true",
        "BANPOL_DATA_DIR": str(folder),
        "BANPOL_DATABASE_URL": f"sqlite:///{folder / 'banpol.db'}",
        "BANPOL_MODELS_DIR": models,
        "BANPOL_GATEWAY_PORT": str(free_port()),
        "BANPOL_BUNDLE_QUIET_SECONDS": "0.2",
        "BANPOL_WHATSAPP_PHONE_NUMBER_ID": ACCOUNT,
        "BANPOL_WHATSAPP_APP_SECRETS": SECRET,
        "BANPOL_WHATSAPP_VERIFY_TOKEN": "v",
        "BANPOL_WHATSAPP_ACCESS_TOKEN": "t",
        "BANPOL_WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{free_port()}",
        "BANPOL_WHATSAPP_MEDIA_HOSTS": "127.0.0.1",
    }
