"""Reporters who answer what they are asked until they hold a report number; then they write on in a burst."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Callable

from tests.storm.rain import Rain
from tests.storm.webhooks import Item, text_item

ANSWERS = {
    "lokasi": "jalan mayor ruslan, ilir timur satu, palembang",
    "waktu": "kemarin siang jam 2",
    "nama": "Siti",
    "boleh_dihubungi": "boleh",
    "kerahasiaan": "rahasia saja",
    "konfirmasi": "ya sudah benar",
}
OTHERWISE = "lewati"
BURST = ("terima kasih pak", "semoga cepat ketemu ya", "selamat malam")
MOST_STEPS = 25
PATIENCE_SECONDS = 400.0


class NoAnswer(Exception):
    """Somebody was left waiting."""


@dataclass(frozen=True)
class Answer:
    """One message that reached a phone; `asks` is the slot that it asks for."""

    text: str
    asks: str | None


@dataclass
class Person:
    """One phone; `sent` are the ids of what was written, in order."""

    phone: str
    marks: list[str]
    sent: list[str] = field(default_factory=list)
    filed: list[str] = field(default_factory=list)
    heard: asyncio.Queue[Answer] = field(default_factory=asyncio.Queue)

    def item(self, text: str) -> Item:
        message_id = f"wamid.{self.phone}.{len(self.sent)}"
        self.sent.append(message_id)
        return text_item(self.phone, message_id, text)

    async def live(self, rain: Rain, ended: Callable[[Person], bool]) -> None:
        """Files one report for each mark. `ended` says whether everything written so far is answered."""
        for mark in self.marks:
            await self._report(rain, mark)
            await rain.deliver(*(self.item(text) for text in BURST))
            await _until(lambda: ended(self), f"{self.phone}: the burst is answered")
            while not self.heard.empty():
                self.heard.get_nowait()

    async def _report(self, rain: Rain, mark: str) -> None:
        text = f"rumah saya nomor {mark} dibobol maling waktu ditinggal, laptop dan uang diambil"
        for _ in range(MOST_STEPS):
            await rain.deliver(self.item(text))
            answer = await self._answer()
            if "BP-" in answer.text:
                self.filed.append(mark)
                return
            text = ANSWERS.get(answer.asks or "", OTHERWISE)
        raise NoAnswer(f"{self.phone} was asked {MOST_STEPS} times and holds no number")

    async def _answer(self) -> Answer:
        try:
            return await asyncio.wait_for(self.heard.get(), PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            raise NoAnswer(f"{self.phone} got no answer to {self.sent[-1]}") from None


async def _until(true: Callable[[], Any], what: str) -> None:
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not true():
        if asyncio.get_running_loop().time() > deadline:
            raise NoAnswer(what)
        await asyncio.sleep(0.25)
