"""The year of invented reports: true to the workflow, the same for a seed, nobody real, nothing sent."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from banpol import wiring
from banpol.cli import demo, demo_reports
from banpol.cli.demo_year import CHANNEL, Year
from banpol.database import Database
from banpol.language.kinds import kind_table
from banpol.post.tables import inbox_message, outbox_message
from banpol.register import audit, reading, workflow
from banpol.register.sql.tables import report
from banpol.settings import SettingProblem
from tests.support.desk_work import office
from tests.support.parts import AUDIT_KEY, NOW, content_keys


def played(folder: Path, seed: int) -> tuple[Database, list[dict[str, object]]]:
    database, _ = wiring.apart(folder / str(seed))
    _, opener = content_keys(folder)
    made = Year(database, office(folder), NOW, seed, days=60, dense_days=20).play(0.4, 1.5)
    with database.read() as session:
        reports = reading.open_reports_of(session, opener)
    assert made == len(reports)
    return database, reports


def test_a_year_is_alive_and_true_to_the_house(tmp_path: Path) -> None:
    """Many kinds and states, nothing in the future, nothing to send, a chain that holds, the same again."""
    (tmp_path / "1").mkdir(), (tmp_path / "2").mkdir()
    database, reports = played(tmp_path, 1)
    states = Counter(each["status"] for each in reports)
    assert len(reports) > 25 and len({each["kind"] for each in reports}) > 8
    assert states["selesai"] > 5 and set(states) <= set(workflow.STATUSES) and len(states) >= 3
    assert max(each["filed_at"] for each in reports) <= NOW < NOW + timedelta(seconds=1)
    with database.read() as session:
        sent = Counter(session.execute(select(outbox_message.c.status)).scalars())
        assert set(sent) == {"sent"} and sent["sent"] > 10
        channels = set(session.execute(select(outbox_message.c.channel)).scalars())
        new = select(func.count()).where(inbox_message.c.status == "new")
        assert channels == {CHANNEL} and session.execute(new).scalar_one() == 0
        assert audit.verify(session, AUDIT_KEY)
        assert session.execute(select(func.count()).where(report.c.first_answer_at.is_not(None))).scalar_one()
    database.dispose()


def test_a_seed_tells_the_same_stories() -> None:
    """And another one tells others; every number in them is invented."""
    chance = demo_reports.random.Random
    first, again, other = ([demo_reports.invent(chance(s), n, NOW) for n in range(40)] for s in (1, 1, 2))
    assert first == again != other
    phones = [phone for each in first for phone in each.draft.phones]
    assert all(re.fullmatch(r"0812-0000-\d{4}", phone) for phone in phones)


def test_the_stories_are_of_kinds_that_there_are() -> None:
    """A kind that was renamed would make reports that no list can name."""
    assert set(demo_reports.stories()["jenis"]) <= set(kind_table())


def test_a_service_is_never_filled_with_inventions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not outside a demonstration, and not beside reports that are there."""
    monkeypatch.setenv("BANPOL_DATA_DIR", str(tmp_path))
    for name in ("settings", "database", "keys"):
        getattr(wiring, name).cache_clear()
    try:
        with pytest.raises(SettingProblem, match="BANPOL_DEMO"):
            demo.fill(1, 1.0)
    finally:
        for name in ("settings", "database", "keys"):
            getattr(wiring, name).cache_clear()
