"""A seeded user who tells, interrupts, corrects, babbles and falls silent; and what must hold meanwhile."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from banpol.cli.stage import Stage
from benchmarks.random_user import words

NOW = datetime.fromisoformat("2026-11-24T20:00:00+07:00")
FEWEST_MOVES, MOST_MOVES = 6, 16
# What chit-chat must leave as it is.
FACTS = ("narrative", "place", "moment", "people", "loss", "plates", "kind")
OUTAGE = "ada gangguan di sistem kami"
# Move, and how often it comes among a hundred.
MOVES = (
    ("answer", 52), ("chat", 11), ("nonsense", 8), ("insult", 3), ("correction", 6), ("other", 8),
    ("danger", 2), ("picture", 3), ("pin", 2), ("voice", 2), ("silence", 3),
)  # fmt: skip


@dataclass
class Findings:
    """What was seen over all conversations; `troubles` must stay empty."""

    conversations: int = 0
    messages: int = 0
    reports: int = 0
    urgent: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def summary(self) -> str:
        moves = ", ".join(f"{name} {count}" for name, count in sorted(self.moves.items()))
        head = (
            f"{self.conversations} conversations, {self.messages} messages sent, {self.reports} reports "
            f"({self.urgent} urgent)\nmoves: {moves}\ntroubles: {len(self.troubles)}"
        )
        return "\n".join([head, *self.troubles])


class RandomUser:
    """One conversation; the same seed says the same things."""

    def __init__(self, stage: Stage, seed: int, findings: Findings) -> None:
        self._stage, self._seed, self._findings = stage, seed, findings
        self._dice = random.Random(seed)
        self._phone = stage.phone("pelapor")
        self._asked: str | None = None
        self._seq = 0
        self._said: list[str] = []

    async def talk(self) -> None:
        names, weights = zip(*MOVES, strict=True)
        await self._move("story")
        for _ in range(self._dice.randint(FEWEST_MOVES, MOST_MOVES)):
            await self._move(self._dice.choices(names, weights)[0])

    async def _move(self, move: str) -> None:
        self._findings.moves[move] += 1
        if move == "silence":
            await self._stage.pass_time(timedelta(hours=self._dice.choice((1, 5, 26))))
            return
        before, asked, reports = self._facts(), self._asked, len(self._stage.reports())
        kind, content, more = self._message(move)
        self._said.append(content or kind)
        sent = len(self._answers())
        await self._phone.send(kind, content, **more)
        await self._stage.settle()
        self._findings.messages += 1
        self._note_question()
        self._check_answered(sent)
        self._check_filed(reports, asked)
        if move == "chat" and before and self._facts() not in (before, ()):
            self._trouble("chit-chat changed a fact")

    def _message(self, move: str) -> tuple[str, str, dict[str, Any]]:
        if move == "picture":
            return "image", "", {}
        if move == "voice":
            return "voice", "", {}
        if move == "pin":
            return "location", "", {"lat": -2.9909, "lon": 104.7566, "name": "Jembatan Ampera"}
        choices = {
            "story": words.STORIES,
            "answer": words.ANSWERS.get(self._asked or "kejadian", words.STORIES),
            "chat": words.CHAT,
            "nonsense": words.NONSENSE,
            "insult": words.INSULTS,
            "correction": words.CORRECTIONS,
            "other": words.OTHER,
            "danger": words.DANGERS,
        }
        return "text", self._dice.choice(choices[move]), {}

    def _answers(self) -> list[str]:
        bodies = [message.as_dict() for message in self._stage.simulator.messages()]
        return [str(body["text"]) for body in bodies if body["direction"] == "out"]

    def _note_question(self) -> None:
        for said in self._stage.questions_after(self._seq):
            self._seq, self._asked = said.seq, said.asks

    def _facts(self) -> tuple[str, ...]:
        """The facts of the report being told, comparable; empty when none is being told."""
        running = [draft for draft in self._stage.drafts() if draft["state"] == "berjalan"]
        return tuple(repr(running[-1].get(fact)) for fact in FACTS) if running else ()

    def _check_answered(self, sent: int) -> None:
        answers = self._answers()
        if len(answers) == sent:
            self._trouble("a message was not answered")
        if OUTAGE in (answers[-1] if answers else ""):
            self._trouble("a turn failed")
        if len(answers) >= 3 and len(set(answers[-3:])) == 1:
            self._trouble("the same message three times in a row")

    def _check_filed(self, before: int, asked: str | None) -> None:
        reports = self._stage.reports()
        for report in reports[before:]:
            if report["urgency"] != "darurat" and asked != "konfirmasi":
                self._trouble("a report was filed without its confirmation")

    def _trouble(self, what: str) -> None:
        last = " | ".join(self._said[-4:])
        self._findings.troubles.append(f"seed {self._seed}: {what} after: {last}")


async def converse(agent: Any, seed: int, project: Path, findings: Findings) -> None:
    """One conversation on a stage of its own; whatever goes wrong becomes a trouble with its seed."""
    with tempfile.TemporaryDirectory(prefix="banpol-random-") as folder:
        async with Stage(agent, Path(folder), NOW, project) as stage:
            user = RandomUser(stage, seed, findings)
            try:
                await user.talk()
            except Exception as error:
                findings.troubles.append(f"seed {seed}: {type(error).__name__}: {error}")
            filed = stage.reports()
            findings.conversations += 1
            findings.reports += len(filed)
            findings.urgent += sum(report["urgency"] == "darurat" for report in filed)
