"""Taking, holding, passing on, answering, asking back, closing, and what time does meanwhile."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from banpol.database import Database
from banpol.post.tables import outbox_message
from banpol.register import additions, casework, closing, handovers, moving, notes, requests, sweep
from banpol.register.errors import (
    LockedByOther,
    MoveImpossible,
    NotAllowed,
    NoWayToReporter,
    SomethingMissing,
    UnknownReport,
    VersionConflict,
)
from banpol.register.moving import Details
from banpol.register.sql.tables import alert, report
from tests.support.desk_work import BUDI, RATNA, SITI, TONO, a_report, office, row_of
from tests.support.parts import NOW, content_keys

LATER = NOW + timedelta(days=30)
WHY = "sudah diperiksa di tempat bersama ketua RT"


def closed(session, house, number: str, now=NOW) -> None:
    """Puts a report in hand and closes it."""
    session.execute(update(report).where(report.c.number == number).values(status="ditindaklanjuti"))
    version = row_of(session, number)["version"]
    moving.move(session, house, BUDI, number, "selesaikan", version, now, Details(WHY, "dimediasi"))


def test_a_report_is_taken_by_one_operator_only(database: Database, tmp_path: Path) -> None:
    """A colleague cannot take it away; a supervisor can pass it on."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        assert casework.claim(session, house, BUDI, number, 1, NOW) == 2
        with pytest.raises(VersionConflict):
            casework.claim(session, house, SITI, number, 1, NOW)
        with pytest.raises(NotAllowed, match="colleague"):
            casework.claim(session, house, SITI, number, 2, NOW)
        assert casework.assign(session, house, RATNA, number, "siti", 2, NOW) == 3
        assert row_of(session, number)["assigned_to"] == "siti"
        with pytest.raises(NotAllowed):
            casework.claim(
                session, house, TONO, a_report(session, house, "d2", kind="pelayanan_polri"), 1, NOW
            )


def test_a_held_report_is_changed_by_its_holder_only(database: Database, tmp_path: Path) -> None:
    """Others are refused with the holder's name until the hold runs out."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        until = casework.lock(session, house, BUDI, number, NOW)
        for deed in (casework.lock,):
            with pytest.raises(LockedByOther) as refusal:
                deed(session, house, SITI, number, NOW)
            assert (refusal.value.holder, refusal.value.until) == ("budi", until)
        with pytest.raises(LockedByOther):
            moving.move(session, house, SITI, number, "verifikasi", 1, NOW)
        with pytest.raises(NotAllowed):
            casework.unlock(session, house, SITI, number)
        assert moving.move(session, house, SITI, number, "verifikasi", 1, until).version == 2


def test_an_answer_of_an_officer_leaves_once_however_often_the_form_is_sent(
    database: Database, tmp_path: Path
) -> None:
    """One message, one note, and the first answer is noted."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        for _ in range(2):
            casework.reply(session, house, BUDI, number, "Apakah sudah aman?", "f1", NOW)
        assert session.execute(select(func.count()).select_from(outbox_message)).scalar_one() == 1
        row = row_of(session, number)
        assert row["first_answer_at"] == NOW
        _, opener = content_keys(tmp_path)
        assert [n["text"] for n in notes.of_report(session, opener, row["id"])] == ["Apakah sudah aman?"]


def test_who_cannot_or_will_not_be_written_to_is_not(database: Database, tmp_path: Path) -> None:
    """A caller has no channel, and a no is a no."""
    house = office(tmp_path)
    with database.write() as session:
        called = a_report(session, house, channel="telepon", reporter="r7")
        refused = a_report(session, house, "d2", contact_allowed=False)
        for number in (called, refused):
            with pytest.raises(NoWayToReporter):
                casework.reply(session, house, BUDI, number, "Halo", number, NOW)
        with pytest.raises(SomethingMissing):
            casework.reply(session, house, BUDI, called, "x" * 1001, "f", NOW)


