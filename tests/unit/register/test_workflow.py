"""Every allowed and every forbidden move, for every role; and what a move writes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from banpol.database import Database
from banpol.post.letters import OutgoingMessage
from banpol.post.outbox import claim
from banpol.register import audit, moving, workflow
from banpol.register.actors import EVERYBODY, HOUSE, REPORTER, Actor
from banpol.register.errors import (
    MoveImpossible,
    NotAllowed,
    SomethingMissing,
    UnknownChoice,
    UnknownReport,
    UnknownStatus,
    VersionConflict,
)
from banpol.register.moving import Details
from banpol.register.sql.tables import report, status_change
from tests.support.desk_work import ADE, BUDI, HADI, RATNA, TONO, a_report, office, row_of
from tests.support.parts import AUDIT_KEY, NOW, RING

ACTORS = {"operator": BUDI, "supervisor": RATNA, "auditor": TONO, "admin": ADE}
ACTORS |= {"pelapor": REPORTER, "sistem": HOUSE}
LONG = "sudah diperiksa di tempat bersama ketua RT"

# Written out by hand, not read from the table: (from, move) → (to, who may).
T, S, P, H = "operator supervisor", "supervisor", "pelapor", "sistem"
ALLOWED = {
    ("diterima", "verifikasi"): ("diverifikasi", T),
    ("dibuka_kembali", "verifikasi"): ("diverifikasi", T),
    ("diverifikasi", "tindak_lanjuti"): ("ditindaklanjuti", T),
    ("diteruskan", "tindak_lanjuti"): ("ditindaklanjuti", T),
    ("dibuka_kembali", "tindak_lanjuti"): ("ditindaklanjuti", T),
    ("diterima", "tanya_pelapor"): ("perlu_informasi", T),
    ("diverifikasi", "tanya_pelapor"): ("perlu_informasi", T),
    ("ditindaklanjuti", "tanya_pelapor"): ("perlu_informasi", T),
    ("dibuka_kembali", "tanya_pelapor"): ("perlu_informasi", T),
    ("perlu_informasi", "pelapor_menjawab"): ("diverifikasi", P),
    ("perlu_informasi", "lanjut_tanpa_jawaban"): ("diverifikasi", T),
    ("perlu_informasi", "batas_tanya_lewat"): ("diverifikasi", H),
    ("diterima", "teruskan"): ("diteruskan", T),
    ("diverifikasi", "teruskan"): ("diteruskan", T),
    ("ditindaklanjuti", "teruskan"): ("diteruskan", T),
    ("dibuka_kembali", "teruskan"): ("diteruskan", T),
    ("ditindaklanjuti", "selesaikan"): ("selesai", T),
    ("diteruskan", "selesaikan"): ("selesai", T),
    ("diterima", "nyatakan_tidak_valid"): ("tidak_valid", S),
    ("diverifikasi", "nyatakan_tidak_valid"): ("tidak_valid", S),
    ("ditindaklanjuti", "nyatakan_tidak_valid"): ("tidak_valid", S),
    ("perlu_informasi", "nyatakan_tidak_valid"): ("tidak_valid", S),
    ("dibuka_kembali", "nyatakan_tidak_valid"): ("tidak_valid", S),
    ("diterima", "gabungkan"): ("duplikat", S),
    ("diverifikasi", "gabungkan"): ("duplikat", S),
    ("ditindaklanjuti", "gabungkan"): ("duplikat", S),
    ("dibuka_kembali", "gabungkan"): ("duplikat", S),
    ("selesai", "pelapor_menyanggah"): ("dibuka_kembali", P),
    ("selesai", "buka_kembali"): ("dibuka_kembali", S),
    ("tidak_valid", "buka_kembali"): ("dibuka_kembali", S),
    ("duplikat", "buka_kembali"): ("dibuka_kembali", S),
}


def enough(move: str, other: str) -> Details:
    """Everything that any move may need."""
    outcome = "iseng" if move == "nyatakan_tidak_valid" else "dimediasi"
    return Details(LONG, outcome, "polres-oki", "budi", other)


def put(session, number: str, status: str) -> None:
    """A report as if it had come to that status, asked while it was verified."""
    values = {"status": status, "returns_to": "diverifikasi", "assigned_to": None}
    session.execute(update(report).where(report.c.number == number).values(**values))


def test_every_move_from_every_status_by_every_role(database: Database, tmp_path: Path) -> None:
    """What is written above is allowed and leads there; everything else is refused and writes nothing."""
    house = office(tmp_path)
    with database.write() as session:
        number, other = a_report(session, house), a_report(session, house, "d2")
        for status in workflow.STATUSES:
            for name in workflow.BY_NAME:
                for role, actor in ACTORS.items():
                    put(session, number, status)
                    seen = row_of(session, number)
                    target, roles = ALLOWED.get((status, name), ("", ""))
                    args = (session, house, actor, number, name, seen["version"], NOW, enough(name, other))
                    if role in roles.split():
                        assert moving.move(*args).status == target
                        assert row_of(session, number)["version"] == seen["version"] + 1
                        continue
                    with pytest.raises((NotAllowed, MoveImpossible, UnknownReport)):
                        moving.move(*args)
                    assert row_of(session, number) == seen, (status, name, role)


def test_the_page_offers_exactly_the_moves_that_are_allowed() -> None:
    """The next steps an officer is shown are those of the table, for each status and role."""
    assert set(ACTORS) == set(EVERYBODY)
    for status in workflow.STATUSES:
        for role in EVERYBODY:
            offered = {move.name for move in workflow.moves_from(status, role)}
            wanted = {
                name
                for (source, name), (_, roles) in ALLOWED.items()
                if source == status and role in roles.split()
            }
            assert offered == wanted
    with pytest.raises(UnknownStatus):
        workflow.moves_from("hilang", "operator")


def test_every_move_names_a_text_and_a_deadline_that_exist(tmp_path: Path) -> None:
    """A status without a sentence or a deadline would be noticed by a citizen first."""
    house = office(tmp_path)
    for step in workflow.MOVES:
        assert step.tells is None or house.phrases[step.tells].text
        if step.term:
            assert house.deadlines.term(step.term, "biasa", "pencurian") > timedelta(0)
    for codes in house.outcomes.values():
        for code in codes:
            assert house.phrases[f"utter_hasil_{code}"].text


@pytest.mark.parametrize(
    ("move", "status", "details", "what"),
    [
        ("tindak_lanjuti", "diverifikasi", Details(), "assignee"),
        ("tanya_pelapor", "diterima", Details(" \n"), "text"),
        ("teruskan", "diterima", Details(), "unit"),
        ("selesaikan", "ditindaklanjuti", Details(LONG), "outcome"),
        ("selesaikan", "ditindaklanjuti", Details("pendek", "dimediasi"), "proof"),
        ("nyatakan_tidak_valid", "diterima", Details("", "iseng"), "text"),
        ("gabungkan", "diterima", Details(same_as="BP-000000-0001"), "same_as"),
        ("buka_kembali", "selesai", Details(), "text"),
    ],
)
def test_what_a_move_needs_is_asked_for(
    database: Database, tmp_path: Path, move: str, status: str, details: Details, what: str
) -> None:
    """A move without what it needs is refused with the name of the field, and nothing is written."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        put(session, number, status)
        seen = row_of(session, number)
        with pytest.raises(SomethingMissing) as refusal:
            moving.move(session, house, RATNA, number, move, seen["version"], NOW, details)
        assert refusal.value.what == what
        assert row_of(session, number) == seen


