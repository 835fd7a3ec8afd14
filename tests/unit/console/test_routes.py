"""Every page × role × method answers as the one table says, and there is no page beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import banpol.console
from banpol.console.app import web_app
from banpol.console.guard import COOKIE
from banpol.console.navigation import ENTRIES
from banpol.console.routes import PAGES
from banpol.register.actors import ROLES
from tests.support.console import ConsoleStage, csrf_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
STREAM = "/antrean/langsung"
# Signing in without a password is refused by the page itself, and signing out leads to the sign-in page.
OF_ITSELF = {"POST /masuk": "refused", "POST /keluar": "sign in"}
# What each role may ask for, written down a second time on purpose: a slip in the table shows here.
WHO = {
    "GET /": "operator supervisor auditor admin",
    "GET /masuk": "everybody",
    "POST /masuk": "everybody",
    "POST /keluar": "operator supervisor auditor admin",
    "GET /antrean": "operator supervisor auditor",
    "GET /antrean/data": "operator supervisor auditor",
    "GET /antrean/alarm": "operator supervisor auditor",
    "GET /antrean/langsung": "operator supervisor auditor",
    "GET /cari": "operator supervisor auditor",
    "POST /cari": "operator supervisor auditor",
    "GET /peta": "operator supervisor auditor",
    "GET /laporan-baru": "operator supervisor",
    "POST /laporan-baru": "operator supervisor",
    "GET /belum-selesai": "operator supervisor",
    "GET /belum-selesai/{draft_id}": "operator supervisor",
    "POST /belum-selesai/{draft_id}/catat": "operator supervisor",
    "POST /belum-selesai/{draft_id}/percakapan": "operator supervisor",
    "GET /percakapan": "operator supervisor",
    "GET /percakapan/{talk_id}": "operator supervisor",
    "POST /percakapan/{talk_id}": "operator supervisor",
    "POST /percakapan/{talk_id}/balas": "operator supervisor",
    "GET /laporan/{number}": "operator supervisor auditor",
    "GET /laporan/{number}/keadaan": "operator supervisor auditor",
    "POST /laporan/{number}/langkah": "operator supervisor",
    "POST /laporan/{number}/petugas": "operator supervisor",
    "POST /laporan/{number}/pegang": "operator supervisor",
    "POST /laporan/{number}/catatan": "operator supervisor",
    "POST /laporan/{number}/balas": "operator supervisor",
    "POST /laporan/{number}/tautan": "operator supervisor",
    "POST /laporan/{number}/percakapan": "operator supervisor",
    "POST /laporan/{number}/bukti": "operator supervisor",
    "POST /laporan/{number}/tahan": "supervisor",
    "POST /laporan/{number}/identitas": "operator supervisor",
    "POST /laporan/{number}/identitas/lihat": "operator supervisor",
    "GET /permintaan": "operator supervisor auditor",
    "POST /permintaan/{asked}/putusan": "supervisor",
    "POST /permintaan/{asked}/cabut": "operator supervisor",
    "POST /permintaan/{asked}/tinjauan": "supervisor auditor",
    "GET /laporan/{number}/bukti/{evidence_id}": "operator supervisor auditor",
    "GET /statistik": "supervisor auditor",
    "POST /ekspor/{form}": "supervisor",
    "POST /laporan/{number}/berkas": "supervisor",
    "GET /warga": "supervisor auditor",
    "GET /warga/{asked}": "supervisor auditor",
    "POST /warga/{asked}": "supervisor",
    "POST /warga/{asked}/hapus": "supervisor",
    "GET /masukan": "supervisor auditor",
    "GET /peringatan": "operator supervisor auditor",
    "POST /peringatan/{alert_id}": "operator supervisor",
    "GET /admin": "admin",
    "POST /admin/akun": "admin",
    "POST /admin/akun/{login}": "admin",
    "POST /admin/akun/{login}/peran": "admin",
    "POST /admin/akun/{login}/sandi": "admin",
    "POST /admin/akun/{login}/autentikator": "admin",
    "GET /perubahan-akun": "supervisor auditor admin",
    "POST /perubahan-akun/{seq}": "supervisor auditor",
    "GET /autentikator": "operator supervisor auditor admin",
    "POST /autentikator": "operator supervisor auditor admin",
    "GET /admin/tabel/{name}": "admin",
    "POST /admin/tabel/{name}": "admin",
    "GET /kata-sandi": "operator supervisor auditor admin",
    "POST /kata-sandi": "operator supervisor auditor admin",
    "GET /panduan": "operator supervisor auditor admin",
    "GET /pintasan": "operator supervisor auditor admin",
    "GET /publik": "everybody",
    "GET /statis/{name}": "everybody",
    "GET /ready": "everybody",
}


def test_the_table_is_the_one_that_was_agreed() -> None:
    """A page added, removed or opened to another role must be written here too."""
    found = {f"{p.method} {p.path}": "everybody" if p.roles is None else " ".join(p.roles) for p in PAGES}
    assert found == WHO


def test_an_entry_on_top_is_shown_to_whoever_may_follow_it() -> None:
    """The roles of every entry are those of its page."""
    pages = {page.path: page.roles for page in PAGES if page.method == "GET"}
    assert {entry.path: entry.roles for entry in ENTRIES} == {e.path: pages[e.path] for e in ENTRIES}


def test_the_application_has_no_page_beside_the_table(stage: ConsoleStage) -> None:
    """Neither in the running application nor in the source of any other file."""
    served = {(r.path, m) for r in web_app(stage.house).routes for m in r.methods if m != "HEAD"}
    assert served == {(page.path, page.method) for page in PAGES}
    folder = Path(banpol.console.__file__).parent
    makers = [f.name for f in folder.glob("*.py") if re.search(r"\b(Route|Mount|add_route)\(", f.read_text())]
    assert makers == ["app.py"]


@pytest.mark.parametrize("role", [None, *ROLES])
def test_each_role_gets_what_the_table_gives_it(stage: ConsoleStage, role: str | None) -> None:
    """Foreign methods are 405, foreign roles 403, and nobody signed in is sent to the sign-in page."""
    names = {
        "number": stage.file("d1"),
        "evidence_id": "e1",
        "asked": "a1",
        "draft_id": "x",
        "talk_id": "x",
        "name": "konsol.css",
        "form": "csv",
    }
    names |= {"login": "petugas", "alert_id": "a1", "seq": "1"}
    client = stage.client(role)
    for path in sorted({page.path for page in PAGES}):
        for method in METHODS:
            expected = _expected(method, path, role)
            if path == STREAM and expected == "open":
                continue  # an endless answer; the browser's tests read it
            sent = {"data": {"csrf": csrf_of(client.cookies.get(COOKIE, ""))}} if method == "POST" else {}
            answer = client.request(method, path.format(**names), **sent)
            outcome = _outcome(answer.status_code, answer.headers.get("location"))
            if "csrf" in sent.get("data", {}) and path == "/keluar":
                client = stage.client(role)  # it has just left
            assert outcome == OF_ITSELF.get(f"{method} {path}", expected) or outcome == expected != "open"


def _expected(method: str, path: str, role: str | None) -> str:
    who = WHO.get(f"{method} {path}")
    if who is None:
        return "no method"
    if who == "everybody":
        return "open"
    if role is None:
        return "sign in"
    return "open" if role in who.split() else "refused"


def _outcome(status: int, location: str | None) -> str:
    if status == 303 and location == "/masuk":
        return "sign in"
    return {405: "no method", 403: "refused"}.get(status, "open" if status < 500 else "broken")
