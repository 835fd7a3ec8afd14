"""The storm's checks see each fault that they are there for; what we have withstands it."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from banpol.database import Database
from benchmarks.storm.in_process import House
from benchmarks.storm.mutants import MUTANTS, unguard
from benchmarks.storm.people import Person, gather
from benchmarks.storm.plan import Plan, make_plan, plate
from benchmarks.storm.verdict import judge_reports


@pytest.fixture
def store(tmp_path: Path, sqlite_template: Path) -> Database:
    """An empty SQLite database."""
    shutil.copyfile(sqlite_template, tmp_path / "banpol.db")
    return Database(f"sqlite:///{tmp_path / 'banpol.db'}")


def _plan(kills: int = 3) -> Plan:
    return make_plan(1, 80, kills, ways=("chat",))


def test_a_plan_is_the_same_for_the_same_seed() -> None:
    """Messages, ways, repeats and kills come from the seed alone; a fifth of the deliveries are repeats."""
    plan = make_plan(1, 300, 2)
    assert plan == make_plan(1, 300, 2) != make_plan(2, 300, 2)
    assert (plan.deliveries, len(plan.messages)) == (300, 240)
    assert Counter(plan.ways).keys() == {"cry", "once", "steps"}


async def test_nothing_is_lost_doubled_or_out_of_order(store: Database, tmp_path: Path) -> None:
    """80 deliveries, repeated, copied, shuffled and forged, and up to six deaths of door and clerk."""
    house = House(_plan(), store, tmp_path)
    verdict = await house.storm()
    assert verdict.violations == []
    assert verdict.figures["replies"] == 64
    assert house.door.killed > 0


BROKEN = {
    "ack_before_commit": "lost",
    "check_then_insert": "stored twice",
    "first_message_only": "lost",
    "no_signature": "forgeries taken",
    "sends_without_lease": "more doubled replies than sender kills",
    "sends_all_at_once": "answers out of order",
    "order_by_arrival": "messages read out of order",
    "newest_first": "turns out of order",
    "done_when_taken": "unanswered",
}


@pytest.mark.parametrize("mutant", BROKEN)
async def test_each_mutant_is_found(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str
) -> None:
    """Each fault that connectors are known for breaks the promise it is about."""
    MUTANTS[mutant](monkeypatch.setattr)
    if mutant == "check_then_insert":
        unguard(store)
    # Many deaths, for what one of them swallows may come again by chance.
    verdict = await House(_plan(12), store, tmp_path).storm()
    assert verdict.figures[BROKEN[mutant]] > 0, verdict.figures


def _people() -> list[Person]:
    people = gather(make_plan(1, 80, 0), lambda _message: None)
    for number, person in enumerate(people):
        person.told = f"BP-261124-{number:04d}"
    return people


def _report(sender: int, number: int | None = None) -> dict[str, Any]:
    return {
        "plates": [plate(sender)],
        "number": f"BP-261124-{sender if number is None else number:04d}",
    }


@pytest.mark.parametrize(
    ("reports", "wrong"),
    [
        ([_report(0), _report(1), _report(2), _report(3)], {}),
        ([_report(0), _report(1), _report(2)], {"reports missing": 1, "told another number": 1}),
        (
            [_report(0), _report(1), _report(2), _report(3), _report(3, 9)],
            {"reports or plates doubled": 1, "told another number": 1},
        ),
        (
            [_report(0), _report(1), _report(2), _report(3, 2)],
            {"numbers doubled": 1, "told another number": 1},
        ),
    ],
)
def test_reports_are_counted(reports: list[dict[str, Any]], wrong: dict[str, int]) -> None:
    """One for each teller, under the number that was told."""
    figures = judge_reports(_people(), reports)
    assert {name: count for name, count in figures.items() if count and name != "reports"} == wrong


def test_who_was_told_no_number_is_counted() -> None:
    """The report is there, its teller does not know."""
    people = _people()
    people[0].told = None
    assert judge_reports(people, [_report(n) for n in range(4)])["never told a number"] == 1
