"""Plays messages through `hear` and the questions, as Rasa's form would, but without Rasa."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.hearing import Heard, hear
from actions.message import Message
from actions.questions import next_question
from actions.talk import Memory, Talk
from banpol.post.letters import Letter
from banpol.register.draft import ReportDraft
from tests.unit.actions.fake_desk import NOON
from tests.unit.actions.fake_ear import KINDS, FakeEar

# A report was filed just now.
FILED = Memory(filed="draf1", filed_at=NOON.isoformat())


@dataclass
class Conversation:
    """One reporter's conversation; `talk`, `asked` and `taken` are as after the newest message."""

    talk: Talk = field(default_factory=Talk)
    asked: str | None = None
    taken: bool = False
    active: bool = False
    now: datetime = NOON
    count: int = 0
    questions: list[str] = field(default_factory=list)

    def hear(
        self,
        text: str = "",
        intent: str = "nlu_fallback",
        *,
        letters: tuple[Letter, ...] = (),
        minutes: float = 1,
        confidence: float = 0.9,
        **given: str,
    ) -> Conversation:
        """Hears one message; a draft that the reader begins opens the form."""
        self.count += 1
        self.now += timedelta(minutes=minutes)
        message = Message(str(self.count), self.now, text, intent, confidence, (), given, letters)
        heard: Heard = hear(
            self.talk,
            message,
            FakeEar(),
            active=self.active,
            requested=self.asked,
            fresh=ReportDraft(f"draf{self.count}"),
        )
        self.talk, self.taken = heard.talk, heard.taken
        opened = self.talk.draft is not None and not self.talk.memory.cancelled_at
        self.active = self.active or opened
        if self.active and (heard.taken or opened):
            self.asked = next_question(self.talk, KINDS)
            self.questions += [self.asked] if self.asked else []
            asked = tuple(dict.fromkeys((*self.talk.memory.asked, *self.questions[-1:])))
            self.talk = self.talk.remembering(asked=asked)
        return self

    @property
    def said(self) -> dict[str, str]:
        return dict(self.talk.said)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.talk.memory.notes


def reported(**more: str) -> Conversation:
    """A conversation in which a theft was told and the place is asked."""
    return Conversation().hear("rumah saya kemalingan", "lapor_kejadian", **more)


def at(slot: str) -> Conversation:
    """A conversation that asks for `slot`, everything before it being answered."""
    talk = Conversation().hear("saya dipukul orang", "lapor_kejadian")
    steps = {
        "lokasi": ("di plaju", "beri_lokasi"),
        "waktu": ("tadi malam", "beri_waktu"),
        "bukti": ("tidak ada", "tolak"),
        "nama": ("Rina", "nlu_fallback"),
        "boleh_dihubungi": ("boleh", "setuju"),
    }
    for asked, (text, intent) in steps.items():
        if asked == slot:
            break
        talk.hear(text, intent)
    assert talk.asked == slot, (talk.asked, talk.said)
    return talk


PHOTO = (Letter("media", evidence_id="bukti1", media_type="image"),)
VOICE = (Letter("media", evidence_id="suara1", media_type="voice"),)
PIN = (Letter("location", latitude=-2.99, longitude=104.79),)
