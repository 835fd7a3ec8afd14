"""Old reports get what they lack, once; what they have stays."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from banpol.database import Database
from banpol.register import backfill, finding, tallies
from banpol.register.sql.tables import report
from tests.support.desk_work import BUDI, a_report, office, row_of
from tests.support.parts import NOW, content_keys

OLD = {"unit": None, "due_at": None, "day": "", "ordinal": 0, "priority": 2}


def test_an_old_report_is_found_routed_and_counted(database: Database, tmp_path: Path, monkeypatch) -> None:
    """As one that is filed today, in blocks; a second run finds nothing to do."""
    monkeypatch.setattr(backfill, "AT_ONCE", 2)
    house = office(tmp_path)
    _, opener = content_keys(tmp_path)
    with database.write() as session:
        numbers = [
            a_report(session, house, f"d{n}", urgency="mendesak", plates=("BG 1 AB",)) for n in range(3)
        ]
        before = [dict(row_of(session, number)) for number in numbers]
        session.execute(backfill.word_index.delete())
        session.execute(update(report).values(**OLD))
    after, blocks = "", []
    while after is not None:
        with database.write() as session:
            block = backfill.fill(session, house, opener, NOW, after)
            blocks.append(block.changed)
            after = block.after
    assert blocks == [2, 1]
    with database.write() as session:
        tallies.recount(session)
        for was, number in zip(before, numbers, strict=True):
            now = row_of(session, number)
            assert {name: now[name] for name in OLD} == {name: was[name] for name in OLD}
        found = finding.find(session, house, BUDI, "bg1ab parkiran")
        assert sorted(line.number for line in found.lines) == sorted(numbers)
        assert backfill.fill(session, house, opener, NOW).changed == 0


def test_what_a_report_has_is_left_alone(database: Database, tmp_path: Path) -> None:
    """A unit that somebody chose is not the table's any more."""
    house = office(tmp_path)
    _, opener = content_keys(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        session.execute(update(report).values(unit="polres-oki", due_at=None))
        assert backfill.fill(session, house, opener, NOW).changed == 1
        assert row_of(session, number)["unit"] == "polres-oki"