@pytest.mark.parametrize(("outcome", "unit"), [("iseng", "polda"), ("dimediasi", "polres-mars")])
def test_unknown_codes_are_refused(database: Database, tmp_path: Path, outcome: str, unit: str) -> None:
    """An outcome of another ending, or a unit that does not exist."""
    house, move = office(tmp_path), "selesaikan" if outcome == "iseng" else "teruskan"
    with database.write() as session:
        number = a_report(session, house)
        put(session, number, "ditindaklanjuti")
        with pytest.raises(UnknownChoice):
            moving.move(session, house, BUDI, number, move, 1, NOW, Details(LONG, outcome, unit))


def test_a_closed_report_tells_its_reporter_and_leaves_history_and_audit(
    database: Database, tmp_path: Path
) -> None:
    """Received, verified, in hand, closed: four lines of history, messages, an audit chain that holds."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        steps = (("verifikasi", Details()), ("tindak_lanjuti", Details(assignee="budi")))
        for version, (name, details) in enumerate((*steps, ("selesaikan", Details(LONG, "dimediasi"))), 1):
            done = moving.move(
                session, house, BUDI, number, name, version, NOW + timedelta(hours=version), details
            )
            assert done.told and done.untold is None
    with database.write() as session:
        row = row_of(session, number)
        assert (row["status"], row["outcome"], row["assigned_to"]) == ("selesai", "dimediasi", "budi")
        assert row["first_answer_at"] == row["verified_at"] == NOW + timedelta(hours=1)
        assert row["closed_at"] == NOW + timedelta(hours=3)
        lines = session.execute(select(status_change.c.status).order_by(status_change.c.seq)).scalars().all()
        assert lines == ["diterima", "diverifikasi", "ditindaklanjuti", "selesai"]
        first = claim(session, RING, "s", 0.0)[0].message
        assert isinstance(first, OutgoingMessage) and number in first.text and "{" not in first.text
        assert audit.verify(session, AUDIT_KEY) == 4


def test_two_operators_at_once_never_overwrite_each_other(database: Database, tmp_path: Path) -> None:
    """The second one is refused and shown both versions; the first one's work stands."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
    with database.write() as session:
        moving.move(session, house, BUDI, number, "verifikasi", 1, NOW)
    with pytest.raises(VersionConflict) as refusal, database.write() as session:
        moving.move(session, house, HADI, number, "teruskan", 1, NOW, Details(unit="polda"))
    conflict = refusal.value
    assert (conflict.yours, conflict.current.version) == (1, 2)
    assert (conflict.current.status, conflict.current.changed_by) == ("diverifikasi", "budi")
    with database.read() as session:
        assert row_of(session, number)["status"] == "diverifikasi"


