"""What citizens of these tests tell, and the answers that they wait for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.end_to_end.citizen import Citizen
from tests.end_to_end.house import House

# Words of data/responses that only this answer holds.
NAME, SUMMARY, RECEIPT = "nama siapa", "Mohon diperiksa", "sudah kami terima"
URGENT, NUMBERS, LATE = "Telepon 110 sekarang", "Nomor penting", "jawaban kami terlambat"
ASKS_NUMBERS = "nomor darurat berapa ya"


@dataclass
class Story:
    """One citizen's one report, told apart from all others by a plate."""

    citizen: Citizen
    position: int
    urgent: bool = False

    @property
    def plate(self) -> str:
        return f"BG {1000 + self.position} AB"

    @property
    def text(self) -> str:
        if self.urgent:
            cry = "tolong!! ada maling bawa parang di rumah saya sekarang"
            return f"{cry}, mobilnya {self.plate}, jalan kenanga plaju palembang"
        return f"motor {self.plate} ilang di parkiran pasar 16 ilir td malem jam 9"

    @property
    def way(self) -> tuple[str, ...]:
        """The answers on the way to a number, in order."""
        return (URGENT,) if self.urgent else (NAME, SUMMARY, RECEIPT)

    async def tell_all(self, seconds: float) -> None:
        """Up to the one message that files: the tap on Kirim, or the cry for help itself."""
        if not self.urgent:
            await self.citizen.say(self.text)
            await self.citizen.hears(NAME, seconds)
            await self.citizen.tap("Lewati")
            await self.citizen.hears(SUMMARY, seconds)

    async def file(self) -> None:
        await (self.citizen.say(self.text) if self.urgent else self.citizen.tap("Kirim"))

    def has_heard(self, count: int) -> bool:
        """Whether the first so many answers of its way have come."""
        return all(any(words in text for text in self.citizen.texts()) for words in self.way[:count])

    def answers(self) -> list[str]:
        """What was said in answer to its words, each once; the gateway's word on a delay is no answer."""
        return list(dict.fromkeys(text for text in self.citizen.texts() if LATE not in text))

    def assert_answered(self, *further: str) -> None:
        """Every answer is there, and in the order of what was said."""
        wanted, heard = (*self.way, *further), self.answers()
        assert len(heard) == len(wanted), heard
        for words, text in zip(wanted, heard, strict=True):
            assert words in text, heard


def assert_one_report_each(house: House, stories: list[Story]) -> None:
    """Each story stands in exactly one report, and its teller was told that very number."""
    reports = house.reports()
    assert Counter(plate for r in reports for plate in r["plates"]) == Counter(s.plate for s in stories)
    assert len({r["draft_id"] for r in reports}) == len({r["number"] for r in reports}) == len(stories)
    numbers = {r["plates"][0]: r["number"] for r in reports}
    for story in stories:
        told = [text for text in story.answers() if "BP-" in text]
        assert [numbers[story.plate] in text for text in told] == [True], told
