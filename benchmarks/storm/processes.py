"""A storm against the real gateway and the real assistant, killed and begun anew by a supervisor."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from sqlalchemy import func, select

from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.post.tables import inbox_message, outbox_message
from banpol.register import reading
from banpol.register.sql.migrate import upgrade
from banpol.whatsapp.parts import CarrierKeys, Parts
from benchmarks.storm.bodies import headers
from benchmarks.storm.courier import Courier
from benchmarks.storm.graph import Graph
from benchmarks.storm.mutants import unguard
from benchmarks.storm.plan import Plan, plate
from benchmarks.storm.verdict import Verdict, judge

ROOT = Path(__file__).resolve().parents[2]
GATEWAY, ASSISTANT = "banpol.whatsapp.main", "banpol.assistant.main"
ACCOUNT, SECRET = "100000000000001", "rahasia-uji"
READY_SECONDS, REST_SECONDS, LATEST_KILL = 120.0, 240.0, 0.6
WAITING = ("queued", "sending", "uncertain")


class NotInTime(Exception):
    """Something did not happen in time; the sentence says what."""


@dataclass
class Outcome:
    """What a run has shown."""

    verdict: Verdict
    posts: int
    forgeries: int
    gateway_kills: int
    assistant_kills: int
    reports: int
    minutes: float


class Program:
    """One program, begun anew whenever it ends."""

    def __init__(self, module: str, env: dict[str, str], log: Path, mutant: str) -> None:
        self._arguments = ["-m", "benchmarks.storm.mutants", mutant, module] if mutant else ["-m", module]
        self._env, self._log, self._mark, self.kills = env, log, 0, 0
        self._stopping = False

    async def run(self) -> None:
        while not self._stopping:
            with self._log.open("ab") as out:
                self._mark = out.tell()
                self._child = await asyncio.create_subprocess_exec(
                    sys.executable, *self._arguments, cwd=ROOT, env=self._env, stdout=out, stderr=out
                )
            await self._child.wait()

    async def ready(self) -> None:
        await until(lambda: b" ready" in self._log.read_bytes()[self._mark :], READY_SECONDS, "ready")

    def kill(self) -> None:
        self.kills += 1
        self._mark = self._log.stat().st_size
        self._child.kill()

    async def kill_at(self, moments: list[int], courier: Courier, chance: random.Random) -> None:
        for moment in moments:
            while courier.acknowledged < moment and not courier.done:
                await asyncio.sleep(0.02)
            await self.ready()
            await asyncio.sleep(chance.uniform(0, LATEST_KILL))
            self.kill()

    def stop(self) -> None:
        self._stopping = True
        self._child.terminate()


async def until(true, seconds: float, what: str) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise NotInTime(f"after {seconds:.0f} s it is not so: {what}")
        await asyncio.sleep(0.1)


async def storm(plan: Plan, folder: Path, mutant: str = "") -> Outcome:
    """Raises NotInTime when it does not come to rest."""
    env = _environment(folder)
    make_keys(folder / "keys")
    keys = KeyFolder(folder / "keys")
    store = Database(env["BANPOL_DATABASE_URL"])
    upgrade(store)
    if mutant == "check_then_insert":
        unguard(store)
    graph = Graph(int(env["BANPOL_WHATSAPP_GRAPH_URL"].rpartition(":")[2]))
    gateway = Program(GATEWAY, env, folder / "gateway.log", mutant)
    assistant = Program(ASSISTANT, env, folder / "assistant.log", "")
    await graph.start()
    running = [asyncio.create_task(program.run()) for program in (gateway, assistant)]
    try:
        await asyncio.sleep(0.5)
        await asyncio.gather(gateway.ready(), assistant.ready())
        return await _rage(plan, store, keys, graph, gateway, assistant, env)
    finally:
        gateway.stop()
        assistant.stop()
        await asyncio.gather(*running)
        await graph.stop()
        store.dispose()


async def _rage(
    plan: Plan,
    store: Database,
    keys: KeyFolder,
    graph: Graph,
    gateway: Program,
    assistant: Program,
    env: dict[str, str],
) -> Outcome:
    started, over = time.monotonic(), asyncio.Event()
    url = f"http://127.0.0.1:{env['BANPOL_GATEWAY_PORT']}/webhooks/whatsapp/webhook"

    def next_kill() -> int:
        left = [*plan.gateway_kills[gateway.kills :], *plan.assistant_kills[assistant.kills :]]
        return min(left, default=len(plan.messages))

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session:

        async def post(body: bytes, signed: bool) -> int:
            try:
                marks = headers(body, SECRET if signed else "bukan rahasia")
                async with session.post(url, data=body, headers=marks) as answer:
                    return answer.status
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
                return 0

        courier = Courier(
            plan, ACCOUNT, post, lambda to: any(h.to == to for h in graph.heard), graph.statuses, next_kill
        )
        telling = asyncio.create_task(courier.pass_statuses(over))
        await asyncio.gather(
            courier.run(),
            gateway.kill_at(plan.gateway_kills, courier, random.Random(plan.seed)),
            assistant.kill_at(plan.assistant_kills, courier, random.Random(-plan.seed)),
        )
        try:
            await until(lambda: _at_rest(store), REST_SECONDS, "everything is answered")
        except NotInTime as problem:
            print(problem)
        over.set()
        await telling
    known_as = Parts(store, CarrierKeys.from_folder(keys), None).known_as  # type: ignore[arg-type]
    verdict = judge(plan, store, known_as, graph.heard, gateway.kills)
    verdict.figures["forgeries taken"] = courier.forgeries - courier.refused_forgeries
    reports = _reports(store, keys)
    wanted = Counter(plate(sender) for sender in range(len(plan.talks)))
    verdict.figures["reports missing"] = sum((wanted - reports).values())
    verdict.figures["reports or plates doubled"] = sum((reports - wanted).values())
    minutes = (time.monotonic() - started) / 60
    total = sum(reports.values())
    return Outcome(verdict, courier.posts, courier.forgeries, gateway.kills, assistant.kills, total, minutes)


def _reports(store: Database, keys: KeyFolder) -> Counter[str]:
    with store.read() as session:
        opened = reading.open_reports_of(session, keys.opener())
    return Counter(one for report in opened for one in (report["plates"] or ["none"]))


def _at_rest(store: Database) -> bool:
    with store.read() as session:
        open_ = select(func.count()).where(inbox_message.c.status.in_(("new", "taken")))
        out = select(func.count()).where(outbox_message.c.status.in_(WAITING))
        return not (session.execute(open_).scalar_one() or session.execute(out).scalar_one())


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BANPOL_")}
    models = os.environ.get("BANPOL_MODELS_DIR", str(ROOT / "models"))
    return own | {
        "PYTHONUNBUFFERED": "1",
        "BANPOL_DEMO": "true",
        "BANPOL_DATA_DIR": str(folder),
        "BANPOL_DATABASE_URL": f"sqlite:///{folder / 'banpol.db'}",
        "BANPOL_MODELS_DIR": models,
        "BANPOL_GATEWAY_PORT": str(_port()),
        "BANPOL_BUNDLE_QUIET_SECONDS": "0.2",
        "BANPOL_WHATSAPP_PHONE_NUMBER_ID": ACCOUNT,
        "BANPOL_WHATSAPP_APP_SECRETS": SECRET,
        "BANPOL_WHATSAPP_VERIFY_TOKEN": "v",
        "BANPOL_WHATSAPP_ACCESS_TOKEN": "t",
        "BANPOL_WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{_port()}",
        "BANPOL_WHATSAPP_MEDIA_HOSTS": "127.0.0.1",
    }
