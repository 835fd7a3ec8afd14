"""One storm: people write, webhooks rain, processes are killed; then everything is counted."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from banpol.post.tables import inbox_message, outbox_message
from tests.end_to_end.house import House
from tests.end_to_end.processes import GATEWAY, Process, until
from tests.storm.graph import Graph
from tests.storm.people import Answer, NoAnswer, Person
from tests.storm.rain import Rain, Tally
from tests.storm.verdict import Verdict, judge
from tests.storm.webhooks import status_item

NOTICE = "tunggu-"
MOST_AT_ONCE = 48
REPORTS_EACH = 3
# What one report and its burst come to, with statuses and copies: so many people that the wanted number is
# reached and not passed by far.
DELIVERIES_A_REPORT = 22
REST_SECONDS = 240.0


@dataclass(frozen=True)
class Plan:
    """How much to deliver, how often to kill each process, and which guard to take out."""

    seed: int
    deliveries: int
    kills: int
    mutant: str = ""


@dataclass
class Outcome:
    """What happened and what is wrong with it."""

    plan: Plan
    verdict: Verdict
    tally: Tally
    people: int
    messages: int
    reports: int
    gateway_kills: int
    assistant_kills: int
    seconds: float

    @property
    def fails(self) -> list[str]:
        return self.verdict.fails(self.gateway_kills)


class _Mutated(Process):
    """The gateway without one of its guards."""

    def __init__(self, mutant: str, *given: Any) -> None:
        super().__init__(*given)
        self._before = ("-m", "tests.storm.mutants", mutant)

    def _arguments(self) -> tuple[str, ...]:
        return (*self._before, self.module)


class Storm:
    """`run` it once."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._plan, self._chance = plan, random.Random(plan.seed)
        self._house = House(folder)
        env = self._house.environment
        if plan.mutant:
            self._house.gateway = _Mutated(plan.mutant, GATEWAY, env, folder / "gateway.log")
        self._house.simulator = Graph(int(env["BANPOL_SIMULATOR_PORT"]), self._heard)  # type: ignore[assignment]
        self._people: dict[str, Person] = {}
        self._taken: list[tuple[str, str]] = []
        self._told: set[str] = set()
        self._over = False

    async def run(self) -> Outcome:
        started, env, house = time.monotonic(), self._house.environment, self._house
        secret, account = env["BANPOL_WHATSAPP_APP_SECRETS"], env["BANPOL_WHATSAPP_PHONE_NUMBER_ID"]
        async with house, Rain(house.webhook_url, secret, account, self._chance) as rain:
            self._rain = rain
            await house.assistant.start()
            await house.assistant.ready()
            trouble = await self._live()
            try:
                await until(house.at_rest, REST_SECONDS, "everything is at rest", every=0.5)
            except AssertionError as restless:
                trouble.append(str(restless)[:200])
            verdict = judge(house, list(self._people.values()), self._taken, rain.tally.forged_taken)
            verdict.trouble += trouble
            return Outcome(
                self._plan,
                verdict,
                rain.tally,
                len(self._people),
                sum(len(person.sent) for person in self._people.values()),
                len(house.reports()),
                house.gateway.kills,
                house.assistant.kills,
                time.monotonic() - started,
            )

    async def _live(self) -> list[str]:
        """Everybody's life, with the killers beside it; what went wrong."""
        killers = [
            asyncio.create_task(self._kill(process))
            for process in (self._house.gateway, self._house.assistant)
        ]
        ended = await asyncio.gather(*(self._crowd() for _ in range(self._at_once())), return_exceptions=True)
        self._over = True
        await asyncio.gather(*killers)
        return [f"{type(one).__name__}: {one}"[:200] for one in ended if isinstance(one, BaseException)]

    async def _crowd(self) -> None:
        while self._rain.tally.deliveries < self._plan.deliveries:
            number = len(self._people)
            marks = [str(10_000 + REPORTS_EACH * number + nth) for nth in range(self._reports_each())]
            person = Person(f"62812{number:08d}", marks)
            self._people[f"+{person.phone}"] = person
            await person.live(self._rain, self._all_done)

    def _at_once(self) -> int:
        return max(2, min(MOST_AT_ONCE, self._plan.deliveries // DELIVERIES_A_REPORT))

    def _reports_each(self) -> int:
        return REPORTS_EACH if self._plan.deliveries > 50 * DELIVERIES_A_REPORT else 1

    async def _kill(self, process: Process) -> None:
        """At random points of what is delivered; the next one only after the process has come back."""
        step = self._plan.deliveries / (self._plan.kills + 1)
        for nth in range(1, self._plan.kills + 1):
            due = step * (nth + self._chance.uniform(-0.4, 0.4))
            while self._rain.tally.deliveries < due and not self._over:
                await asyncio.sleep(0.005)
            process.kill()
            try:
                await process.ready()
            except AssertionError as problem:
                raise NoAnswer(f"{process.module} does not come back") from problem

    def _all_done(self, person: Person) -> bool:
        blind = self._house.keys.blind_index()
        ids = [blind.of("message id", message_id) for message_id in person.sent[-3:]]
        rows = select(inbox_message.c.turn_id).where(
            inbox_message.c.id.in_(ids), inbox_message.c.status == "done"
        )
        with self._house.store.read() as session:
            turns = session.execute(rows).scalars().all()
            unsent = select(func.count()).where(
                outbox_message.c.turn_id.in_(turns), outbox_message.c.status != "sent"
            )
            return len(turns) == len(ids) and session.execute(unsent).scalar_one() == 0

    def _heard(self, recipient: str, outbox_id: str, body: dict[str, Any]) -> None:
        first = outbox_id not in self._told
        self._told.add(outbox_id)
        self._taken.append((recipient, outbox_id))
        self._rain.mention(status_item(recipient.lstrip("+"), body["id"], outbox_id))
        if not first:
            return
        with self._house.store.read() as session:
            row = session.execute(select(outbox_message).where(outbox_message.c.id == outbox_id)).first()
        if row is not None and not row.turn_id.startswith(NOTICE):
            self._people[recipient].heard.put_nowait(Answer(_text(body), row.asks))


def _text(body: dict[str, Any]) -> str:
    if body["type"] == "text":
        return str(body["text"]["body"])
    return str(body.get("interactive", {}).get("body", {}).get("text", ""))
