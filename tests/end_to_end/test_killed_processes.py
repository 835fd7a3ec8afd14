"""kill -9 at random moments: one report for each draft, every reporter answered, the order of answers kept.

The moments are drawn from fixed seeds; which stage of a message they meet depends on the machine, and twenty
of them make it likely that each is met. Three kills more are timed by the database itself.
"""

from __future__ import annotations

import asyncio
import math
import random
from pathlib import Path
from typing import Callable

import pytest

from banpol.post.tables import outbox_message, turn
from banpol.register.sql.tables import report
from tests.end_to_end.citizen import arrived
from tests.end_to_end.house import House
from tests.end_to_end.processes import until
from tests.end_to_end.stories import ASKS_NUMBERS, NUMBERS, Story, assert_one_report_each

POINTS = 20
LATEST = 0.6
AT_ONCE = 7
# What is tapped on the way to a report; first it is told.
WORDS = ("", "Lewati", "Kirim")
# A sender that died while sending holds its row for 30 s, and it is looked at again every 10 s.
PATIENCE = 150.0
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("model")]


async def test_a_gateway_killed_right_after_its_200_loses_nothing(tmp_path: Path) -> None:
    """Kills after every message of seven conversations; an answer is doubled at most once for each kill."""
    chance = random.Random(20261124)
    async with House(tmp_path) as house:
        await house.assistant.start()
        await house.assistant.ready()
        stories = [Story(house.citizen(), number) for number in range(7)]
        said = dict.fromkeys(range(len(stories)), 0)
        while any(count < len(WORDS) for count in said.values()):
            number = await _next(stories, said)
            await _say(stories[number], said[number])
            said[number] += 1
            if house.gateway.kills < POINTS:
                await asyncio.sleep(chance.uniform(0, LATEST))
                house.gateway.kill()
                await house.gateway.ready()
        for story in stories:
            await story.citizen.hears(story.way[-1], PATIENCE)
        await _kill_while_sending(house, stories)
        await _rest(house)
        assert_one_report_each(house, stories)
        for story in stories:
            story.assert_answered(NUMBERS)
        doubled = sum(story.citizen.repeated() for story in stories)
        print(f"\ngateway: {house.gateway.kills} kills, {len(stories)} reports, {doubled} answers doubled")
        assert house.gateway.kills == POINTS + 1
        assert doubled <= house.gateway.kills


async def _next(stories: list[Story], said: dict[int, int]) -> int:
    """Whoever has said least among those whose last words are answered; the others need not be waited for."""

    def free() -> list[int]:
        open_ = [number for number, count in said.items() if count < len(WORDS)]
        return [number for number in open_ if stories[number].has_heard(said[number])]

    await until(lambda: bool(free()), PATIENCE, "somebody's last words are answered")
    return min(free(), key=lambda number: (said[number], number))


async def _say(story: Story, stage: int) -> None:
    """The message of this stage; returns at its 200."""
    word, citizen = WORDS[stage], story.citizen
    await arrived(await (citizen.tap(word) if word else citizen.say(story.text)))


async def _kill_while_sending(house: House, stories: list[Story]) -> None:
    """One kill more, with answers to everybody on their way out: nobody can know which of them left."""
    for story in stories:
        await story.citizen.say(ASKS_NUMBERS)
    sending = outbox_message.c.status == "sending"
    await until(lambda: house.count(outbox_message, sending) > 0, PATIENCE, "answers leave", every=0.001)
    house.gateway.kill()
    await house.gateway.ready()
    for story in stories:
        await story.citizen.hears(NUMBERS, PATIENCE)


async def _rest(house: House) -> None:
    """Until nothing is under way any more, and then a little longer for what should not come."""
    await until(house.at_rest, PATIENCE, "everything is at rest")
    await asyncio.sleep(2)


async def test_an_assistant_killed_while_filing_files_once(tmp_path: Path) -> None:
    """Twenty taps and cries for help killed 0 to 600 ms later, and three more in and around the commit."""
    chance = random.Random(42)
    async with House(tmp_path) as house:
        await house.assistant.start()
        await house.assistant.ready()
        stories: list[Story] = []
        for _ in range(math.ceil(POINTS / AT_ONCE)):
            some = _new(house, len(stories), AT_ONCE)
            stories += some
            await _kill_meanwhile(house, {chance.uniform(0, LATEST): story for story in some})
        for moment in (_leased, _being_written, _filed):
            some = _new(house, len(stories), 1)
            stories += some
            await _kill_at(house, some[0], moment)
        await _rest(house)
        cut_off = house.count(turn, turn.c.attempts > 1)
        print(f"\nassistant: {house.assistant.kills} kills, {len(stories)} filings, {cut_off} turns cut off")
        assert cut_off > 0
        assert_one_report_each(house, stories)
        for story in stories:
            story.assert_answered(NUMBERS)
            assert story.citizen.repeated() == 0, story.citizen.texts()


def _new(house: House, first: int, count: int) -> list[Story]:
    """Every fourth one is in danger, and files with the first message."""
    return [Story(house.citizen(), n, urgent=n % 4 == 3) for n in range(first, first + count)]


async def _kill_meanwhile(house: House, offsets: dict[float, Story]) -> None:
    """Each story is filed at its own time before the one kill."""
    await asyncio.gather(*(story.tell_all(PATIENCE) for story in offsets.values()))
    earliest = max(offsets)

    async def file(story: Story, offset: float) -> None:
        await asyncio.sleep(earliest - offset)
        await story.file()

    await asyncio.gather(*(file(story, offset) for offset, story in offsets.items()), asyncio.sleep(earliest))
    house.assistant.kill()
    await _go_on(list(offsets.values()))


async def _kill_at(house: House, story: Story, moment: Callable[[House], Callable[[], bool]]) -> None:
    """Looks every millisecond and kills at once."""
    await story.tell_all(PATIENCE)
    await _rest(house)
    has_come = moment(house)
    await story.file()
    await until(has_come, PATIENCE, f"the moment is {moment.__name__}", every=0.001)
    house.assistant.kill()
    await _go_on([story])


async def _go_on(stories: list[Story]) -> None:
    """Whoever tapped writes on before the receipt is there; its answer has to come after the receipt."""
    for story in stories:
        if not story.urgent:
            await story.citizen.say(ASKS_NUMBERS)
    for story in stories:
        await story.citizen.hears(story.way[-1], PATIENCE)
        if story.urgent:
            await story.citizen.say(ASKS_NUMBERS)
    for story in stories:
        await story.citizen.hears(NUMBERS, PATIENCE)


def _leased(house: House) -> Callable[[], bool]:
    """The assistant has taken the turn and thinks."""
    return lambda: house.count(turn, turn.c.status == "open") > 0


def _being_written(house: House) -> Callable[[], bool]:
    """The log of the database grows after the lease: the transaction is on its way to the disk."""
    wal = house.data / "banpol.db-wal"
    before: list[tuple[int, int]] = []

    def grows() -> bool:
        if not before and _leased(house)():
            before.append(_written(wal))
        now = _written(wal)
        return bool(before) and now[0] > 0 and now != before[0]

    return grows


def _written(wal: Path) -> tuple[int, int]:
    # The log is written again from its start, and removed when nobody looks: its size alone does not tell.
    try:
        about = wal.stat()
    except FileNotFoundError:
        return 0, 0
    return about.st_size, about.st_mtime_ns


def _filed(house: House) -> Callable[[], bool]:
    """The commit is through; the answer has not left yet."""
    before = house.count(report)
    return lambda: house.count(report) > before
