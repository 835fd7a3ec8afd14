"""What a storm sends: every message, which come again, and where the kills fall, all from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

PER_SENDER = 20
REPEATED = 0.2
QUESTIONS = (
    "nomor darurat berapa ya",
    "siapa yang bisa baca laporan saya?",
    "selamat pagi pak",
    "lapor apo be yang biso?",
)


@dataclass(frozen=True)
class Planned:
    """One message. `repeats` copies of it come later; `kind`: cry | photo | text."""

    id: str
    sender: int
    position: int
    kind: str
    text: str
    repeats: int = 0


@dataclass(frozen=True)
class Plan:
    """`talks[n]` is what sender n says, in order; `kills` are counts of acknowledged messages."""

    seed: int
    talks: list[list[Planned]]
    gateway_kills: list[int]
    assistant_kills: list[int]

    @property
    def messages(self) -> list[Planned]:
        return [message for talk in self.talks for message in talk]

    @property
    def deliveries(self) -> int:
        return sum(1 + message.repeats for message in self.messages)


def make_plan(seed: int, deliveries: int, kills: int) -> Plan:
    """A fifth of the deliveries are repeats; everybody begins with a cry for help, which files a report."""
    chance = random.Random(seed)
    count = round(deliveries * (1 - REPEATED))
    again = [chance.randrange(count) for _ in range(deliveries - count)]
    talks: list[list[Planned]] = []
    for number in range(count):
        sender, position = divmod(number, PER_SENDER)
        if position == 0:
            talks.append([])
        kind, text = _content(chance, sender, position)
        message = Planned(f"wamid.S{seed}N{number}", sender, position, kind, text, again.count(number))
        talks[-1].append(message)
    return Plan(seed, talks, _moments(chance, count, kills), _moments(chance, count, kills))


def _content(chance: random.Random, sender: int, position: int) -> tuple[str, str]:
    if position == 0:
        cry = "tolong!! ada maling bawa parang di rumah saya sekarang"
        return "cry", f"{cry}, mobilnya {plate(sender)}, jalan kenanga plaju palembang"
    return ("photo", "") if chance.random() < 0.1 else ("text", chance.choice(QUESTIONS))


def plate(sender: int) -> str:
    """Tells one sender's report from all others."""
    return f"BG {1000 + sender} AB"


def _moments(chance: random.Random, count: int, kills: int) -> list[int]:
    return sorted(chance.randrange(1, max(2, round(count * 0.95))) for _ in range(kills))
