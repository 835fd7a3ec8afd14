"""The PIN of a report: set once, tried five times, then locked for a day, that report alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from banpol.database import Database
from banpol.register import pins
from banpol.register.errors import MoveImpossible, UnknownReport
from tests.support.desk_work import a_report, office, row_of
from tests.support.parts import NOW


@pytest.fixture
def numbers(database: Database, tmp_path: Path) -> list[str]:
    """Two guarded reports of one reporter, with PINs of their own."""
    house = office(tmp_path)
    with database.write() as session:
        made = [a_report(session, house, f"d{n}") for n in (1, 2)]
        for n in (1, 2):
            pins.set_pin(session, f"d{n}", "r1", f"tanda{n}", NOW)
    return made


def attempt(database: Database, mark: str, minutes: float = 0) -> pins.PinTry:
    now = NOW + timedelta(minutes=minutes)
    with database.write() as session:
        tried = pins.attempt(session, "r1", mark, now)
        pins.note(session, "r1", tried, now)
    return tried


def test_a_pin_opens_its_own_report_only(database: Database, numbers: list[str]) -> None:
    """And is no miss on the other one."""
    assert attempt(database, "tanda2") == pins.PinTry(opened=("d2",))
    with database.read() as session:
        assert [row_of(session, number)["pin_misses"] for number in numbers] == [0, 0]


def test_what_is_kept_is_neither_the_mark_nor_readable(database: Database, numbers: list[str]) -> None:
    """Argon2id with a salt of its own."""
    with database.read() as session:
        kept = [row_of(session, number)["pin_hash"] for number in numbers]
    assert all(one.startswith("$argon2id$") and "tanda" not in one for one in kept) and kept[0] != kept[1]


def test_the_fifth_miss_locks_for_a_day_and_the_right_pin_waits(
    database: Database, numbers: list[str]
) -> None:
    """To the minute."""
    for _ in range(pins.MOST_MISSES):
        assert attempt(database, "salah").missed == ("d1", "d2")
    assert attempt(database, "tanda1") == pins.PinTry(locked=True)
    assert attempt(database, "tanda1", minutes=24 * 60 - 1).locked
    assert attempt(database, "tanda1", minutes=24 * 60).opened == ("d1",)


def test_a_right_pin_forgets_the_misses_before(database: Database, numbers: list[str]) -> None:
    """Four misses now and four tomorrow lock nothing."""
    for _ in range(2):
        for _ in range(pins.MOST_MISSES - 1):
            attempt(database, "salah")
        assert attempt(database, "tanda1").opened == ("d1",)
        assert attempt(database, "tanda2").opened == ("d2",)


def test_a_pin_is_set_once_and_by_its_own_reporter(database: Database, numbers: list[str]) -> None:
    """Who finds the phone cannot set another one."""
    with database.write() as session, pytest.raises(MoveImpossible):
        pins.set_pin(session, "d1", "r1", "lain", NOW)
    with database.write() as session, pytest.raises(UnknownReport):
        pins.set_pin(session, "d1", "r2", "lain", NOW)
