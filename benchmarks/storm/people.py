"""Senders of a storm: each makes one report, answering what is asked, and then writes on without waiting."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Callable

from benchmarks.storm.plan import Plan, Planned, plate

QUESTIONS = (
    "nomor darurat berapa ya",
    "siapa yang bisa baca laporan saya?",
    "selamat pagi pak",
    "lapor apo be yang biso?",
    "terima kasih banyak",
)
ANSWERS = {
    "lokasi": "jalan mayor ruslan, ilir timur satu, palembang",
    "waktu": "kemarin siang jam 2",
    "orang": "tidak tahu",
    "kerugian": "motor beat merah",
    "bukti": "tidak ada",
    "nama": "lewati",
    "boleh_dihubungi": "boleh",
    "konfirmasi": "kirim",
}
# What is tapped where it is offered, as people do; otherwise it is typed.
TAPPED = ("Kirim", "Tidak ada", "Lewati", "Boleh")
AT_ONCE = 3
NUMBER = re.compile(r"BP-\d{6}-\d{4,}")


@dataclass(frozen=True)
class Said:
    """What one message says. `kind`: text | tap | photo; `reply_id` belongs to a tap."""

    kind: str
    text: str = ""
    reply_id: str = ""


@dataclass(frozen=True)
class Answer:
    """Everything that one turn brought; `asks` is the slot asked for, `choices` are titles with their ids."""

    text: str
    asks: str | None = None
    choices: dict[str, str] = field(default_factory=dict)


class Person:
    """One phone. `answer_to` looks for the whole answer to a message; None while there is none."""

    def __init__(
        self,
        talk: list[Planned],
        way: str,
        chance: random.Random,
        answer_to: Callable[[Planned], Answer | None],
    ) -> None:
        self.talk, self.way = talk, way
        self._chance, self._answer_to = chance, answer_to
        self.said: dict[str, Said] = {}
        self.makes_report = way != "chat"
        self.told: str | None = None
        self.waited_in_vain = 0
        self._position, self._under_way = 0, 0
        self._heard: Answer | None = None

    @property
    def has_ended(self) -> bool:
        return self._position >= len(self.talk)

    def may_speak(self) -> bool:
        """Whether nothing of this person is under way and, until the report is filed, all is answered."""
        if self._under_way or self.has_ended:
            return False
        return self._position == 0 or not self._still_reporting or self.hear()

    def hear(self) -> bool:
        """Whether the last message is answered; a report's number in the answer is remembered."""
        self._heard = self._answer_to(self.talk[self._position - 1])
        found = NUMBER.search(self._heard.text) if self._heard else None
        self.told = found.group() if found and self.told is None else self.told
        return self._heard is not None

    @property
    def is_waiting(self) -> bool:
        """Whether the last words of a report under way are not answered."""
        return self._position > 0 and not self._under_way and not self.has_ended and self._still_reporting

    def give_up_waiting(self) -> None:
        """Nothing more is expected of this talk."""
        self.waited_in_vain += 1
        self.way = "chat"

    @property
    def _still_reporting(self) -> bool:
        return self.way != "chat" and self.told is None

    def speak(self) -> list[Planned]:
        """The next message, or a few at once when no answer is waited for."""
        free = self._position > 0 and not self._still_reporting
        count = self._chance.randint(1, AT_ONCE) if free else 1
        messages = self.talk[self._position : self._position + count]
        for message in messages:
            self.said[message.id] = self._content(message)
        self._under_way = len(messages)
        return messages

    def acknowledged(self) -> list[Planned]:
        """Everything under way was answered with 200."""
        done = self.talk[self._position : self._position + self._under_way]
        self._position += self._under_way
        self._under_way = 0
        return done

    def _content(self, message: Planned) -> Said:
        if not self._still_reporting:
            return Said("photo") if self._chance.random() < 0.1 else self._question()
        if message.position == 0:
            return Said("text", self._opening(message.sender))
        return self._reply(message.sender)

    def _opening(self, sender: int) -> str:
        if self.way == "cry":
            cry = "tolong!! ada maling bawa parang di rumah saya sekarang"
            return f"{cry}, mobilnya {plate(sender)}, jalan kenanga plaju palembang"
        if self.way == "once":
            return f"motor {plate(sender)} ilang di parkiran pasar 16 ilir td malem jam 9"
        return "mau lapor"

    def _reply(self, sender: int) -> Said:
        """A question in between now and then: the assistant answers it and asks again."""
        heard = self._heard or Answer("")
        if heard.asks == "kejadian":
            return Said("text", f"motor saya {plate(sender)} dicuri di depan rumah")
        if heard.asks and self._chance.random() < 0.1:
            return self._question()
        for title in TAPPED:
            if title in heard.choices:
                return Said("tap", title, heard.choices[title])
        return Said("text", ANSWERS.get(heard.asks or "", "lewati"))

    def _question(self) -> Said:
        return Said("text", self._chance.choice(QUESTIONS))


def gather(plan: Plan, answer_to: Callable[[Planned], Answer | None]) -> list[Person]:
    """Everybody of a plan, each with a chance of their own, so that no talk depends on another."""
    return [
        Person(talk, way, random.Random(f"{plan.seed} {number}"), answer_to)
        for number, (talk, way) in enumerate(zip(plan.talks, plan.ways, strict=True))
    ]
