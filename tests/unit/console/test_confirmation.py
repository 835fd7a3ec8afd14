"""Exports, identity openings and admin changes ask for a fresh code, five minutes at most before the deed."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from banpol.clock import ManualClock
from banpol.console import demo
from banpol.console.routes import PAGES
from banpol.register import audit, totp
from banpol.register.actors import ADMIN, SUPERVISOR
from banpol.register.sql.tables import audit_entry
from tests.support.console import ConsoleStage, written_csrf
from tests.support.harm import Harm

WEIGHTY = {
    "/laporan/{number}/identitas/lihat",
    "/permintaan/{asked}/putusan",
    "/ekspor/{form}",
    "/warga/{asked}/hapus",
    "/laporan/{number}/berkas",
    "/admin/akun",
    "/admin/akun/{login}",
    "/admin/akun/{login}/peran",
    "/admin/akun/{login}/sandi",
    "/admin/akun/{login}/autentikator",
    "/admin/tabel/{name}",
}


def post(client: TestClient, address: str, **sent: str):
    return client.post(address, data={"csrf": written_csrf(client), **sent})


def code(clock: ManualClock, role: str = SUPERVISOR) -> str:
    return totp.code(demo.secret_of(demo.LOGINS[role]), totp.step_of(clock.now()))


def acts(stage: ConsoleStage, act: str) -> int:
    with stage.house.database.read() as session:
        query = select(func.count()).where(audit_entry.c.act == act)
        return int(session.execute(query).scalar_one())


def test_the_deeds_of_weight_are_those_that_were_agreed() -> None:
    """A route that leaves out its code, or gains one, must be written here too."""
    assert {page.path for page in PAGES if page.weighs} == WEIGHTY
    assert {page.method for page in PAGES if page.weighs} == {"POST"}


@pytest.mark.parametrize("path", sorted(WEIGHTY))
def test_without_a_fresh_code_nothing_happens(stage: ConsoleStage, path: str) -> None:
    """The page that asks for it, and not one entry more in the audit chain."""
    names = {"number": stage.file("d1"), "asked": "a", "form": "csv", "login": "petugas", "name": "tenggat"}
    client = stage.client(ADMIN if path.startswith("/admin") else SUPERVISOR, confirmed=False)
    with stage.house.database.read() as session:
        before = audit.chain_head(session)
    answer = post(client, path.format(**names))
    assert answer.status_code == 200 and "Kode sekali lagi" in answer.text
    with stage.house.database.read() as session:
        assert audit.chain_head(session) == before


def test_the_code_carries_the_deed_out_and_holds_for_five_minutes(
    stage: ConsoleStage, clock: ManualClock
) -> None:
    """The form is kept while the code is typed; the next deeds need none, until it is too old."""
    stage.file("d1")
    client = stage.client(SUPERVISOR, confirmed=False)
    asked = post(client, "/ekspor/csv", dari="2026-11-01", jenis='"><script>x</script>')
    assert 'name="dari"' in asked.text and "2026-11-01" in asked.text and Harm(asked.text).found == []
    sent = {
        n: html.unescape(v)
        for n, v in re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', asked.text, re.S)
    }
    assert sent == {"dari": "2026-11-01", "jenis": '"><script>x</script>'}
    assert post(client, "/ekspor/csv", dari="2026-11-01", kode=code(clock)).headers["content-disposition"]
    clock.advance(299)
    assert post(client, "/ekspor/csv").status_code == 200
    clock.advance(1)
    assert "Kode sekali lagi" in post(client, "/ekspor/csv").text
    assert acts(stage, "daftar_diekspor") == 2 and acts(stage, "kode_diberikan") == 1


def test_a_code_that_was_used_or_is_wrong_opens_nothing(stage: ConsoleStage, clock: ManualClock) -> None:
    """The one of the sign-in neither; five wrong ones delay the account like failed sign-ins."""
    client = stage.client()
    fields = {"nama": "pengawas", "sandi": demo.PASSWORD, "kode": code(clock)}
    assert client.post("/masuk", data=fields).status_code == 303
    assert "Kode sekali lagi" in post(client, "/ekspor/csv").text
    assert "tidak cocok" in post(client, "/ekspor/csv", kode=code(clock)).text
    for _ in range(4):
        assert post(client, "/ekspor/csv", kode="000000").status_code == 403
    clock.advance(30)
    assert post(client, "/ekspor/csv", kode=code(clock)).status_code == 403
    clock.advance(60)
    assert post(client, "/ekspor/csv", kode=code(clock)).headers["content-disposition"]


def test_a_code_of_one_session_is_none_of_another(stage: ConsoleStage, clock: ManualClock) -> None:
    """A later sign-in begins without one."""
    first = stage.client(SUPERVISOR, confirmed=True)
    assert "content-disposition" in post(first, "/ekspor/csv").headers
    assert "Kode sekali lagi" in post(stage.client(SUPERVISOR, confirmed=False), "/ekspor/csv").text


def test_only_a_demonstration_shows_its_code(stage: ConsoleStage, clock: ManualClock) -> None:
    """There nobody has an app; in service the page must never help whoever found an open session."""
    client = stage.client(SUPERVISOR, confirmed=False)
    assert code(clock) in post(client, "/ekspor/csv").text
    stage.house = replace(stage.house, demo=False)
    client = stage.client(SUPERVISOR, confirmed=False)
    assert code(clock) not in post(client, "/ekspor/csv").text