def test_history_can_neither_be_changed_nor_removed(database: Database, tmp_path: Path) -> None:
    """The database itself refuses."""
    with database.write() as session:
        a_report(session, office(tmp_path))
    for statement in (update(status_change).values(actor="x"), delete(status_change)):
        with pytest.raises(DatabaseError, match="append-only"), database.write() as session:
            session.execute(statement)


def test_a_reporter_without_a_channel_is_not_told_and_the_move_stands(
    database: Database, tmp_path: Path
) -> None:
    """Somebody who telephoned cannot be written to; the officer is told so."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house, channel="telepon")
        done = moving.move(session, house, BUDI, number, "verifikasi", 1, NOW)
    assert (done.status, done.told, done.untold) == ("diverifikasi", None, "tanpa_saluran")


def test_whoever_does_not_want_to_be_contacted_is_left_alone(database: Database, tmp_path: Path) -> None:
    """No notice, and no question."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house, contact_allowed=False)
        assert moving.move(session, house, BUDI, number, "verifikasi", 1, NOW).untold == "tidak_mau_dihubungi"
        with pytest.raises(SomethingMissing, match="contacted"):
            moving.move(session, house, BUDI, number, "tanya_pelapor", 2, NOW, Details("Warnanya apa?"))


def test_a_stranger_to_the_unit_cannot_move_a_report(database: Database, tmp_path: Path) -> None:
    """For an officer of another unit the report does not exist."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house)
        with pytest.raises(UnknownReport):
            moving.move(session, house, Actor("x", "operator", "polres-oki"), number, "verifikasi", 1, NOW)
        same = Actor("y", "operator", "polrestabes-palembang")
        assert moving.move(session, house, same, number, "verifikasi", 1, NOW).version == 2
