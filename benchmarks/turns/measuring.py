"""Takes both sides through the same messages, block by block in turn, and keeps what each block cost."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import Iterable, Protocol

from benchmarks.turns.conversation import message, window

POINTS = (10, 100, 500)
# Talks measured at each point. The long ones are few: at 500 messages stock Rasa needs its time.
TALKS = {10: 4, 100: 2, 500: 1}
WARM_UP = range(1, 19)


class Side(Protocol):
    """What can be talked to and measured."""

    name: str

    def say(self, sender: str, text: str) -> list[str]: ...

    def cpu_seconds(self) -> float: ...

    def reports(self) -> int: ...


@dataclass
class Cost:
    """What the messages around one point have cost one side."""

    cpu_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu_seconds / len(self.seconds)

    @property
    def p50_ms(self) -> float:
        return 1000 * statistics.median(self.seconds)


@dataclass(frozen=True)
class Plan:
    """The last point, and the seconds after which building a longer talk is given up."""

    until: int
    budget: float


@dataclass
class Measured:
    """All costs, by side and point; and whether both sides did the same."""

    costs: dict[tuple[str, int], Cost] = field(default_factory=dict)
    messages: int = 0
    other_answers: int = 0
    reports: dict[str, int] = field(default_factory=dict)
    given_up: str = ""
    seconds: float = 0.0


def measure(stock: Side, ours: Side, plan: Plan) -> Measured:
    """Stock and ours take turns with blocks of messages; only whole windows are costed."""
    measured, started = Measured(), time.monotonic()
    _block(measured, (stock, ours), "warm-up", WARM_UP)
    said: dict[str, int] = {}
    for point in (point for point in POINTS if point <= plan.until):
        for talk in range(TALKS[point]):
            sender = f"talk-{talk}"
            before = range(said.get(sender, 0) + 1, window(point).start)
            if not _build(measured, (stock, ours), sender, before, started + plan.budget):
                measured.given_up = (
                    f"building a talk of {point} messages took longer than {plan.budget:.0f} s"
                )
                break
            _block(measured, (stock, ours), sender, window(point), point)
            said[sender] = window(point).stop - 1
    measured.reports = {side.name: side.reports() for side in (stock, ours)}
    measured.seconds = time.monotonic() - started
    return measured


def _build(measured: Measured, sides: tuple[Side, ...], sender: str, numbers: range, deadline: float) -> bool:
    for start in range(numbers.start, numbers.stop, 9):
        if time.monotonic() > deadline:
            return False
        _block(measured, sides, sender, range(start, min(start + 9, numbers.stop)))
    return True


def _block(
    measured: Measured, sides: tuple[Side, ...], sender: str, numbers: Iterable[int], point: int | None = None
) -> None:
    answers = []
    for side in sides:
        cost, heard = _talk(side, sender, numbers)
        answers.append(heard)
        if point is not None:
            total = measured.costs.setdefault((side.name, point), Cost())
            total.cpu_seconds += cost.cpu_seconds
            total.seconds += cost.seconds
    measured.messages += len(answers[0])
    measured.other_answers += sum(_words(one) != _words(other) for one, other in zip(*answers, strict=True))


def _words(texts: list[str]) -> str:
    """The answer as one text: the assistant joins short messages into one, since each costs money."""
    return "\n\n".join(text for text in texts if text)


def _talk(side: Side, sender: str, numbers: Iterable[int]) -> tuple[Cost, list[list[str]]]:
    cost, heard, before = Cost(), [], side.cpu_seconds()
    for number in numbers:
        started = time.perf_counter()
        heard.append(side.say(sender, message(number)))
        cost.seconds.append(time.perf_counter() - started)
    cost.cpu_seconds = side.cpu_seconds() - before
    return cost, heard
