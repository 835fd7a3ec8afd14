"""What citizens want with their data is answered in time, and erased only where it may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from banpol.post import inbox
from banpol.register import data_rights, reading, requests, transcripts
from banpol.register.actors import AUDITOR, OPERATOR, SUPERVISOR, Actor
from banpol.register.errors import NotAllowed
from banpol.register.sql.operator_tables import operator_account
from banpol.register.sql.tables import alert, data_request, report
from tests.support.console import ConsoleStage
from tests.support.harm import Harm
from tests.support.parts import NOW, arrival
from tests.unit.console.test_confirmation import acts, post

NAME, PIN = "Sutarjokanari", "pin"


def asked(stage: ConsoleStage, kind: str = "hapus", confirmed: str = PIN, turn: str = "t1") -> str:
    """The id of a request of a reporter who writes on WhatsApp."""
    with stage.house.database.write() as session:
        inbox.receive(session, stage.house.office.ring, [arrival(f"mau {kind} data saya", reporter="r1")])
        known: dict[str, Any] = {"reporter_id": "r1", "draft_id": None, "direction": "masuk", "at": NOW}
        transcripts.note(session, stage.sealer, f"l{turn}", text=f"mau {kind} data saya", **known)
        requests.ask_data(session, "r1", turn, kind, NOW, confirmed)
        query = select(data_request.c.id).where(data_request.c.turn_id == turn)
        return str(session.execute(query).scalar_one())


def closed(stage: ConsoleStage, draft_id: str, **changes: Any) -> str:
    """A closed report of the same reporter, in whose story the name stands."""
    told = f"motor hilang, kata {NAME} kemarin"
    number = stage.file(draft_id, narrative=told, name=NAME)
    values = {"status": "selesai", "closed_at": NOW, **changes}
    with stage.house.database.write() as session:
        session.execute(update(report).where(report.c.number == number).values(**values))
    return number


def opened(stage: ConsoleStage, number: str) -> dict[str, Any]:
    with stage.house.database.read() as session:
        return reading.open_report(session, stage.house.opener, number)


def state(stage: ConsoleStage, request: str) -> tuple[str, str | None]:
    with stage.house.database.read() as session:
        row = data_rights.one(session, request)
        return row["state"], row["reason_code"]


def test_a_request_is_listed_with_its_term_and_answered(stage: ConsoleStage) -> None:
    """The answer goes out on the reporter's channel, the request is closed, and a second answer is none."""
    request, number = asked(stage, "akses"), closed(stage, "d1")
    supervisor = stage.client(SUPERVISOR)
    assert supervisor.get("/antrean/alarm").json()["counts"]["warga"] == "1"
    page = supervisor.get("/warga").text
    assert "Melihat datanya" in page and "dengan PIN" in page and "sisa" in page
    one = supervisor.get(f"/warga/{request}").text
    assert number in one and NAME not in one and "mau akses data saya" in one
    answer = post(supervisor, f"/warga/{request}", jawaban="Data Bapak/Ibu: satu laporan.", hasil="dijawab")
    assert answer.headers["location"] == f"/warga/{request}?kabar=data_dijawab"
    assert state(stage, request) == ("dijawab", None) and acts(stage, "permintaan_data_selesai") == 1
    assert "satu laporan" in supervisor.get(f"/warga/{request}").text
    assert post(supervisor, f"/warga/{request}", jawaban="Lagi.", hasil="dijawab").status_code == 409
    assert supervisor.get("/antrean/alarm").json()["counts"]["warga"] == "0"


def test_a_refusal_needs_its_reason(stage: ConsoleStage) -> None:
    """What was typed stays, and nothing is sent without one."""
    request, supervisor = asked(stage), stage.client(SUPERVISOR)
    sent = {"jawaban": "Belum dapat kami hapus.", "hasil": "ditolak"}
    refused = post(supervisor, f"/warga/{request}", **sent)
    assert refused.status_code == 422 and "Belum dapat kami hapus." in refused.text
    assert state(stage, request) == ("diterima", None)
    assert post(supervisor, f"/warga/{request}", **sent, alasan="wajib_disimpan").status_code == 303
    assert state(stage, request) == ("ditolak", "wajib_disimpan")


def test_whoever_used_no_pin_is_made_sure_of_first(stage: ConsoleStage) -> None:
    """Neither an answer nor an erasure without it; a refusal needs none."""
    request, number = asked(stage, confirmed=""), closed(stage, "d1")
    supervisor = stage.client(SUPERVISOR)
    assert "Belum dipastikan" in supervisor.get(f"/warga/{request}").text
    assert post(supervisor, f"/warga/{request}", jawaban="Baik.", hasil="dijawab").status_code == 422
    assert post(supervisor, f"/warga/{request}/hapus").status_code == 422
    assert opened(stage, number)["name"] == NAME
    assert post(supervisor, f"/warga/{request}/hapus", pasti="ya").status_code == 303
    assert "name" not in opened(stage, number)


