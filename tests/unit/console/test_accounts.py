"""Passwords changed and reset, roles changed; nobody locks the last administrator out."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from banpol.clock import ManualClock
from banpol.console import demo
from banpol.console.guard import COOKIE
from banpol.register import accounts, audit, operators, totp
from banpol.register.actors import ADMIN, OPERATOR, SUPERVISOR, Actor
from banpol.register.errors import NotAllowed
from banpol.register.operators import LastAdmin, NewAccount
from banpol.register.sql.tables import audit_entry
from tests.support.console import ConsoleStage
from tests.support.parts import NOW
from tests.unit.console.test_confirmation import post

NEW = "kuda-lumping-biru-tiga"
BOSS = Actor("admin", ADMIN)


def enter(stage: ConsoleStage, clock: ManualClock, login: str, password: str):
    """A browser that has just tried to sign in, and the answer."""
    clock.advance(30)
    client = stage.client()
    code = totp.code(demo.secret_of(login), totp.step_of(clock.now()))
    return client, client.post("/masuk", data={"nama": login, "sandi": password, "kode": code})


def changed(client, old: str, new: str, again: str = ""):
    return post(client, "/kata-sandi", lama=old, baru=new, ulang=again or new)


def test_a_password_is_changed_by_whoever_knows_it(stage: ConsoleStage, clock: ManualClock) -> None:
    """The other browser is out, this one goes on; afterwards only the new one fits."""
    client, _ = enter(stage, clock, "petugas", demo.PASSWORD)
    before = client.cookies[COOKIE]
    assert changed(client, demo.PASSWORD, NEW).status_code == 303
    assert client.cookies[COOKIE] != before and client.get("/antrean").status_code == 200
    other = stage.client()
    other.cookies.set(COOKIE, before)
    assert other.get("/antrean").headers["location"] == "/masuk"
    assert enter(stage, clock, "petugas", demo.PASSWORD)[1].status_code == 403
    assert enter(stage, clock, "petugas", NEW)[1].status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("bukan-kata-sandinya", NEW, "", "tidak cocok"),
        (demo.PASSWORD, "pendek", "", "15 sampai 256"),
        (demo.PASSWORD, demo.PASSWORD, "", "lain dari yang lama"),
        (demo.PASSWORD, "petugaspetugas2", "", "15 sampai 256"),
        (demo.PASSWORD, NEW, NEW + "x", "berbeda"),
    ],
)
def test_a_change_that_is_refused_says_why(
    stage: ConsoleStage, clock: ManualClock, old: str, new: str, again: str, words: str
) -> None:
    """And the old password stays."""
    answer = changed(stage.client(OPERATOR), old, new, again)
    assert answer.status_code == 422 and words in answer.text
    assert enter(stage, clock, "petugas", demo.PASSWORD)[1].status_code == 303


def test_guessing_the_old_password_is_delayed(stage: ConsoleStage, clock: ManualClock) -> None:
    """Five wrong ones, then not even the right one for a minute."""
    client = stage.client(OPERATOR)
    for _ in range(5):
        changed(client, "bukan-kata-sandinya", NEW)
    assert changed(client, demo.PASSWORD, NEW).status_code == 422
    clock.advance(61)
    assert changed(client, demo.PASSWORD, NEW).status_code == 303


def test_a_reset_password_opens_one_page_until_it_is_changed(stage: ConsoleStage, clock: ManualClock) -> None:
    """Shown once to the administrator; every page leads to the change, which frees them."""
    officer = stage.client(OPERATOR)
    answer = post(stage.client(ADMIN), "/admin/akun/petugas/sandi")
    given = re.search(r"<dd><code>([a-z2-9-]{23})</code>", answer.text)
    assert given and officer.get("/antrean").headers["location"] == "/masuk"
    assert enter(stage, clock, "petugas", demo.PASSWORD)[1].status_code == 403
    client, _ = enter(stage, clock, "petugas", html.unescape(given[1]))
    for address in ("/", "/antrean", "/panduan", "/laporan/BP-1"):
        assert client.get(address).headers["location"] == "/kata-sandi"
    assert post(client, "/cari", q="x").headers["location"] == "/kata-sandi"
    assert "berlaku sekali" in client.get("/kata-sandi").text
    assert changed(client, given[1], given[1]).status_code == 422
    assert changed(client, given[1], NEW).status_code == 303
    assert client.get("/antrean").status_code == 200


def test_a_new_account_must_change_its_password(stage: ConsoleStage) -> None:
    """The one that its maker saw is good for signing in once."""
    post(stage.client(ADMIN), "/admin/akun", nama="sari", peran="operator")
    with stage.house.database.read() as session:
        assert operators.find(session, "sari").must_change


def test_a_role_counts_from_the_next_click_and_is_written_down(stage: ConsoleStage) -> None:
    """Sessions end; who changed what from what to what stands in the audit chain."""
    officer, admin = stage.client(OPERATOR), stage.client(ADMIN)
    new = {"peran": "auditor", "satuan": "polres-oki", "khusus": "ya"}
    assert post(admin, "/admin/akun/petugas/peran", **new).headers["location"] == "/admin?kabar=peran_diubah"
    assert officer.get("/antrean").headers["location"] == "/masuk"
    with stage.house.database.read() as session:
        row = operators.find(session, "petugas")
        entry = session.execute(select(audit_entry).where(audit_entry.c.act == "peran_diubah")).one()
        assert audit.verify(session, stage.house.keys.audit_key) > 0
    assert (row.role, row.unit, row.named) == ("auditor", "polres-oki", True)
    assert (entry.actor, entry.subject) == ("admin", "petugas") and '"dari":"operator"' in entry.detail


@pytest.mark.parametrize("what", ["peran", "sandi", ""])
def test_nobody_changes_their_own_account(stage: ConsoleStage, what: str) -> None:
    """Neither role, nor password by reset, nor whether it is open."""
    answer = post(stage.client(ADMIN), f"/admin/akun/admin/{what}".rstrip("/"), peran="operator")
    assert answer.status_code == 422 and "akun Anda sendiri" in answer.text


@pytest.mark.parametrize("new", [{"peran": "raja"}, {"peran": "operator", "satuan": "tidak-ada"}])
def test_a_role_or_unit_that_is_none_is_refused(stage: ConsoleStage, new: dict[str, str]) -> None:
    """With a sentence, and nothing changes."""
    assert post(stage.client(ADMIN), "/admin/akun/petugas/peran", **new).status_code == 422
    with stage.house.database.read() as session:
        assert operators.find(session, "petugas").role == OPERATOR


def test_two_administrators_cannot_remove_each_other(stage: ConsoleStage) -> None:
    """The second one's form was open already: the role it needs is gone, and the last one stays."""
    house = stage.house
    with house.database.write() as session:
        operators.add(session, house.keys, NewAccount("admin2", ADMIN, NEW), by="admin", now=NOW)
        accounts.change_role(
            session, house.keys, "admin", OPERATOR, None, False, by=Actor("admin2", ADMIN), now=NOW
        )
        with pytest.raises(NotAllowed):
            accounts.change_role(session, house.keys, "admin2", OPERATOR, None, False, by=BOSS, now=NOW)
    with house.database.write() as session, pytest.raises(LastAdmin):
        operators.set_active(session, house.keys, "admin2", False, by="cli:root", now=NOW)
    with house.database.write() as session, pytest.raises(NotAllowed):
        accounts.reset_password(session, house.keys, "admin2", by=Actor("pengawas", SUPERVISOR), now=NOW)
