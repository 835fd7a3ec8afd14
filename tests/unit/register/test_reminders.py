"""One gentle word to the silent, while the window is open; none to anybody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from banpol.database import Database
from banpol.post import inbox
from banpol.register import drafts, handovers, reminders
from banpol.register.draft import ReportDraft
from tests.support.desk_work import SITI, office
from tests.support.parts import NOW, RING, arrival


def begin(database: Database, folder: Path, state: str = "berjalan") -> None:
    """A reporter told something just now and then fell silent."""
    house = office(folder)
    with database.write() as session:
        inbox.receive(session, RING, [arrival(sent_at=NOW, received_at=NOW)])
        session.execute(inbox.inbox_message.update().values(status="done"))
        told = ReportDraft("d1", narrative="rumah kemalingan")
        drafts.keep(session, house.sealer, told, reporter_id="r1", asking="waktu", state=state, now=NOW)


def remind(database: Database, folder: Path, hours: float) -> int:
    now: datetime = NOW + timedelta(hours=hours)
    with database.write() as session:
        return reminders.remind(session, office(folder), now)


def test_silence_is_answered_once(database: Database, tmp_path: Path) -> None:
    """Not before two hours, not again afterwards."""
    begin(database, tmp_path)
    assert [remind(database, tmp_path, hours) for hours in (1.9, 2, 2.1, 9)] == [0, 1, 0, 0]


@pytest.mark.parametrize("hours", [23, 30])
def test_nobody_is_reminded_when_the_window_closes(database: Database, tmp_path: Path, hours: float) -> None:
    """WhatsApp would refuse it."""
    begin(database, tmp_path)
    assert remind(database, tmp_path, hours) == 0


@pytest.mark.parametrize("state", ["dibatalkan", "belum_selesai"])
def test_only_a_report_that_is_being_told_is_missed(database: Database, tmp_path: Path, state: str) -> None:
    """Who cancelled is left in peace."""
    begin(database, tmp_path, state)
    assert remind(database, tmp_path, 3) == 0


@pytest.mark.parametrize("status", ["new", "done"])
def test_any_message_since_is_a_sign_of_life(database: Database, tmp_path: Path, status: str) -> None:
    """Answered already or still waiting."""
    begin(database, tmp_path)
    later = NOW + timedelta(hours=1.5)
    with database.write() as session:
        inbox.receive(session, RING, [arrival(sent_at=later, received_at=later)])
        session.execute(inbox.inbox_message.update().values(status=status))
    assert remind(database, tmp_path, 3) == 0


def test_a_talk_that_an_officer_holds_is_not_disturbed(database: Database, tmp_path: Path) -> None:
    """The officer is there."""
    begin(database, tmp_path)
    with database.write() as session:
        handovers.take(session, office(tmp_path), SITI, "r1", NOW)
    assert remind(database, tmp_path, 3) == 0