def test_what_a_reporter_adds_answers_the_question(database: Database, tmp_path: Path) -> None:
    """The report goes back to where it was, and its deadline runs again."""
    house = office(tmp_path)
    sealer, _ = content_keys(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        moving.move(session, house, BUDI, number, "tanya_pelapor", 1, NOW, Details("Warnanya apa?"))
        assert row_of(session, number)["status"] == "perlu_informasi"
        said = {"draft_id": "d1", "reporter_id": "r1", "turn_id": "t9", "kind": "keterangan"}
        for _ in range(2):
            additions.add(session, sealer, **said, body={"text": "merah"}, now=NOW, office=house)
        row = row_of(session, number)
        assert (row["status"], row["version"]) == ("diterima", 3)


def test_a_question_without_an_answer_comes_back_to_the_team(database: Database, tmp_path: Path) -> None:
    """Not before its time, and only once."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        moving.move(session, house, BUDI, number, "tanya_pelapor", 1, NOW, Details("Warnanya apa?"))
        due = row_of(session, number)["due_at"]
        assert sweep.sweep(session, house, due - timedelta(seconds=1)) == sweep.Swept(0, 0, 0)
        assert sweep.sweep(session, house, due) == sweep.Swept(1, 0, 0)
        assert sweep.sweep(session, house, due) == sweep.Swept(0, 0, 0)
        assert row_of(session, number)["status"] == "diterima"


@pytest.mark.parametrize(("urgency", "minutes"), [("darurat", 5), ("mendesak", 30), ("biasa", 120)])
def test_a_report_nobody_looks_at_is_escalated_once(
    database: Database, tmp_path: Path, urgency: str, minutes: int
) -> None:
    """Exactly when its deadline is over; after a move there is a new deadline."""
    house, due = office(tmp_path), NOW + timedelta(minutes=minutes)
    with database.write() as session:
        number = a_report(session, house, urgency=urgency)
        assert sweep.sweep(session, house, due - timedelta(seconds=1)).escalated == 0
        assert sweep.sweep(session, house, due).escalated == 1
        assert sweep.sweep(session, house, LATER).escalated == 0
        kinds = session.execute(select(alert.c.kind)).scalars().all()
        assert kinds.count("tenggat_terlewat") == 1
        moving.move(session, house, BUDI, number, "verifikasi", 2, due)
        assert sweep.sweep(session, house, LATER).escalated == 1


def test_a_reporter_confirms_and_rates_a_closed_report(database: Database, tmp_path: Path) -> None:
    """Only the own one, only when closed; a confirmed closing waits for nothing any more."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        with pytest.raises(MoveImpossible):
            closing.confirm(session, house, "r1", number, NOW)
        closed(session, house, number)
        with pytest.raises(UnknownReport):
            closing.confirm(session, house, "r2", number, NOW)
        assert closing.waiting(session, "r1") == [number]
        for _ in range(2):
            closing.confirm(session, house, "r1", number, NOW)
        with pytest.raises(SomethingMissing):
            closing.rate(session, house, "r1", number, 6, NOW)
        closing.rate(session, house, "r1", number, 4, NOW)
        row = row_of(session, number)
        assert (row["answer"], row["rating"], row["due_at"]) == ("dibenarkan", 4, None)
        assert closing.waiting(session, "r1") == []


def test_a_disputed_closing_opens_the_report_again(database: Database, tmp_path: Path) -> None:
    """And it counts as reopened, with a deadline and without the outcome it had."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        closed(session, house, number)
        closing.dispute(session, house, "r1", number, "motornya belum ketemu", NOW)
        row = row_of(session, number)
        assert (row["status"], row["answer"], row["reopened"]) == ("dibuka_kembali", "disanggah", 1)
        assert row["outcome"] is None and row["closed_at"] is None and row["due_at"] > NOW


def test_silence_after_a_closing_is_noted(database: Database, tmp_path: Path) -> None:
    """After a week the wait ends."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        closed(session, house, number)
        assert sweep.sweep(session, house, LATER).unanswered == 1
        row = row_of(session, number)
        assert (row["answer"], row["status"], row["due_at"]) == ("tanpa_jawaban", "selesai", None)


def test_evidence_of_an_officer_is_enough_to_close(database: Database, tmp_path: Path) -> None:
    """Without a reason in words; an empty file is none."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        session.execute(update(report).values(status="ditindaklanjuti"))
        proof = (session, house, BUDI, number, tmp_path / "media")
        with pytest.raises(SomethingMissing):
            casework.add_evidence(*proof, b"", "image/jpeg", NOW)
        casework.add_evidence(*proof, b"foto", "image/jpeg", NOW)
        done = moving.move(session, house, BUDI, number, "selesaikan", 1, NOW, Details("", "dimediasi"))
        assert done.status == "selesai"


def test_a_hold_never_keeps_a_reporter_or_time_out(database: Database, tmp_path: Path) -> None:
    """An answer arrives and a deadline passes while an officer is writing."""
    house = office(tmp_path)
    sealer, _ = content_keys(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        moving.move(session, house, BUDI, number, "tanya_pelapor", 1, NOW, Details("Warnanya apa?"))
        casework.lock(session, house, BUDI, number, NOW)
        said = {"draft_id": "d1", "reporter_id": "r1", "turn_id": "t9", "kind": "keterangan"}
        additions.add(session, sealer, **said, body={"text": "merah"}, now=NOW, office=house)
        assert row_of(session, number)["status"] == "diterima"


def test_a_talk_is_taken_over_and_given_back(database: Database, tmp_path: Path) -> None:
    """One officer at a time; asked for or not; a supervisor may end it."""
    house = office(tmp_path)
    with database.write() as session:
        requests.ask_officer(session, "r1", "t1", "minta", NOW)
        assert [call["reporter_id"] for call in handovers.waiting(session)] == ["r1"]
        for _ in range(2):
            handovers.take(session, house, BUDI, "r1", NOW)
        assert handovers.waiting(session) == [] and handovers.holder(session, "r1") == "budi"
        with pytest.raises(MoveImpossible, match="budi"):
            handovers.take(session, house, SITI, "r1", NOW)
        with pytest.raises(NotAllowed):
            handovers.give_back(session, house, SITI, "r1", NOW)
        with pytest.raises(NotAllowed):
            handovers.take(session, house, TONO, "r2", NOW)
        handovers.give_back(session, house, RATNA, "r1", NOW)
        assert handovers.holder(session, "r1") is None
        handovers.take(session, house, SITI, "r1", NOW)
        assert handovers.holder(session, "r1") == "siti"
        with pytest.raises(MoveImpossible):
            handovers.give_back(session, house, RATNA, "r2", NOW)
