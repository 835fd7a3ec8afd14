"""An identity is hidden, opened by another's decision, for a while, and every step is in the audit chain."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from banpol.database import Database
from banpol.post import aliases
from banpol.register import alerts, audit, disclosure, disclosure_lists, second_looks
from banpol.register.actors import Actor
from banpol.register.disclosure import Request
from banpol.register.errors import NotAllowed, RegisterError, SomethingMissing, UnknownChoice, UnknownReport
from banpol.register.sql.tables import alert, audit_entry
from tests.support.desk_work import ADE, BUDI, HADI, RATNA, SITI, TONO, a_report, office, row_of
from tests.support.parts import AUDIT_KEY, BLIND, CONTACT, NOW, content_keys

WHY = "korban perlu dijemput malam ini juga"
ASKED = Request(("nama", "nomor"), "persetujuan", WHY)
PHONE = "6281200001234"


class Room:
    """One report whose reporter has a name and a number, and everything needed to look at them."""

    def __init__(self, session, folder: Path) -> None:
        self.session, self.house = session, office(folder)
        self.opener = content_keys(folder)[1]
        who = {"phone": PHONE, "user_id": None, "now": NOW}
        self.reporter = aliases.reporter_for(session, CONTACT, BLIND, "whatsapp", **who)
        self.number = a_report(session, self.house, reporter=self.reporter, name="Seseorang")

    def ask(self, actor: Actor = BUDI, request: Request = ASKED) -> str:
        return disclosure.ask(self.session, self.house, actor, self.number, request, NOW)

    def decide(self, actor: Actor, asked: str, approve: bool = True, reason: str = "ya") -> None:
        disclosure.decide(self.session, self.house, actor, asked, approve, reason, NOW)

    def view(self, actor: Actor, now=NOW):
        return disclosure.view(self.session, self.house, self.opener, CONTACT, actor, self.number, now)


def test_an_approved_identity_is_seen_by_whoever_asked_until_it_ends(
    database: Database, tmp_path: Path
) -> None:
    """To the second, and by nobody else."""
    with database.write() as session:
        room = Room(session, tmp_path)
        asked = room.ask()
        assert disclosure.state_for(session, BUDI, _id(session, asked), NOW) == "diminta"
        room.decide(RATNA, asked)
        opened = room.view(BUDI)
        assert (opened.name, opened.phone) == ("Seseorang", PHONE)
        assert opened.until == NOW + timedelta(hours=24)
        assert room.view(BUDI, opened.until - timedelta(seconds=1)).phone == PHONE
        for actor, now in ((BUDI, opened.until), (SITI, NOW), (RATNA, NOW)):
            with pytest.raises(NotAllowed, match="hidden"):
                room.view(actor, now)
        assert PHONE not in repr(opened) and "Seseorang" not in repr(opened)


def _id(session, asked: str) -> str:
    table = disclosure.disclosure
    return session.execute(select(table.c.report_id).where(table.c.id == asked)).scalar_one()


@pytest.mark.parametrize("state", ["nothing", "asked", "denied", "revoked", "expired"])
def test_in_every_other_state_nothing_is_shown(database: Database, tmp_path: Path, state: str) -> None:
    """Not even to whoever asked."""
    with database.write() as session:
        room = Room(session, tmp_path)
        if state != "nothing":
            asked = room.ask()
            if state != "asked":
                room.decide(RATNA, asked, approve=state != "denied")
            if state == "revoked":
                disclosure.revoke(session, room.house, RATNA, asked, NOW)
        with pytest.raises(NotAllowed):
            room.view(BUDI, NOW + timedelta(hours=24 if state == "expired" else 0))


def test_only_another_supervisor_decides_and_only_once(database: Database, tmp_path: Path) -> None:
    """Never the one who asked, whatever the role."""
    with database.write() as session:
        room = Room(session, tmp_path)
        asked = room.ask(RATNA)
        for actor in (RATNA, BUDI, TONO, ADE):
            with pytest.raises(NotAllowed):
                room.decide(actor, asked)
        with pytest.raises(SomethingMissing):
            room.decide(HADI, asked, reason=" ")
        with pytest.raises(UnknownReport):
            room.decide(Actor("z", "supervisor", "polres-oki"), asked)
        assert [w["number"] for w in disclosure.waiting(session, room.house, room.opener, HADI)] == [
            room.number
        ]
        assert disclosure.waiting(session, room.house, room.opener, RATNA) == []
        room.decide(HADI, asked)
        with pytest.raises(NotAllowed):
            room.decide(HADI, asked, approve=False)


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (Request(("alamat",), "bahaya", WHY), UnknownChoice),
        (Request((), "bahaya", WHY), UnknownChoice),
        (Request(("nama",), "ingin_tahu", WHY), UnknownChoice),
        (Request(("nama",), "bahaya", "perlu"), SomethingMissing),
        (Request(("nama",), "penyidikan", WHY), SomethingMissing),
    ],
)
def test_a_request_says_what_and_why(
    database: Database, tmp_path: Path, request_: Request, refusal: type[RegisterError]
) -> None:
    """Fields, a basis of the law, a reason in words, and the document where the basis needs one."""
    with database.write() as session, pytest.raises(refusal):
        Room(session, tmp_path).ask(request=request_)


@pytest.mark.parametrize("actor", [ADE, TONO, Actor("x", "tamu")])
def test_who_does_not_work_on_reports_asks_for_nothing(
    database: Database, tmp_path: Path, actor: Actor
) -> None:
    """For them the report does not exist."""
    with database.write() as session, pytest.raises((NotAllowed, UnknownReport)):
        Room(session, tmp_path).ask(actor)


def test_danger_to_life_opens_at_once_alerts_and_is_reviewed(database: Database, tmp_path: Path) -> None:
    """No other reason does; the review is another person's."""
    with database.write() as session:
        room = Room(session, tmp_path)
        act = (session, room.house, BUDI, room.number)
        with pytest.raises(NotAllowed, match="danger"):
            disclosure.break_glass(*act, ASKED, NOW)
        made = disclosure.break_glass(*act, Request(("nomor",), "bahaya", WHY), NOW)
        opened = room.view(BUDI)
        assert (opened.name, opened.phone) == (None, PHONE)
        assert "identitas_dibuka_darurat" in session.execute(select(alert.c.kind)).scalars().all()
        with pytest.raises(NotAllowed):
            disclosure.review(session, room.house, BUDI, made, NOW)
        disclosure.review(session, room.house, TONO, made, NOW)


