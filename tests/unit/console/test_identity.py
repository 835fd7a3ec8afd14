"""A reporter's identity over the pages: asked, decided by another, seen until it ends, audited."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from banpol.clock import ManualClock
from banpol.console.guard import COOKIE
from banpol.post import aliases
from banpol.register.actors import AUDITOR, OPERATOR, SUPERVISOR
from banpol.register.sql.tables import audit_entry
from tests.support.console import ConsoleStage, csrf_of
from tests.support.parts import NOW

PHONE = "6281200001234"
WHY = "korban perlu dijemput malam ini juga"
ASKED = {"nama": "ya", "nomor": "ya", "dasar": "persetujuan", "alasan": WHY}


def post(client: TestClient, address: str, **fields: str):
    return client.post(address, data={"csrf": csrf_of(client.cookies[COOKIE]), **fields})


@pytest.fixture
def number(stage: ConsoleStage) -> str:
    """A report whose reporter has a name and a number."""
    house = stage.house
    with house.database.write() as session:
        who = {"phone": PHONE, "user_id": None, "now": NOW}
        reporter = aliases.reporter_for(session, house.keys.ring, house.blind, "whatsapp", **who)
    return stage.file("d1", reporter=reporter, name="Sutarjo Hadi", narrative="saya Sutarjo, motor hilang")


def seen(client: TestClient, number: str) -> str:
    return post(client, f"/laporan/{number}/identitas/lihat").text


def the_request(client: TestClient) -> str:
    return re.findall(r'action="/permintaan/(\w+)/putusan"', client.get("/permintaan").text)[0]


def acts(stage: ConsoleStage) -> list[str]:
    with stage.house.database.read() as session:
        query = select(audit_entry.c.act).where(audit_entry.c.act.startswith("identitas"))
        return list(session.execute(query.order_by(audit_entry.c.seq)).scalars())


def test_the_way_of_an_identity(stage: ConsoleStage, number: str, clock: ManualClock) -> None:
    """Hidden, asked, approved by another, seen, ended after a day; each step is an entry of the audit."""
    one, two = stage.client(OPERATOR), stage.client(SUPERVISOR)
    assert "Sutarjo" not in one.get(f"/laporan/{number}").text and PHONE not in seen(one, number)
    assert post(one, f"/laporan/{number}/identitas", cara="minta", **ASKED).status_code == 303
    assert "menunggu keputusan" in one.get(f"/laporan/{number}").text
    assert PHONE not in seen(one, number)
    assert WHY in two.get("/permintaan").text
    asked = the_request(two)
    answer = post(two, f"/permintaan/{asked}/putusan", putusan="setuju", alasan="sesuai prosedur")
    assert answer.status_code == 303
    page = seen(one, number)
    assert "Sutarjo Hadi" in page and f"+{PHONE}" in page
    assert "Sutarjo" not in one.get(f"/laporan/{number}").text
    assert PHONE not in seen(two, number)
    clock.advance(24 * 3600)
    assert PHONE not in seen(stage.client(OPERATOR), number)
    assert acts(stage) == ["identitas_diminta", "identitas_disetujui", "identitas_dilihat"]


def test_nobody_decides_for_themselves(stage: ConsoleStage, number: str) -> None:
    """One's own request is not in the list and is refused by its address; another's word opens it."""
    one = stage.client(SUPERVISOR)
    post(one, f"/laporan/{number}/identitas", cara="minta", **ASKED)
    assert "/putusan" not in one.get("/permintaan").text
    other = stage.client()
    other.cookies.set(COOKIE, stage.token("pengawas2"))
    asked = the_request(other)
    for putusan in ("setuju", "tolak"):
        assert post(one, f"/permintaan/{asked}/putusan", putusan=putusan, alasan="x").status_code == 403
    assert post(other, f"/permintaan/{asked}/putusan", putusan="tolak", alasan=" ").status_code == 422
    assert post(other, f"/permintaan/{asked}/putusan", putusan="setuju", alasan="ya").status_code == 303
    assert PHONE in seen(one, number)
    assert post(one, f"/permintaan/{asked}/cabut").status_code == 303
    assert PHONE not in seen(one, number)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"alasan": "x" * 19}, "Tulis alasannya"),
        ({"dasar": "iseng"}, "Pilihannya tidak dikenal"),
        ({"nama": "", "nomor": ""}, "Pilihannya tidak dikenal"),
        ({"dasar": "penyidikan"}, "perlu nomor surat"),
    ],
)
def test_a_request_without_ground_is_refused(
    stage: ConsoleStage, number: str, wrong: dict[str, str], sentence: str
) -> None:
    """With what was typed still there, and nothing asked."""
    form = {"cara": "minta", **ASKED, **wrong}
    answer = post(stage.client(OPERATOR), f"/laporan/{number}/identitas", **form)
    assert answer.status_code == 422 and sentence in answer.text
    assert form["alasan"] + "</textarea>" in answer.text and acts(stage) == []


def test_danger_to_life_opens_at_once_and_is_reviewed_by_another(stage: ConsoleStage, number: str) -> None:
    """Other grounds do not; an auditor sees the opening and marks it as looked into."""
    one, two = stage.client(OPERATOR), stage.client(AUDITOR)
    assert post(one, f"/laporan/{number}/identitas", cara="darurat", **ASKED).status_code == 403
    form = {**ASKED, "dasar": "bahaya"}
    assert post(one, f"/laporan/{number}/identitas", cara="darurat", **form).status_code == 303
    assert PHONE in seen(one, number)
    page = two.get("/permintaan").text
    assert WHY in page and PHONE not in page
    asked = re.findall(r'action="/permintaan/(\w+)/tinjauan"', page)[0]
    assert post(two, f"/permintaan/{asked}/tinjauan").status_code == 303
    assert WHY not in two.get("/permintaan").text
