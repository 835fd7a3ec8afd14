"""A session's token is a new one after signing in and after a fresh code, and forms opened before go on."""

from __future__ import annotations

from banpol.clock import ManualClock
from banpol.console import demo
from banpol.console.guard import COOKIE
from banpol.console.guard_token import still_signed_in
from banpol.console.house import Visit
from banpol.register import sessions
from banpol.register.actors import OPERATOR, SUPERVISOR
from tests.support.console import ConsoleStage, csrf_of
from tests.unit.console.test_confirmation import code, post


def test_signing_in_never_takes_a_token_that_was_there(stage: ConsoleStage, clock: ManualClock) -> None:
    """Neither one that somebody planted, nor one of a session that is open."""
    for planted in ("ditanam", stage.token("pengawas2")):
        client = stage.client()
        client.cookies.set(COOKIE, planted, domain="127.0.0.1")
        clock.advance(30)
        fields = {"nama": "pengawas", "sandi": demo.PASSWORD, "kode": code(clock)}
        answer = client.post("/masuk", data=fields)
        assert answer.status_code == 303 and f"{COOKIE}={planted}" not in answer.headers["set-cookie"]
        with stage.house.database.read() as session:
            found = sessions.look_up(session, planted, clock.now())
        assert found is None or found.actor.id == "pengawas2"


def test_a_fresh_code_changes_the_token(stage: ConsoleStage, clock: ManualClock) -> None:
    """Whoever copied the old one before cannot do what the code was given for, nor anything else."""
    client = stage.client(SUPERVISOR, confirmed=False)
    old, other_tab = client.cookies[COOKIE], csrf_of(client.cookies[COOKIE])
    assert post(client, "/ekspor/csv", kode="000000").status_code == 403 and client.cookies[COOKIE] == old
    answer = post(client, "/ekspor/csv", kode=code(clock))
    assert "content-disposition" in answer.headers and client.cookies[COOKIE] != old
    for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert part in answer.headers["set-cookie"]
    thief = stage.client()
    thief.cookies.set(COOKIE, old)
    assert thief.get("/antrean").headers["location"] == "/masuk"
    # A form that stood open in another tab meanwhile is still good.
    assert client.post("/cari", data={"csrf": other_tab, "q": "motor"}).status_code == 200
    assert client.post("/ekspor/csv", data={"csrf": other_tab}).headers["content-disposition"]


def test_an_open_stream_outlives_the_change_and_not_the_session(stage: ConsoleStage) -> None:
    """The bell of other tabs goes on after a code, and ends with the session."""
    token, house = stage.token("pengawas", confirmed=False), stage.house
    with house.database.read() as session:
        found = sessions.look_up(session, token, house.clock.now())
    assert found
    welcome = still_signed_in(Visit(None, house, house.clock.now(), found))  # type: ignore[arg-type]
    with house.database.write() as session:
        renewed = sessions.confirm(session, found.token_hash, house.clock.now())
    assert welcome()
    with house.database.write() as session:
        sessions.end(session, sessions.hashed(renewed))
    assert not welcome()


def test_a_tab_that_lost_its_way_is_led_back(stage: ConsoleStage) -> None:
    """Whoever is signed in needs no sign-in page."""
    assert stage.client(OPERATOR).get("/masuk").headers["location"] == "/"
