"""In with name, password and code; what is wrong looks the same; sessions end when they should."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from banpol.clock import ManualClock
from banpol.console import demo
from banpol.console.guard import COOKIE
from banpol.register import audit, operators, passwords, sessions, totp
from banpol.register.actors import OPERATOR
from banpol.register.operators import AccountRefused, NewAccount
from banpol.register.passwords import WeakPassword
from tests.support.console import ConsoleStage


def code(clock: ManualClock, login: str = "petugas", step: int = 0) -> str:
    return totp.code(demo.secret_of(login), totp.step_of(clock.now()) + step)


def enter(client: TestClient, given: str, login: str = "petugas", password: str = demo.PASSWORD) -> int:
    fields = {"nama": login, "sandi": password, "kode": given}
    return client.post("/masuk", data=fields).status_code


def test_the_right_three_open_the_queue(stage: ConsoleStage, clock: ManualClock) -> None:
    """The cookie holds nothing but a token that scripts and other pages cannot read."""
    client = stage.client()
    answer = client.post("/masuk", data={"nama": " PETUGAS ", "sandi": demo.PASSWORD, "kode": code(clock)})
    assert answer.status_code == 303
    for part in (COOKIE, "HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert part in answer.headers["set-cookie"]
    assert client.get("/antrean").status_code == 200
    with stage.house.database.read() as session:
        assert audit.verify(session, stage.house.keys.audit_key) > 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"login": "siapa"},
        {"password": "bukan-kata-sandinya"},
        {"given": "000000"},
        {"given": ""},
        {"given": "kode\ud800"},
        {"login": "p\u0435tugas"},
        {"password": "x" * 10_000},
        {"login": "' OR 1=1 --"},
    ],
)
def test_every_failure_looks_the_same(stage: ConsoleStage, clock: ManualClock, wrong: dict[str, str]) -> None:
    """403 and no cookie, whatever of the three was wrong."""
    client = stage.client()
    fields = {"login": "petugas", "password": demo.PASSWORD, "given": code(clock), **wrong}
    body = {"nama": fields["login"], "sandi": fields["password"], "kode": fields["given"]}
    sent = {key: value.encode("utf-8", "surrogatepass") for key, value in body.items()}
    answer = client.post("/masuk", data=sent)
    assert (answer.status_code, COOKIE in client.cookies) == (403, False)
    assert "tidak cocok" in answer.text


def test_a_code_is_accepted_once(stage: ConsoleStage, clock: ManualClock) -> None:
    """Neither again nor an older one; the next one is fine."""
    assert enter(stage.client(), code(clock)) == 303
    assert enter(stage.client(), code(clock)) == 403
    assert enter(stage.client(), code(clock, step=-1)) == 403
    clock.advance(30)
    assert enter(stage.client(), code(clock)) == 303


def test_five_failures_delay_and_never_lock(stage: ConsoleStage, clock: ManualClock) -> None:
    """For a minute even the right code waits; then it is taken."""
    for _ in range(operators.FAILURES):
        assert enter(stage.client(), "000000") == 403
    assert enter(stage.client(), code(clock)) == 403
    clock.advance(61)
    assert enter(stage.client(), code(clock)) == 303


def test_twenty_tries_from_one_address_are_enough(stage: ConsoleStage) -> None:
    """A header that claims another address changes nothing."""
    client = stage.client()
    found = []
    for count in range(21):
        client.headers["x-forwarded-for"] = f"10.0.0.{count}"
        found.append(enter(client, "000000", login=f"siapa{count}"))
    assert found[-1] == 429 and 429 not in found[:20]


@pytest.mark.parametrize(("passed", "status"), [(14 * 60, 200), (15 * 60, 303)])
def test_an_idle_session_ends(stage: ConsoleStage, clock: ManualClock, passed: int, status: int) -> None:
    """After 15 minutes without a person."""
    client = stage.client(OPERATOR)
    clock.advance(passed)
    assert client.get("/antrean").status_code == status


def test_a_queue_that_refreshes_itself_is_nobody_at_the_desk(stage: ConsoleStage, clock: ManualClock) -> None:
    """Its own requests do not keep the session open."""
    client = stage.client(OPERATOR)
    for _ in range(3):
        clock.advance(5 * 60)
        answer = client.get("/antrean/data")
    assert answer.status_code == 303


def test_a_session_ends_after_eight_hours_of_work(stage: ConsoleStage, clock: ManualClock) -> None:
    """However busy."""
    client = stage.client(OPERATOR)
    statuses = []
    for _ in range(8 * 6):
        clock.advance(10 * 60)
        statuses.append(client.get("/panduan").status_code)
    assert statuses == [200] * 47 + [303]


def test_a_second_sign_in_ends_the_first_and_leaving_ends_all(stage: ConsoleStage) -> None:
    """One session a person; a token stolen before leaving is worth nothing after."""
    first, second = stage.client(OPERATOR), stage.client(OPERATOR)
    assert first.get("/antrean").status_code == 303
    token = second.cookies[COOKIE]
    page = second.get("/antrean").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    answer = second.post("/keluar", data={"csrf": csrf})
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    with stage.house.database.read() as session:
        assert sessions.look_up(session, token, stage.house.clock.now()) is None


@pytest.mark.parametrize(
    ("login", "password", "role"),
    [
        ("petugas", "kalimat yang panjang", "operator"),
        ("Budi", "kalimat yang panjang", "operator"),
        ("budi", "kalimat yang panjang", "raja"),
        ("budi", "pendek", "operator"),
        ("budi", "a" * 30, "operator"),
        ("budi", "x1" * 200, "operator"),
        ("budisantoso.sekali", "budisantoso.sekali", "operator"),
    ],
)
def test_accounts_that_are_refused(stage: ConsoleStage, login: str, password: str, role: str) -> None:
    """Taken or odd names, unknown roles, weak passwords."""
    with pytest.raises((AccountRefused, WeakPassword)):
        with stage.house.database.write() as session:
            account = NewAccount(login, role, password)
            operators.add(session, stage.house.keys, account, by="t", now=stage.house.clock.now())


def test_a_password_is_kept_as_a_hash() -> None:
    """With its own salt, and composed or not it is the same word."""
    one, two = passwords.hashed("kafé kafé kafé kafé"), passwords.hashed("kafé kafé kafé kafé")
    assert one != two and "m=19456,t=2,p=1" in one
    assert passwords.fits("kafe\u0301 kafe\u0301 kafe\u0301 kafe\u0301", one)
    assert not passwords.fits("kafe kafe kafe kafe", one)
