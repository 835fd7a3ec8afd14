"""What administrators do to accounts is seen, and looked into, by others than whom it is about."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from banpol.console import demo
from banpol.console.guard import COOKIE
from banpol.register import alerting, alerts, operators
from banpol.register.actors import ADMIN, AUDITOR, OPERATOR, SUPERVISOR
from banpol.register.operators import NewAccount
from banpol.register.sql.tables import alert
from tests.support.console import ConsoleStage
from tests.support.parts import NOW
from tests.unit.console.test_accounts import NEW
from tests.unit.console.test_confirmation import acts, post


def waiting(stage: ConsoleStage) -> list[str]:
    """Causes of the alerts about accounts that nobody has looked into."""
    with stage.house.database.read() as session:
        query = select(alert.c.cause_id).where(alert.c.kind == alerts.ACCOUNT, alert.c.seen_at.is_(None))
        return list(session.execute(query).scalars())


def buttons(page: str) -> list[str]:
    return re.findall(r'action="(/perubahan-akun/\d+)"', page)


@pytest.mark.parametrize(
    ("address", "sent", "told"),
    [
        ("/admin/akun", {"nama": "sari", "peran": "operator"}, 0),
        ("/admin/akun", {"nama": "sari", "peran": "operator", "khusus": "ya"}, 1),
        ("/admin/akun", {"nama": "sari", "peran": "supervisor"}, 1),
        ("/admin/akun", {"nama": "sari", "peran": "auditor"}, 1),
        ("/admin/akun", {"nama": "sari", "peran": "admin"}, 1),
        ("/admin/akun/petugas/peran", {"peran": "supervisor"}, 1),
        ("/admin/akun/pengawas/peran", {"peran": "operator"}, 1),
        ("/admin/akun/petugas/sandi", {}, 1),
        ("/admin/akun/petugas/autentikator", {}, 1),
        ("/admin/akun/petugas", {"aktif": "tidak"}, 0),
        ("/admin/akun/petugas", {"aktif": "ya"}, 1),
    ],
)
def test_what_gives_power_is_told_to_others(
    stage: ConsoleStage, address: str, sent: dict[str, str], told: int
) -> None:
    """Each change stands in the list; those after which somebody can do more wait to be looked into."""
    post(stage.client(ADMIN), address, **sent)
    assert len(waiting(stage)) == told
    page = stage.client(AUDITOR).get("/perubahan-akun").text
    assert len(buttons(page)) == told and "<td>admin</td>" in page
    assert ("Akun dibuat atau diubah" in stage.client(AUDITOR).get("/peringatan").text) == bool(told)
    if sent.get("peran") != "supervisor" or "petugas" not in address:
        assert "Akun dibuat atau diubah" not in stage.client(OPERATOR).get("/peringatan").text


def test_whose_account_it_is_cannot_look_into_it(stage: ConsoleStage) -> None:
    """Whoever was raised has a page without the button and is refused; another's look settles it, once."""
    post(stage.client(ADMIN), "/admin/akun/petugas/peran", peran="supervisor")
    [cause] = waiting(stage)
    address = f"/perubahan-akun/{cause.removeprefix('akun:')}"
    with stage.house.database.read() as session:
        raised = stage.client()
        assert operators.find(session, "petugas").role == SUPERVISOR
    raised.cookies.set(COOKIE, stage.token("petugas"), domain="127.0.0.1")
    assert buttons(raised.get("/perubahan-akun").text) == []
    assert post(raised, address).status_code == 403 and waiting(stage) == [cause]
    auditor = stage.client(AUDITOR)
    assert buttons(auditor.get("/perubahan-akun").text) == [address]
    assert post(auditor, address).headers["location"] == "/perubahan-akun?kabar=akun_diperiksa"
    assert waiting(stage) == [] and post(auditor, address).status_code == 303
    assert acts(stage, "perubahan_akun_diperiksa") == 1
    assert "auditor, " in stage.client(ADMIN).get("/perubahan-akun").text


def test_who_made_a_change_cannot_look_into_it_in_another_role(stage: ConsoleStage) -> None:
    """An administrator who has become an auditor meanwhile still did it."""
    house = stage.house
    post(stage.client(ADMIN), "/admin/akun/petugas/sandi")
    with house.database.write() as session:
        operators.add(session, house.keys, NewAccount("admin2", ADMIN, NEW), by="cli:root", now=NOW)
    second = stage.client()
    second.cookies.set(COOKIE, stage.token("admin2"), domain="127.0.0.1")
    post(second, "/admin/akun/admin/peran", peran="auditor")
    mine, of_me = sorted(waiting(stage), key=lambda cause: int(cause.removeprefix("akun:")))
    made = stage.client()
    made.cookies.set(COOKIE, stage.token(demo.LOGINS[ADMIN]), domain="127.0.0.1")
    for cause in (mine, of_me):
        assert post(made, f"/perubahan-akun/{cause.removeprefix('akun:')}").status_code == 403


def test_a_click_on_the_alert_does_not_settle_it(stage: ConsoleStage) -> None:
    """Somebody must look; and no number that is none is a change."""
    post(stage.client(ADMIN), "/admin/akun/petugas/sandi")
    supervisor = stage.client(SUPERVISOR)
    with stage.house.database.read() as session:
        alert_id = session.execute(select(alert.c.id).where(alert.c.kind == alerts.ACCOUNT)).scalar_one()
    post(supervisor, f"/peringatan/{alert_id}")
    assert len(waiting(stage)) == 1
    for seq in ("0", "999", "x", "1"):
        assert post(supervisor, f"/perubahan-akun/{seq}").status_code == 404


def test_the_alert_leaves_the_house_without_a_name(stage: ConsoleStage) -> None:
    """Kind, urgency, moment and a link; not whose account."""
    sent: list[alerting.Message] = []
    post(stage.client(ADMIN), "/admin/akun/petugas/sandi")
    senders = {alerting.MAIL: lambda _address, message: sent.append(message)}
    to = alerting.Recipients(mails=("auditor@contoh.test",))
    alerting.run_once(stage.house.database, to, senders, "https://konsol.test", NOW, NOW.timestamp())
    [message] = sent
    assert message.link == "https://konsol.test/perubahan-akun" and message.kind == "akun_berubah"
    assert "petugas" not in str(message)