def test_one_person_opens_no_more_than_twenty_a_day(database: Database, tmp_path: Path) -> None:
    """The twenty-first is refused until the next day."""
    with database.write() as session:
        room = Room(session, tmp_path)
        reason = Request(("nomor",), "bahaya", WHY)
        for n in range(20):
            other = a_report(session, room.house, f"x{n}", room.reporter)
            disclosure.break_glass(session, room.house, BUDI, other, reason, NOW)
        disclosure.break_glass(session, room.house, BUDI, room.number, reason, NOW + timedelta(hours=1))
        with pytest.raises(NotAllowed, match="20 identities"):
            room.view(BUDI, NOW + timedelta(hours=2))
        assert room.view(BUDI, NOW + timedelta(hours=24, minutes=1)).phone == PHONE


def test_every_step_is_in_the_audit_chain(database: Database, tmp_path: Path) -> None:
    """Asked, approved, seen, revoked; without name, number or reason of the request in it."""
    with database.write() as session:
        room = Room(session, tmp_path)
        asked = room.ask()
        room.decide(RATNA, asked)
        room.view(BUDI)
        disclosure.revoke(session, room.house, BUDI, asked, NOW)
        rows = session.execute(
            select(audit_entry.c.act, audit_entry.c.detail).order_by(audit_entry.c.seq)
        ).all()
        acts = [row.act for row in rows]
        expected = ["identitas_diminta", "identitas_disetujui", "identitas_dilihat", "identitas_dicabut"]
        assert acts[1:] == expected
        assert not any(secret in row.detail for row in rows for secret in (PHONE, "Seseorang", WHY))
        assert audit.verify(session, AUDIT_KEY) == 5


def opened_at_once(room: Room, session) -> str:
    """The id of an opening that BUDI made without anybody."""
    return disclosure.break_glass(
        session, room.house, BUDI, room.number, Request(("nomor",), "bahaya", WHY), NOW
    )


def kinds_open(session, room: Room, actor: Actor) -> list[str]:
    return [line.kind for line in alerts.lines(session, actor, room.house.routing)]


def test_an_opening_that_nobody_looked_into_is_escalated_after_a_day(
    database: Database, tmp_path: Path
) -> None:
    """Not a second before, and once; supervisors and auditors hear of it, who opened it does not."""
    with database.write() as session:
        room, day = Room(session, tmp_path), timedelta(hours=24)
        opened_at_once(room, session)
        assert second_looks.escalate(session, room.house, NOW + day - timedelta(seconds=1)) == 0
        assert [second_looks.escalate(session, room.house, NOW + day) for _ in range(2)] == [1, 0]
        for actor in (RATNA, HADI, TONO):
            assert alerts.LATE_LOOK in kinds_open(session, room, actor), actor
        for actor in (BUDI, SITI, ADE):
            assert not set(alerts.OF_OPENINGS) & set(kinds_open(session, room, actor)), actor
        [late] = disclosure_lists.to_review(session, room.house, room.opener, TONO, NOW + day)
        assert late["late"] and second_looks.waiting(session, TONO, room.house.routing) == 1
        assert second_looks.waiting(session, BUDI, room.house.routing) == 0
        assert audit.verify(session, AUDIT_KEY) > 0


def test_only_a_look_settles_the_alert_of_an_opening(database: Database, tmp_path: Path) -> None:
    """Neither a click on it nor work on the report; after the look nothing is escalated any more."""
    with database.write() as session:
        room, later = Room(session, tmp_path), NOW + timedelta(hours=25)
        asked = opened_at_once(room, session)
        second_looks.escalate(session, room.house, later)
        for line in alerts.lines(session, RATNA, room.house.routing):
            alerts.see(session, RATNA, room.house.routing, line.id, later)
        report_id = row_of(session, room.number)["id"]
        alerts.settle(session, report_id, BUDI, later)
        assert set(alerts.OF_OPENINGS) <= set(kinds_open(session, room, RATNA))
        disclosure.review(session, room.house, TONO, asked, later)
        assert not set(alerts.OF_OPENINGS) & set(kinds_open(session, room, RATNA))
        assert second_looks.escalate(session, room.house, later) == 0
        assert second_looks.waiting(session, TONO, room.house.routing) == 0