def test_only_closed_reports_that_nobody_holds_lose_the_name(stage: ConsoleStage) -> None:
    """Out of the story too; what is worked on, held, or of somebody else stays whole."""
    gone, held = closed(stage, "d1"), closed(stage, "d2", kept_by="pengawas", kept_at=NOW)
    at_work = stage.file("d3", name=NAME)
    other = stage.file("d4", reporter="r2", name="Orang Lain")
    with stage.house.database.write() as session:
        session.execute(update(report).where(report.c.number == other).values(status="selesai"))
    request, supervisor = asked(stage), stage.client(SUPERVISOR)
    assert "Hapus dari 1 laporan" in supervisor.get(f"/warga/{request}").text
    answer = post(supervisor, f"/warga/{request}/hapus")
    assert answer.headers["location"].endswith("kabar=data_dihapus")
    assert "name" not in opened(stage, gone) and NAME not in opened(stage, gone)["narrative"]
    assert [opened(stage, number)["name"] for number in (held, at_work, other)] == [NAME, NAME, "Orang Lain"]
    assert acts(stage, "identitas_dihapus") == 1
    again = post(supervisor, f"/warga/{request}/hapus")
    assert again.headers["location"].endswith("kabar=data_tidak_ada")
    assert state(stage, request) == ("diterima", None)


def test_no_other_request_erases(stage: ConsoleStage) -> None:
    """Access, correction and withdrawal take nothing away; an unknown request is none."""
    number, supervisor = closed(stage, "d1"), stage.client(SUPERVISOR)
    for kind in ("akses", "ubah", "cabut"):
        request = asked(stage, kind, turn=kind)
        assert post(supervisor, f"/warga/{request}/hapus").status_code == 409
    assert opened(stage, number)["name"] == NAME
    assert post(supervisor, "/warga/nobody", jawaban="x").status_code == 404
    assert supervisor.get("/warga/nobody").status_code == 404


def test_a_supervisor_of_one_unit_touches_only_what_they_see(stage: ConsoleStage) -> None:
    """A report of another unit is told as a number of others, and keeps its name."""
    elsewhere = closed(stage, "d1", unit="polres-oki", kabupaten_code="16.02")
    request = asked(stage)
    with stage.house.database.write() as session:
        session.execute(
            update(operator_account)
            .where(operator_account.c.login == "pengawas")
            .values(unit="polres-lahat", named=False)
        )
    supervisor = stage.client(SUPERVISOR)
    page = supervisor.get(f"/warga/{request}").text
    assert "1 laporan lain tidak terbuka" in page and elsewhere not in page
    assert post(supervisor, f"/warga/{request}/hapus").headers["location"].endswith("data_tidak_ada")
    assert opened(stage, elsewhere)["name"] == NAME


def test_the_auditor_sees_terms_and_neither_talk_nor_form(stage: ConsoleStage) -> None:
    """Whether terms are kept is theirs to see; operators see none of it."""
    request = asked(stage)
    page = stage.client(AUDITOR).get(f"/warga/{request}").text
    assert "menunggu jawaban" in page and "mau hapus data saya" not in page and "/hapus" not in page
    assert stage.client(OPERATOR).get("/antrean/alarm").json()["counts"]["warga"] == "0"


@pytest.mark.parametrize(("hours", "told"), [(47, 0), (48, 1)])
def test_a_term_that_is_near_raises_one_alert(stage: ConsoleStage, hours: int, told: int) -> None:
    """A day before its end, once, and the answer settles it."""
    request, now = asked(stage, "akses"), NOW + timedelta(hours=hours)
    with stage.house.database.write() as session:
        assert data_rights.escalate(session, now) == told
        assert data_rights.escalate(session, now) == 0
    if told:
        supervisor = stage.client(SUPERVISOR)
        assert "hampir lewat waktu" in supervisor.get("/peringatan").text
        post(supervisor, f"/warga/{request}", jawaban="Ini datanya.", hasil="dijawab")
        with stage.house.database.read() as session:
            query = select(alert.c.seen_by).where(alert.c.kind == data_rights.LATE)
            assert session.execute(query).scalar_one() == "pengawas"


def test_the_register_itself_refuses_everybody_else(stage: ConsoleStage) -> None:
    """Whatever page may lead there one day."""
    request, office = asked(stage), stage.house.office
    for role in (OPERATOR, AUDITOR):
        other = Actor("lain", role)
        with stage.house.database.write() as session:
            with pytest.raises(NotAllowed):
                data_rights.answer(session, office, other, request, "Baik.", NOW)
            with pytest.raises(NotAllowed):
                data_rights.erase(session, office, stage.house.opener, other, request, NOW)
            if role == OPERATOR:
                with pytest.raises(NotAllowed):
                    data_rights.said_of_us(session, office, stage.house.opener, other, NOW)


def test_what_is_said_of_the_service_is_read_without_names(stage: ConsoleStage) -> None:
    """Newest first, audited, and nothing in it acts."""
    closed(stage, "d1")
    with stage.house.database.write() as session:
        said = f"terima kasih, dari {NAME} <script>alert(1)</script>"
        requests.give_feedback(session, stage.house.office.sealer, "r1", "t9", said, 5, NOW)
    page = stage.client(AUDITOR).get("/masukan").text
    assert "terima kasih" in page and "5 bintang" in page and NAME not in page and Harm(page).found == []
    assert acts(stage, "masukan_dibaca") == 1
