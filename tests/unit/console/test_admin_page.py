"""Administrators: accounts that work and end at once, tables that are checked, never written over unseen."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from banpol.clock import ManualClock
from banpol.console.guard import COOKIE
from banpol.register import alerting, alerts, dossier, moving
from banpol.register.actors import ADMIN, AUDITOR, OPERATOR, SUPERVISOR, Actor
from tests.support.console import ConsoleStage, csrf_of
from tests.support.parts import NOW


def post(client: TestClient, address: str, **sent: str):
    return client.post(address, data={"csrf": csrf_of(client.cookies.get(COOKIE, "")), **sent})


def text_and_version(page: str) -> tuple[str, str]:
    text = re.search(r'<textarea class="table" name="isi"[^>]*>(.*?)</textarea>', page, re.S)
    version = re.search(r'name="versi" value="(\d+)"', page)
    assert text and version
    return html.unescape(text[1]), version[1]


def test_a_new_account_is_shown_its_codes_once(stage: ConsoleStage) -> None:
    """In the answer to the form; the page itself does not know them any more, nor any secret of an app."""
    admin = stage.client(ADMIN)
    made = post(admin, "/admin/akun", nama="sari.baru", peran="operator", satuan="polres-oki")
    code = re.search(r"<dd><code>((?:\d{4}-?){3})</code>", made.text)
    password = re.search(r"<dd><code>((?:[a-z2-9]{5}-?){4})</code>", made.text)
    assert made.status_code == 200 and code and password
    page = admin.get("/admin").text
    assert "sari.baru" in page and "Polres Ogan Komering Ilir" in page
    assert code[1] not in page and password[1] not in page and "menunggu pemasangan" in page
    assert not re.search(r"[A-Z2-7]{32}", made.text)


@pytest.mark.parametrize(
    "changes",
    [{"nama": "A B"}, {"nama": "petugas"}, {"peran": "raja"}, {"satuan": "tidak-ada"}],
)
def test_an_account_that_cannot_be_is_explained(stage: ConsoleStage, changes: dict[str, str]) -> None:
    """And none is made."""
    admin = stage.client(ADMIN)
    sent = {"nama": "sari", "peran": "operator", **changes}
    answer = post(admin, "/admin/akun", **sent)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert ">sari<" not in admin.get("/admin").text


def test_closing_an_account_ends_its_session_at_once(stage: ConsoleStage) -> None:
    """The next click leads to the sign-in page; an administrator cannot shut out themselves."""
    admin, officer = stage.client(ADMIN), stage.client(OPERATOR)
    assert officer.get("/antrean").status_code == 200
    post(admin, "/admin/akun/petugas", aktif="tidak")
    assert officer.get("/antrean").headers["location"] == "/masuk"
    assert post(admin, "/admin/akun/admin", aktif="tidak").status_code == 422
    assert post(admin, "/admin/akun/nobody", aktif="tidak").status_code == 422


def test_a_table_that_was_changed_counts_at_once(stage: ConsoleStage, clock: ManualClock) -> None:
    """A first look within a minute instead of two hours."""
    admin = stage.client(ADMIN)
    text, version = text_and_version(admin.get("/admin/tabel/tenggat").text)
    changed = re.sub(r"(lihat_pertama:.*?biasa: )\d+", r"\g<1>1", text, count=1, flags=re.S)
    assert changed != text
    assert post(admin, "/admin/tabel/tenggat", isi=changed, versi=version).status_code == 303
    assert text_and_version(admin.get("/admin/tabel/tenggat").text) == (changed, "1")


def test_two_administrators_never_write_over_each_other(stage: ConsoleStage) -> None:
    """The later one sees both, with their own text still in the form."""
    admin = stage.client(ADMIN)
    text, version = text_and_version(admin.get("/admin/tabel/jawaban_siap").text)
    first = text + "pertama: Terima kasih.\n"
    assert post(admin, "/admin/tabel/jawaban_siap", isi=first, versi=version).status_code == 303
    late = post(admin, "/admin/tabel/jawaban_siap", isi=text + "kedua: Baik.\n", versi=version)
    assert late.status_code == 409 and "kedua: Baik." in late.text and "pertama: Terima kasih." in late.text
    assert "kedua" not in admin.get("/admin/tabel/jawaban_siap").text


NO_TABLES = (
    "",
    "[",
    "- 1",
    "satuan: 3",
    "a: &x [1]\nb: *x",
    "!!python/object:os.system {}",
    "a: " + "[" * 999,
)


@pytest.mark.parametrize("name", ["satuan", "tenggat", "jawaban_siap"])
def test_a_table_that_is_none_is_not_kept(stage: ConsoleStage, name: str) -> None:
    """It is refused in words, and what was typed stays in the form."""
    admin = stage.client(ADMIN)
    before = admin.get(f"/admin/tabel/{name}").text
    for text in NO_TABLES:
        answer = post(admin, f"/admin/tabel/{name}", isi=text, versi="0")
        assert answer.status_code == 422 and "Belum tersimpan" in answer.text, text[:40]
        assert text_and_version(answer.text)[0] == text
    assert text_and_version(admin.get(f"/admin/tabel/{name}").text) == text_and_version(before)
    assert post(admin, f"/admin/tabel/{name}", isi="x", versi="satu").status_code == 422


def test_an_alert_is_seen_once_by_whoever_may_see_its_report(stage: ConsoleStage) -> None:
    """Each role reads of the reports it may open; about the house the team reads."""
    number, hidden = stage.file("d1", urgency="darurat"), stage.file("d2", urgency="darurat", restricted=True)
    with stage.house.database.write() as session:
        alerts.raise_alert(session, alerting.FAILURE, "mendesak", "c1", None, NOW)
    seen_by = {role: stage.client(role).get("/peringatan").text for role in (OPERATOR, SUPERVISOR, AUDITOR)}
    assert number in seen_by[OPERATOR] and hidden not in seen_by[OPERATOR]
    assert number in seen_by[SUPERVISOR] and hidden in seen_by[SUPERVISOR]
    assert number not in seen_by[AUDITOR] and "tidak dapat dikirim" not in seen_by[AUDITOR]
    operator = stage.client(OPERATOR)
    theirs = set(re.findall(r'action="/peringatan/(\w+)"', seen_by[SUPERVISOR]))
    mine = set(re.findall(r'action="/peringatan/(\w+)"', seen_by[OPERATOR]))
    assert len(mine) == 2 and len(theirs - mine) == 1
    for alert_id in mine:
        assert post(operator, f"/peringatan/{alert_id}").status_code == 303
    assert post(operator, f"/peringatan/{(theirs - mine).pop()}").status_code == 404
    page = operator.get("/peringatan").text
    assert "Tidak ada peringatan yang belum dilihat" in page and page.count("petugas, ") == 2


def test_whoever_works_on_a_report_has_seen_its_alerts(stage: ConsoleStage) -> None:
    """A move takes them off the list of everybody; a look does not."""
    number = stage.file("d1", urgency="darurat")
    operator = stage.client(OPERATOR)
    operator.get(f"/laporan/{number}")
    assert "Sudah dilihat</button>" in operator.get("/peringatan").text
    who = Actor("petugas", OPERATOR)
    with stage.house.database.write() as session:
        moving.move(session, stage.house.office, who, number, "verifikasi", 1, stage.house.clock.now())
    assert "Sudah dilihat</button>" not in operator.get("/peringatan").text


def test_a_report_taken_along_is_written_in_words(
    stage: ConsoleStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads the printed file knows no codes."""
    lines: list[str] = []
    monkeypatch.setattr(dossier._Page, "_line", lambda _page, _size, text: lines.append(text))
    number = stage.file("d1")
    assert post(stage.client(SUPERVISOR), f"/laporan/{number}/berkas").status_code == 200
    drawn = "\n".join(lines)
    assert "Status: Baru diterima" in drawn and "Jenis: Pencurian kendaraan bermotor" in drawn
    assert "mengambil berkas ini" in drawn and "berkas_dibuat" not in drawn
