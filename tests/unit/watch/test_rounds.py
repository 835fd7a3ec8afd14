"""The watch: time is looked at again and again, by one or by two, and nothing is done twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from banpol.clock import ManualClock
from banpol.database import Database
from banpol.register import alerting, drafts, moving, sweep
from banpol.register.alerting import Message, Recipients
from banpol.register.draft import ReportDraft
from banpol.register.errors import MoveImpossible
from banpol.register.moving import Details
from banpol.register.office import DEADLINES, change_setting
from banpol.register.sql.tables import alert, draft
from banpol.watch.rounds import Watch, repeat
from tests.support.desk_work import ADE, BUDI, a_report, office, row_of
from tests.support.parts import NOW

SHORT = {"darurat": 1, "mendesak": 1, "biasa": 1}


def watch(database: Database, folder: Path, minutes: float = 0, sent: list[str] | None = None) -> Watch:
    def post(address: str, message: Message) -> None:
        (sent if sent is not None else []).append(message.kind)

    clock = ManualClock(NOW + timedelta(minutes=minutes))
    one = Recipients(("piket@contoh.id",))
    return Watch(database, office(folder), clock, one, {alerting.MAIL: post}, "http://k")


def test_two_watches_at_once_escalate_every_report_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More reports than one block holds."""
    monkeypatch.setattr(sweep, "AT_ONCE", 10)
    house = office(tmp_path)
    with database.write() as session:
        for n in range(15):
            a_report(session, house, f"d{n}", channel="telepon")
    watches = [watch(database, tmp_path, minutes=121) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(each.sweep_once) for each in watches]:
            running.result(timeout=60)
    with database.read() as session:
        late = select(func.count()).where(alert.c.kind == "tenggat_terlewat")
        assert session.execute(late).scalar_one() == 15


def test_one_report_that_cannot_be_moved_holds_up_no_other(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal takes its own change back and nothing else."""
    house, real = office(tmp_path), sweep.alerts.raise_alert
    with database.write() as session:
        first, second = (a_report(session, house, f"d{n}", channel="telepon") for n in range(2))

    def refusing(
        session: Session, kind: str, urgency: str, cause: str, report_id: str, now: datetime
    ) -> bool:
        if report_id == row_of(session, first)["id"]:
            raise MoveImpossible("as if something were wrong with this one")
        return real(session, kind, urgency, cause, report_id, now)

    monkeypatch.setattr(sweep.alerts, "raise_alert", refusing)
    watch(database, tmp_path, minutes=121).sweep_once()
    with database.read() as session:
        assert row_of(session, first)["escalated_at"] is None
        assert row_of(session, second)["escalated_at"] is not None


def test_an_escalation_reaches_people(database: Database, tmp_path: Path) -> None:
    """From a missed deadline to a mail, in two rounds."""
    with database.write() as session:
        a_report(session, office(tmp_path))
    sent: list[str] = []
    late = watch(database, tmp_path, 121, sent)
    late.sweep_once()
    late.alert_once()
    late.alert_once()
    assert sent == ["tenggat_terlewat"]


def test_deadlines_set_in_the_console_count(database: Database, tmp_path: Path) -> None:
    """The term after a returned question is what an administrator set, not what was shipped."""
    house = office(tmp_path)
    steps = dict.fromkeys(house.deadlines.steps, SHORT)
    with database.write() as session:
        number = a_report(session, house)
        moving.move(session, house, BUDI, number, "tanya_pelapor", 1, NOW, Details("Warnanya apa?"))
        due = row_of(session, number)["due_at"]
        change_setting(session, house, ADE, DEADLINES, {"langkah": steps}, 0, NOW)
    watch(database, tmp_path, (due - NOW).total_seconds() / 60).sweep_once()
    with database.read() as session:
        assert row_of(session, number)["due_at"] == due + timedelta(minutes=1)


def test_a_talk_that_broke_off_becomes_an_unfinished_report(database: Database, tmp_path: Path) -> None:
    """A day after its last word, if it holds a story; whoever comes back goes on with it."""
    house = office(tmp_path)
    told, empty = ReportDraft("d1", narrative="motor hilang"), ReportDraft("d2")
    rest = {"reporter_id": "r1", "asking": None, "state": "berjalan"}
    with database.write() as session:
        for each in (told, empty):
            drafts.keep(session, house.sealer, each, now=NOW, **rest)

    def states() -> dict[str, str]:
        with database.read() as session:
            return {row.id: row.state for row in session.execute(select(draft.c.id, draft.c.state))}

    watch(database, tmp_path, minutes=24 * 60 - 1).sweep_once()
    assert states() == {"d1": "berjalan", "d2": "berjalan"}
    watch(database, tmp_path, minutes=24 * 60).sweep_once()
    assert states() == {"d1": "belum_selesai", "d2": "berjalan"}
    with database.write() as session:
        drafts.keep(session, house.sealer, told, now=NOW + timedelta(hours=25), **rest)
    assert states()["d1"] == "berjalan"


def test_a_round_that_fails_is_not_the_last_one() -> None:
    """Whatever it stumbled over; being told to stop ends it."""
    stop, rounds = threading.Event(), []

    def work() -> None:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        raise RuntimeError("something nobody thought of")

    repeat(work, 0.0, stop)
    assert len(rounds) == 3
