"""What a storm sends: who says how much, what comes again, and where the kills fall; all from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Sequence

PER_SENDER = 16
REPEATED = 0.2
# A cry for help, a story told at once and tapped through, a report asked for step by step, twice as often.
WAYS = ("cry", "once", "steps", "steps")


@dataclass(frozen=True)
class Planned:
    """One message; `repeats` copies of it come later. What it says, its sender decides when it is due."""

    id: str
    sender: int
    position: int
    repeats: int = 0


@dataclass(frozen=True)
class Plan:
    """`talks[n]` is what sender n says, in order, in the way `ways[n]`. The gateway is killed when so many
    messages are acknowledged, the assistant when it has answered so many."""

    seed: int
    talks: list[list[Planned]]
    ways: list[str]
    gateway_kills: list[int]
    assistant_kills: list[int]

    @property
    def messages(self) -> list[Planned]:
        return [message for talk in self.talks for message in talk]

    @property
    def deliveries(self) -> int:
        return sum(1 + message.repeats for message in self.messages)


def make_plan(seed: int, deliveries: int, kills: int, ways: Sequence[str] = WAYS) -> Plan:
    """A fifth of the deliveries are repeats."""
    chance = random.Random(seed)
    count = round(deliveries * (1 - REPEATED))
    again = [0] * count
    for _ in range(deliveries - count):
        again[chance.randrange(count)] += 1
    talks: list[list[Planned]] = [[] for _ in range(-(-count // PER_SENDER))]
    for number in range(count):
        sender, position = divmod(number, PER_SENDER)
        talks[sender].append(Planned(f"wamid.S{seed}N{number}", sender, position, again[number]))
    of_all = list(islice(cycle(ways), len(talks)))
    chance.shuffle(of_all)
    # Whoever has too few messages left for a report only talks.
    of_all = [way if len(talk) == PER_SENDER else "chat" for way, talk in zip(of_all, talks, strict=True)]
    return Plan(seed, talks, of_all, _moments(chance, count, kills), _moments(chance, count, kills))


def plate(sender: int) -> str:
    """Tells one sender's report from all others."""
    return f"BG {1000 + sender} AB"


def _moments(chance: random.Random, count: int, kills: int) -> list[int]:
    return sorted(chance.randrange(1, max(2, round(count * 0.95))) for _ in range(kills))
