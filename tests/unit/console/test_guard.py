"""Forms from elsewhere, foreign hosts, other people's reports and hostile words come to nothing."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from markupsafe import escape

from banpol.console.guard import COOKIE
from banpol.console.headers import HEADERS
from banpol.console.page import LARGEST_FORM
from banpol.register import audit, evidence
from banpol.register.actors import ADMIN, AUDITOR, OPERATOR, SUPERVISOR
from tests.support.console import ConsoleStage, csrf_of
from tests.support.desk_work import row_of
from tests.support.parts import NOW, RING

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "<!--<script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "{{ config.__class__.__mro__ }}",
    "${7*7}",
    "'; DROP TABLE report; --",
    '=HYPERLINK("http://x")',
    "\u202egnp.exe",
    "%00\r\nSet-Cookie: a=b",
    "&lt;script&gt;",
)


@pytest.mark.parametrize("path", ["/masuk", "/antrean", "/laporan/BP-1", "/tidak-ada", "/statis/konsol.css"])
def test_every_answer_is_armoured(stage: ConsoleStage, path: str) -> None:
    """Errors and redirects as well."""
    answer = stage.client().get(path)
    left_out = {"Cache-Control"} if path.startswith("/statis") else set()
    assert {n: answer.headers.get(n) for n in HEADERS if n not in left_out} == {
        n: v for n, v in HEADERS.items() if n not in left_out
    }


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8070", ""])
def test_a_foreign_host_is_refused(stage: ConsoleStage, host: str) -> None:
    """A name that was rebound to this machine opens nothing."""
    assert stage.client(OPERATOR).get("/antrean", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("csrf", ["", "0" * 64, "of another", "\u00e9"])
def test_a_form_without_its_token_changes_nothing(stage: ConsoleStage, csrf: str) -> None:
    """Nor with somebody else's; the session is still open afterwards."""
    client = stage.client(OPERATOR)
    sent = csrf_of(stage.token("pengawas")) if csrf == "of another" else csrf
    assert client.post("/keluar", data={"csrf": sent}).status_code == 403
    assert client.get("/antrean").status_code == 200


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
def test_a_form_of_another_site_is_refused(stage: ConsoleStage, headers: dict[str, str]) -> None:
    """Even with the right token."""
    client = stage.client(OPERATOR)
    token = csrf_of(client.cookies[COOKIE])
    assert client.post("/keluar", data={"csrf": token}, headers=headers).status_code == 403


def test_without_fetch_metadata_the_origin_decides(stage: ConsoleStage) -> None:
    """For browsers that do not send it."""
    client = stage.client(OPERATOR)
    del client.headers["sec-fetch-site"]
    token = csrf_of(client.cookies[COOKIE])
    found = [
        client.post("/keluar", data={"csrf": token}, headers=headers).status_code
        for headers in ({}, {"origin": "https://evil.example"}, {"origin": "https://127.0.0.1"})
    ]
    assert found == [403, 403, 303]


def test_a_form_larger_than_ours_is_refused(stage: ConsoleStage) -> None:
    """Before it is read to its end."""
    assert stage.client().post("/masuk", content=b"x" * (LARGEST_FORM + 1)).status_code == 413


def test_who_sees_which_report(stage: ConsoleStage) -> None:
    """Abuse only for named officers, complaints only for supervisor and auditor; the rest is not there."""
    numbers = {
        "plain": stage.file("d1"),
        "restricted": stage.file("d2", restricted=True),
        # As the assistant files it; the demonstration's auditor is not a named officer.
        "complaint": stage.file("d3", kind="pelayanan_polri", restricted=True),
    }
    seen = {}
    for role in (OPERATOR, SUPERVISOR, AUDITOR):
        client = stage.client(role)
        page = client.get("/antrean?tampilan=semua").text
        seen[role] = [name for name, number in numbers.items() if number in page]
        opened = [n for n, number in numbers.items() if client.get(f"/laporan/{number}").status_code == 200]
        assert opened == seen[role]
    assert seen == {
        OPERATOR: ["plain"],
        SUPERVISOR: ["plain", "restricted", "complaint"],
        AUDITOR: ["complaint"],
    }
    assert stage.client(ADMIN).get(f"/laporan/{numbers['plain']}").status_code == 403


def test_each_look_at_a_report_is_in_the_audit_chain(stage: ConsoleStage) -> None:
    """One entry a look, none for a refused one."""
    number = stage.file("d1")

    def entries() -> int:
        with stage.house.database.read() as session:
            return audit.verify(session, stage.house.keys.audit_key)

    before = entries()
    stage.client(OPERATOR).get(f"/laporan/{number}")
    stage.client(AUDITOR).get(f"/laporan/{number}")
    assert entries() == before + 1


def test_evidence_is_served_harmlessly_and_only_with_its_report(stage: ConsoleStage) -> None:
    """HTML leaves as a mere download; another report's address does not lead to it."""
    other, number = stage.file("d1"), stage.file("d2")
    house = stage.house
    with house.database.write() as session:
        evidence.expect(session, RING, "e1", "r1", "m1", "text/html", {}, NOW)
        page = b"<script>alert(1)</script>"
        evidence.store(session, stage.sealer, Path(house.media_dir), "e1", page, "text/html")
        evidence.link(session, ["e1"], "r1", row_of(session, number)["id"])
    client = stage.client(OPERATOR)
    answer = client.get(f"/laporan/{number}/bukti/e1")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/laporan/{other}/bukti/e1").status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_words(stage: ConsoleStage, text: str) -> None:
    """In every field of a report, and in every filter of the queue."""
    number = stage.file(
        "d1", narrative=text, people=text, loss=text, plates=(text,), vehicles=(text,), phones=(text,)
    )
    client = stage.client(SUPERVISOR)
    pages = [client.get(f"/laporan/{number}").text, client.get("/antrean", params={"jenis": text}).text]
    pages.append(client.get("/antrean", params={"tampilan": text, "status": text}).text)
    pages.append(client.get("/laporan/" + quote(text, safe="")).text)
    assert str(escape(text)) in pages[0]
    if escape(text) != text:
        assert all(text not in page for page in pages)


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "konsol.css%00", "tidak.css"])
def test_only_our_own_assets_are_served(stage: ConsoleStage, name: str) -> None:
    """Names are looked up, never joined to a path."""
    assert stage.client().get(f"/statis/{name}").status_code == 404
