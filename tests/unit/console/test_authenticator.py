"""A lost telephone: somebody else resets it, and its owner alone sees the new secret."""

from __future__ import annotations

import base64
import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from banpol import wiring
from banpol.cli.main import app
from banpol.clock import ManualClock
from banpol.console import demo
from banpol.console.guard import COOKIE
from banpol.register import operators, totp
from banpol.register.actors import ADMIN, OPERATOR
from tests.support.console import ConsoleStage
from tests.unit.console.test_accounts import NEW
from tests.unit.console.test_confirmation import acts, post


def reset(stage: ConsoleStage, login: str = "petugas") -> str:
    """The set-up code that the administrator reads out."""
    answer = post(stage.client(ADMIN), f"/admin/akun/{login}/autentikator")
    found = re.search(r"<dd><code>(\d{4}-\d{4}-\d{4})</code>", answer.text)
    assert found, answer.text
    return found[1]


def enter(stage: ConsoleStage, code: str, password: str = demo.PASSWORD) -> TestClient:
    """A browser that has tried to sign in as the officer."""
    client = stage.client()
    client.post("/masuk", data={"nama": "petugas", "sandi": password, "kode": code})
    return client


def secret_on(page: str) -> bytes:
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page)
    assert found, page
    text = found[1].replace(" ", "")
    return base64.b32decode(text + "=" * (-len(text) % 8))


def app_code(secret: bytes, clock: ManualClock) -> str:
    return totp.code(secret, totp.step_of(clock.now()))


def test_the_owner_sets_it_up_anew_and_goes_on(stage: ConsoleStage, clock: ManualClock) -> None:
    """Sessions end; the code opens one page; with the app's code everything opens, and only that app's."""
    officer = stage.client(OPERATOR)
    code = reset(stage)
    assert officer.get("/antrean").headers["location"] == "/masuk"
    client = enter(stage, code)
    for address in ("/", "/antrean", "/kata-sandi", "/laporan/BP-1"):
        assert client.get(address).headers["location"] == "/autentikator"
    page = client.get("/autentikator")
    assert "data-key" not in page.text and "lonceng.js" not in page.text
    secret, before = secret_on(page.text), client.cookies[COOKIE]
    assert post(client, "/autentikator", kode="000000").status_code == 422
    assert post(client, "/autentikator", kode=app_code(secret, clock)).headers["location"] == "/"
    assert client.cookies[COOKIE] != before and client.get("/antrean").status_code == 200
    assert client.get("/autentikator").headers["location"] == "/"
    clock.advance(30)
    assert COOKIE in enter(stage, app_code(secret, clock)).cookies
    assert acts(stage, "autentikator_disetel_ulang") == 1 and acts(stage, "autentikator_dipasang") == 1


def test_neither_the_old_app_nor_the_code_alone_opens_anything(
    stage: ConsoleStage, clock: ManualClock
) -> None:
    """The lost telephone is worth nothing from then on; the code needs the password beside it."""
    code = reset(stage)
    clock.advance(30)
    assert COOKIE not in enter(stage, app_code(demo.secret_of("petugas"), clock)).cookies
    assert COOKIE not in enter(stage, code, "bukan-kata-sandinya").cookies
    assert COOKIE not in enter(stage, "1234-5678-9012").cookies
    assert COOKIE in enter(stage, code.replace("-", " ")).cookies


def test_the_code_ends_with_the_set_up_or_after_a_day(stage: ConsoleStage, clock: ManualClock) -> None:
    """Once the app is set up nobody comes in with it, nor does anybody a day later."""
    code = reset(stage)
    client = enter(stage, code)
    assert post(client, "/autentikator", kode=app_code(secret_on(client.get("/autentikator").text), clock))
    assert COOKIE not in enter(stage, code).cookies
    clock.advance(60)
    late = reset(stage)
    clock.advance(24 * 3600)
    assert COOKIE not in enter(stage, late).cookies


def test_each_sign_in_with_the_code_shows_another_secret(stage: ConsoleStage, clock: ManualClock) -> None:
    """Whoever looked at an earlier one is out and has read something worthless."""
    code = reset(stage)
    first = enter(stage, code)
    read = secret_on(first.get("/autentikator").text)
    second = enter(stage, code)
    assert secret_on(second.get("/autentikator").text) != read
    assert first.get("/autentikator").headers["location"] == "/masuk"
    assert post(second, "/autentikator", kode=app_code(read, clock)).status_code == 422


def test_guessing_during_the_set_up_is_delayed(stage: ConsoleStage, clock: ManualClock) -> None:
    """Five wrong codes, then not even the right one for a minute."""
    client = enter(stage, reset(stage))
    secret = secret_on(client.get("/autentikator").text)
    for _ in range(operators.FAILURES):
        post(client, "/autentikator", kode="000000")
    assert post(client, "/autentikator", kode=app_code(secret, clock)).status_code == 422
    clock.advance(61)
    assert post(client, "/autentikator", kode=app_code(secret, clock)).status_code == 303


def test_nobody_resets_their_own(stage: ConsoleStage) -> None:
    """Not even an administrator; their sessions stay."""
    admin = stage.client(ADMIN)
    answer = post(admin, "/admin/akun/admin/autentikator")
    assert answer.status_code == 422 and "akun Anda sendiri" in answer.text
    assert admin.get("/admin").status_code == 200


def test_a_new_account_sets_up_its_app_and_changes_its_password(
    stage: ConsoleStage, clock: ManualClock
) -> None:
    """In this order; nobody but its owner ever sees the secret."""
    made = post(stage.client(ADMIN), "/admin/akun", nama="sari", peran="operator").text
    password, code = (html.unescape(found) for found in re.findall(r"<dd><code>([a-z\d-]+)</code>", made))
    client = stage.client()
    client.post("/masuk", data={"nama": "sari", "sandi": password, "kode": code})
    page = client.get("/autentikator").text
    assert post(client, "/autentikator", kode=app_code(secret_on(page), clock)).status_code == 303
    assert client.get("/").headers["location"] == "/kata-sandi"
    assert post(client, "/kata-sandi", lama=password, baru=NEW, ulang=NEW).status_code == 303
    assert client.get("/antrean").status_code == 200


def test_the_last_administrator_is_helped_at_the_machine(
    stage: ConsoleStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the keys at hand; it is written down and told like any other."""
    keys: Any = type("Keys", (), {"ring": lambda *_: stage.house.keys.ring})()
    keys.audit_key = lambda: stage.house.keys.audit_key
    found = {"keys": keys, "database": stage.house.database, "clock": stage.house.clock}
    for name, value in found.items():
        monkeypatch.setattr(wiring, name, lambda value=value: value)
    answer = CliRunner().invoke(app, ["operator", "reset-authenticator", "admin"])
    assert answer.exit_code == 0 and re.search(r"\d{4}-\d{4}-\d{4}", answer.output)
    assert "Autentikator disetel ulang" in stage.client("auditor").get("/perubahan-akun").text
