"""A draft becomes one report, whole, numbered, and unreadable without the console's key."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select

from banpol.crypto import SealBroken
from banpol.database import Database
from banpol.register import audit, filing, reading
from banpol.register.draft import Moment, Place, ReportDraft
from banpol.register.errors import EmptyReport, UnknownReport
from banpol.register.numbers import next_number
from banpol.register.sql import tables
from tests.support.parts import AUDIT_KEY, NOW, content_keys

DRAFT = ReportDraft(
    draft_id="d1",
    narrative="motor saya hilang di parkiran",
    kind="curanmor",
    kind_confidence=0.9,
    place=Place("pasar 16", "Kota Palembang", "16.71", "Ilir Timur I", "16.71.03"),
    moment=Moment("td malem jam 9", NOW, NOW + timedelta(minutes=30)),
    plates=("BG 1234 AB",),
    name="Seseorang",
)


def file(database: Database, folder: Path, draft: ReportDraft, reporter: str = "r1", now: datetime = NOW):
    sealer, _ = content_keys(folder)
    with database.write() as session:
        return filing.file_report(
            session, sealer, AUDIT_KEY, draft, reporter_id=reporter, source_channel="whatsapp", now=now
        )


def count(database: Database, table) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_numbers_count_within_the_day_of_wib(database: Database) -> None:
    """At 17:00 UTC a new day begins in Palembang."""
    before = datetime(2026, 11, 24, 16, 59, tzinfo=timezone.utc)
    with database.write() as session:
        found = [next_number(session, before), next_number(session, before)]
        found.append(next_number(session, before + timedelta(minutes=1)))
    assert found == ["BP-261124-0001", "BP-261124-0002", "BP-261125-0001"]


def test_a_number_past_9999_grows_a_digit(database: Database) -> None:
    """No day is too busy."""
    with database.write() as session:
        session.execute(tables.report_counter.insert().values(day="261124", last=9999))
        assert next_number(session, NOW) == "BP-261124-10000"


def test_a_report_is_filed_with_status_audit_and_reporter(database: Database, tmp_path: Path) -> None:
    """One transaction writes everything that belongs to it."""
    receipt = file(database, tmp_path, DRAFT)
    assert (receipt.number, receipt.new) == ("BP-261124-0001", True)
    for table in (tables.report, tables.status_change, tables.audit_entry, tables.reporter):
        assert count(database, table) == 1


def test_the_same_draft_filed_twice_is_one_report(database: Database, tmp_path: Path) -> None:
    """Tapping Kirim twice gives the same number."""
    first, second = file(database, tmp_path, DRAFT), file(database, tmp_path, DRAFT)
    assert first.number == second.number and not second.new
    assert count(database, tables.report) == 1


def test_the_same_draft_filed_at_once_by_two_is_one_report(database: Database, tmp_path: Path) -> None:
    """The database itself holds that a draft is unique."""
    gate, results = threading.Barrier(2), []
    content_keys(tmp_path)

    def work() -> None:
        gate.wait()
        try:
            results.append(file(database, tmp_path, DRAFT).number)
        except Exception as error:
            results.append(type(error).__name__)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database, tables.report) == 1
    assert "BP-261124-0001" in results


def test_a_failed_transaction_uses_no_number_up(database: Database, tmp_path: Path) -> None:
    """Numbers have no holes that nobody can explain."""
    sealer, _ = content_keys(tmp_path)
    with pytest.raises(RuntimeError), database.write() as session:
        filing.file_report(
            session, sealer, AUDIT_KEY, DRAFT, reporter_id="r1", source_channel="whatsapp", now=NOW
        )
        raise RuntimeError("the turn fails after filing")
    assert count(database, tables.report) == 0
    assert file(database, tmp_path, DRAFT).number == "BP-261124-0001"


def test_an_empty_narrative_is_refused(database: Database, tmp_path: Path) -> None:
    """A report says what happened."""
    with pytest.raises(EmptyReport):
        file(database, tmp_path, replace(DRAFT, narrative=" \n"))


def test_an_emergency_raises_an_alert(database: Database, tmp_path: Path) -> None:
    """Filed and alerted in the same transaction."""
    file(database, tmp_path, replace(DRAFT, urgency="darurat"))
    assert count(database, tables.alert) == 1


def test_only_the_private_key_opens_a_report(database: Database, tmp_path: Path) -> None:
    """What was filed comes back whole; another pair of keys opens nothing."""
    receipt = file(database, tmp_path, DRAFT)
    _, opener = content_keys(tmp_path)
    with database.read() as session:
        opened = reading.open_report(session, opener, receipt.number)
    assert opened["narrative"] == DRAFT.narrative
    assert opened["name"] == "Seseorang"
    assert opened["place"]["kabupaten_code"] == "16.71"
    _, stranger = content_keys(tmp_path / "other")
    with pytest.raises(Exception, match="no private content key"), database.read() as session:
        reading.open_report(session, stranger, receipt.number)


def test_a_report_moved_to_another_row_does_not_open(database: Database, tmp_path: Path) -> None:
    """Swapped ciphertexts are noticed."""
    first = file(database, tmp_path, DRAFT)
    second = file(database, tmp_path, replace(DRAFT, draft_id="d2", narrative="lain"))
    with database.write() as session:
        row = session.execute(
            select(tables.report.c.content_key, tables.report.c.sealed_content).where(
                tables.report.c.number == first.number
            )
        ).first()
        session.execute(
            tables.report.update()
            .where(tables.report.c.number == second.number)
            .values(content_key=row.content_key, sealed_content=row.sealed_content)
        )
    _, opener = content_keys(tmp_path)
    with pytest.raises(SealBroken), database.read() as session:
        reading.open_report(session, opener, second.number)


def test_an_unknown_number_is_refused(database: Database, tmp_path: Path) -> None:
    """With a sentence, not with an empty page."""
    _, opener = content_keys(tmp_path)
    with pytest.raises(UnknownReport, match="BP-000000-0000"), database.read() as session:
        reading.open_report(session, opener, "BP-000000-0000")


def test_a_draft_survives_its_own_json() -> None:
    """The tracker keeps a draft as text; nothing is lost on the way."""
    assert ReportDraft.from_json(DRAFT.to_json()) == DRAFT


def test_the_audit_chain_of_filing_holds(database: Database, tmp_path: Path) -> None:
    """Each filing adds one entry that fits to the one before."""
    for number in range(3):
        file(database, tmp_path, replace(DRAFT, draft_id=f"d{number}"))
    with database.read() as session:
        assert audit.verify(session, AUDIT_KEY) == 3
