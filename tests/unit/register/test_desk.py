"""The conversation's deeds: once per turn, and only with the reporter's own reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from banpol.database import Database
from banpol.register import evidence, reading
from banpol.register.desk import Desk, RegisterKeys
from banpol.register.draft import Place, ReportDraft
from banpol.register.errors import UnknownReport
from banpol.register.sql import tables
from banpol.wiring import OwnHands
from tests.support.parts import AUDIT_KEY, NOW, RING, content_keys

DRAFT = ReportDraft(draft_id="d1", narrative="ada maling", urgency="darurat")


def desk(database: Database, folder: Path, reporter: str = "r1", turn: str = "t1") -> Desk:
    sealer, _ = content_keys(folder)
    keys = RegisterKeys(sealer, AUDIT_KEY)
    return Desk(OwnHands(database), keys, reporter_id=reporter, turn_id=turn, channel="whatsapp", now=NOW)


def rows(database: Database, table) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_information_is_added_to_the_own_report_once_per_turn(database: Database, tmp_path: Path) -> None:
    """A repeated turn adds nothing twice."""
    mine = desk(database, tmp_path)
    number = mine.file(DRAFT)
    place = Place("plaju", "Kota Palembang", "16.71", "Plaju", "16.71.12")
    assert mine.add_information("d1", "tempat", "di plaju", place) == number
    assert mine.add_information("d1", "tempat", "di plaju", place) == number
    _, opener = content_keys(tmp_path)
    with database.read() as session:
        opened = reading.open_report(session, opener, number)
        codes = session.execute(select(tables.report.c.kabupaten_code)).scalar_one()
    assert [addition["text"] for addition in opened["additions"]] == ["di plaju"]
    assert codes == "16.71"


def test_a_kind_told_later_is_taken_once_and_only_where_none_was_known(
    database: Database, tmp_path: Path
) -> None:
    """The first kind stays; what only named officers may read keeps the kind that it was filed with."""
    mine = desk(database, tmp_path)
    mine.file(DRAFT)
    mine.name_kind("d1", "kdrt", 0.8, True)
    mine.name_kind("d1", "pencurian", 0.9, False)
    hidden = replace(DRAFT, draft_id="d2", restricted=True)
    mine.file(hidden)
    mine.name_kind("d2", "pencurian", 0.9, False)
    kind, restricted = tables.report.c.kind, tables.report.c.restricted
    with database.read() as session:
        kept = session.execute(select(kind, restricted).order_by(tables.report.c.number)).all()
    assert [tuple(row) for row in kept] == [("kdrt", True), ("lainnya", True)]


def test_somebody_elses_report_is_unknown(database: Database, tmp_path: Path) -> None:
    """Not even its existence is told."""
    desk(database, tmp_path).file(DRAFT)
    stranger = desk(database, tmp_path, reporter="r2")
    with pytest.raises(UnknownReport):
        stranger.add_information("d1", "keterangan", "x")
    with pytest.raises(UnknownReport):
        stranger.number_of("d1")
    with pytest.raises(UnknownReport):
        stranger.name_kind("d1", "kdrt", 0.8, True)
    assert stranger.own_reports() == ()


def test_own_reports_come_newest_first(database: Database, tmp_path: Path) -> None:
    """Number, status and kind; no content."""
    mine = desk(database, tmp_path)
    mine.file(DRAFT)
    mine.file(ReportDraft(draft_id="d2", narrative="lain"))
    assert [line.draft_id for line in mine.own_reports()] == ["d2", "d1"]


def test_evidence_follows_the_report_of_its_own_reporter_only(database: Database, tmp_path: Path) -> None:
    """A file of somebody else cannot be tied to a report by guessing its id."""
    with database.write() as session:
        for name, owner in (("e1", "r1"), ("e2", "r2")):
            evidence.expect(session, RING, name, owner, f"w-{name}", "image", {"id": name}, NOW)
    desk(database, tmp_path).file(ReportDraft(draft_id="d1", narrative="ada foto", evidence_ids=("e1", "e2")))
    with database.read() as session:
        tied = session.execute(
            select(tables.evidence.c.id).where(tables.evidence.c.report_id.is_not(None))
        ).scalars()
        assert list(tied) == ["e1"]


def test_a_stored_file_comes_back_only_with_the_private_key(database: Database, tmp_path: Path) -> None:
    """The folder holds ciphertext; its hash is that of the original."""
    sealer, opener = content_keys(tmp_path)
    with database.write() as session:
        evidence.expect(session, RING, "e1", "r1", "w1", "image", {"id": "m"}, NOW)
        evidence.store(session, sealer, tmp_path / "media", "e1", b"gambar asli", "image/png")
    assert b"gambar" not in (tmp_path / "media" / "e1").read_bytes()
    with database.read() as session:
        assert evidence.read_file(session, opener, tmp_path / "media", "e1") == b"gambar asli"


def test_calls_and_requests_count_once(database: Database, tmp_path: Path) -> None:
    """An officer, own data and feedback: one row per turn."""
    mine = desk(database, tmp_path)
    for _ in range(2):
        mine.ask_officer("diminta")
        mine.ask_data("hapus")
        mine.give_feedback("bagus", 5)
        mine.keep_draft(DRAFT, "lokasi")
    for table in (tables.handover, tables.data_request, tables.feedback, tables.draft):
        assert rows(database, table) == 1


def test_a_filed_draft_is_not_reopened_by_a_late_note(database: Database, tmp_path: Path) -> None:
    """Once filed, a draft stays filed."""
    mine = desk(database, tmp_path)
    mine.keep_draft(DRAFT, "lokasi")
    mine.file(DRAFT)
    mine.keep_draft(DRAFT, None, "dibatalkan")
    with database.read() as session:
        assert session.execute(select(tables.draft.c.state)).scalar_one() == "terkirim"
