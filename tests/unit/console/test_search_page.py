"""Search finds by number, word, plate and phone what this person may see, and keeps the question secret."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from banpol.console.guard import COOKIE
from banpol.register.actors import AUDITOR, OPERATOR, SUPERVISOR
from banpol.register.sql.tables import audit_entry
from tests.support.console import ConsoleStage, csrf_of


def search(client: TestClient, text: str, **more: str) -> str:
    sent = {"csrf": csrf_of(client.cookies.get(COOKIE, "")), "q": text, **more}
    return client.post("/cari", data=sent).text


def found(page: str) -> list[str]:
    return re.findall(r'href="/laporan/(BP-[\d-]+)"', page)


@pytest.mark.parametrize(
    "text", ["beruang", "BERUANG pasar", "bg 1234 ab", "BG1234AB", "0812-0000-1234", "+62 812 0000 1234"]
)
def test_a_report_is_found_by_what_is_in_it(stage: ConsoleStage, text: str) -> None:
    """Words in any order, plates and numbers however they are written; nothing else is found."""
    wanted = stage.file(
        "d1", narrative="ada beruang di pasar", plates=("BG 1234 AB",), phones=("081200001234",)
    )
    stage.file("d2", narrative="ada kucing di pasar")
    assert found(search(stage.client(OPERATOR), text)) == [wanted]


def test_a_number_leads_to_its_report(stage: ConsoleStage) -> None:
    """However it is typed."""
    number = stage.file("d1")
    assert found(search(stage.client(OPERATOR), number.lower().replace("-", ""))) == [number]


def test_nobody_finds_what_they_may_not_see(stage: ConsoleStage) -> None:
    """A restricted report is there for the named supervisor only, and a complaint for neither operator."""
    hidden = stage.file("d1", narrative="rahasia sekali", restricted=True)
    assert (
        found(search(stage.client(OPERATOR), "rahasia")) == found(search(stage.client(AUDITOR), hidden)) == []
    )
    assert found(search(stage.client(SUPERVISOR), "rahasia")) == [hidden]


def test_pages_follow_each_other(stage: ConsoleStage) -> None:
    """Fifty, then the rest."""
    for count in range(52):
        stage.file(f"d{count}", narrative="gajah")
    client = stage.client(OPERATOR)
    first = search(client, "gajah")
    after = re.search(r'name="sesudah" value="(\d+)"', first)
    assert after is not None and len(found(first)) == 50
    rest = search(client, "gajah", sesudah=after[1])
    assert len(set(found(first)) | set(found(rest))) == 52 and "sesudah" not in rest


@pytest.mark.parametrize("text", ["", "  ", "%", "a_", "di", "((((", "\x00", "x" * 70_0])
def test_a_question_that_cannot_find_anything_is_explained(stage: ConsoleStage, text: str) -> None:
    """Never an error, never all reports."""
    stage.file("d1")
    page = search(stage.client(OPERATOR), text)
    assert found(page) == [] and ("tiga huruf" in page or "Tidak ada laporan" in page)


@pytest.mark.parametrize("after", ["-1", "abc", "9" * 20, "1.2"])
def test_a_page_that_does_not_exist_is_explained(stage: ConsoleStage, after: str) -> None:
    """A form that was tampered with is answered in words."""
    stage.file("d1")
    assert search(stage.client(OPERATOR), "motor", sesudah=after)


def test_the_audit_tells_that_somebody_searched_and_not_for_what(stage: ConsoleStage) -> None:
    """Words would be the content of reports, readable."""
    stage.file("d1")
    search(stage.client(OPERATOR), "parkiran")
    with stage.house.database.read() as session:
        rows = session.execute(select(audit_entry).where(audit_entry.c.act == "pencarian")).all()
    assert len(rows) == 1 and '"hasil":1' in rows[0].detail and "parkiran" not in rows[0].detail
