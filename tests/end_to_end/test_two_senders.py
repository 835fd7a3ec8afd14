"""Several people at once, several bubbles at once, and an assistant that is away or only just coming."""

from __future__ import annotations

import asyncio
from typing import AsyncIterator

import pytest
import pytest_asyncio

from banpol.post.tables import inbox_message, turn
from tests.end_to_end.citizen import Citizen, arrived
from tests.end_to_end.house import House
from tests.end_to_end.processes import until
from tests.end_to_end.stories import ASKS_NUMBERS, LATE, NAME, NUMBERS, Story

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
NOTICE_SECONDS = 40.0
QUIET = "1.5"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory, model: object) -> AsyncIterator[House]:
    """Gateway and assistant, with the pause between bubbles that the service has."""
    folder = tmp_path_factory.mktemp("senders")
    async with House(folder, BANPOL_BUNDLE_QUIET_SECONDS=QUIET) as running:
        await running.assistant.start()
        await running.assistant.ready()
        yield running


async def _file(story: Story) -> None:
    await story.tell_all(60)
    await story.file()
    await story.citizen.hears(story.way[-1])


async def test_two_phones_at_once_are_two_conversations(house: House) -> None:
    """Both tell at the same moments; nothing of one is heard by the other or stands in the other's report."""
    stories = [Story(house.citizen(), position) for position in (1, 2)]
    await asyncio.gather(*(_file(story) for story in stories))
    reports = {report["plates"][0]: report for report in house.reports()}
    for story, other in zip(stories, reversed(stories), strict=True):
        story.assert_answered()
        heard = "\n".join(story.citizen.texts())
        assert story.plate in heard and other.plate not in heard
        assert reports[story.plate]["number"] in heard and reports[other.plate]["number"] not in heard
        assert other.plate not in reports[story.plate]["narrative"]
    assert reports[stories[0].plate]["reporter_id"] != reports[stories[1].plate]["reporter_id"]


async def test_a_burst_of_bubbles_is_answered_once(house: House) -> None:
    """Five bubbles are one story and bring one answer."""
    bubbles = [
        "pak",
        "motor BG 1777 AB saya ilang",
        "di parkiran",
        "pasar 16 ilir palembang",
        "td malem jam 9",
    ]
    turns = house.count(turn)
    citizen = house.citizen()
    for bubble in bubbles:
        await citizen.say(bubble)
    await citizen.hears(NAME)
    await until(house.at_rest, 30, "everything is at rest")
    assert len(citizen.heard()) == 1
    assert house.count(turn) == turns + 1
    await citizen.tap("Lewati")
    summary = await citizen.hears("Mohon diperiksa")
    assert "BG 1777 AB" in summary.face.text and "16 ilir" in summary.face.text.lower()


async def test_an_assistant_that_is_away_leaves_nobody_in_silence(house: House) -> None:
    """The gateway says once that the message has arrived and names 110; later the answer itself comes."""
    await house.assistant.stop()
    known, stranger = house.citizen(), house.citizen()
    await known.say(ASKS_NUMBERS)
    await stranger.say("selamat pagi pak")
    for citizen in (known, stranger):
        notice = await citizen.hears(LATE, NOTICE_SECONDS)
        assert "110" in notice.face.text
    await known.say("halo, masih di sana?")
    await asyncio.sleep(5)
    assert [len(citizen.heard()) for citizen in (known, stranger)] == [1, 1]

    await house.assistant.start()
    await house.assistant.ready()
    await known.hears(NUMBERS)
    await stranger.hears("asisten otomatis")
    await until(house.at_rest, 30, "everything is at rest")
    assert [_told_of_delay(citizen) for citizen in (known, stranger)] == [1, 1]


def _told_of_delay(citizen: Citizen) -> int:
    return sum(LATE in text for text in citizen.texts())


async def test_what_is_sent_while_the_assistant_starts_is_answered(house: House) -> None:
    """Messages of its first seconds wait in the inbox; each is answered, and within a start's time."""
    await house.assistant.stop()
    await house.assistant.start()
    citizens = [house.citizen() for _ in range(3)]
    for citizen in citizens:
        await arrived(await citizen.say(ASKS_NUMBERS))
        await asyncio.sleep(0.5)
    assert not house.assistant.is_ready()
    assert house.count(inbox_message, inbox_message.c.status == "new") == len(citizens)
    for citizen in citizens:
        await citizen.hears(NUMBERS)
