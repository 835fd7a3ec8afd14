"""Working on a report through its page: every deed once, whole, by the right one, nothing typed lost."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from banpol.clock import ManualClock
from banpol.console.guard import COOKIE
from banpol.post import deliveries, inbox, outbox
from banpol.register import audit, casework, closing
from banpol.register.actors import AUDITOR, OPERATOR, SUPERVISOR, Actor
from tests.support.console import ConsoleStage, csrf_of
from tests.support.desk_work import row_of
from tests.support.parts import NOW, arrival

PETUGAS = Actor("petugas", OPERATOR)


@pytest.fixture
def number(stage: ConsoleStage) -> str:
    """A report whose reporter can be answered on WhatsApp."""
    with stage.house.database.write() as session:
        inbox.receive(session, stage.house.office.ring, [arrival()])
    return stage.file("d1")


def row(stage: ConsoleStage, number: str):
    with stage.house.database.read() as session:
        return row_of(session, number)


def post(client: TestClient, address: str, **fields: str):
    return client.post(address, data={"csrf": csrf_of(client.cookies[COOKIE]), **fields})


def step(client: TestClient, stage: ConsoleStage, number: str, name: str, **fields: str):
    given = {"langkah": name, "versi": str(row(stage, number)["version"]), **fields}
    return post(client, f"/laporan/{number}/langkah", **given)


def offered(page: str) -> list[str]:
    return re.findall(r'name="langkah" value="(\w+)"', page)


def test_only_the_next_moves_of_ones_role_are_offered(stage: ConsoleStage, number: str) -> None:
    """From the workflow's table: a supervisor has two more, an auditor none."""
    plain = ["verifikasi", "tanya_pelapor", "teruskan"]
    assert offered(stage.client(OPERATOR).get(f"/laporan/{number}").text) == plain
    found = offered(stage.client(SUPERVISOR).get(f"/laporan/{number}").text)
    assert found == [*plain, "nyatakan_tidak_valid", "gabungkan"]
    complaint = stage.file("d2", kind="pelayanan_polri")
    assert offered(stage.client(AUDITOR).get(f"/laporan/{complaint}").text) == []


def test_a_report_goes_from_new_to_closed_over_the_page(stage: ConsoleStage, number: str) -> None:
    """Verified, taken up, asked, gone on, closed with a reason; each step leads back with a sentence."""
    client = stage.client(OPERATOR)
    steps = (
        ("verifikasi", {}),
        ("tindak_lanjuti", {"assignee": "petugas"}),
        ("tanya_pelapor", {"text": "Warna motornya apa?"}),
        ("lanjut_tanpa_jawaban", {}),
        ("selesaikan", {"outcome": "barang_ditemukan", "text": "motornya sudah kembali ke pemilik"}),
    )
    for name, fields in steps:
        answer = step(client, stage, number, name, **fields)
        assert answer.headers["location"] == f"/laporan/{number}?kabar=dipindahkan", answer.text
    page = client.get(f"/laporan/{number}").text
    assert "Barang atau kendaraan ditemukan" in page and "Warna motornya apa?" in page
    assert row(stage, number)["status"] == "selesai" and offered(page) == []


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("tanya_pelapor", {"text": " "}, "Teksnya kosong"),
        ("teruskan", {"unit": ""}, "Pilih satuannya"),
        ("teruskan", {"unit": "polres-bulan"}, "Pilihannya tidak dikenal"),
        ("tindak_lanjuti", {"assignee": "auditor"}, "Pilihannya tidak dikenal"),
    ],
)
def test_what_lacks_something_is_refused_and_keeps_what_was_typed(
    stage: ConsoleStage, number: str, name: str, fields: dict[str, str], sentence: str
) -> None:
    """422, the form open again, the report as it was."""
    client, typed = stage.client(OPERATOR), {"text": "sudah lama saya ketik", **fields}
    if name == "tindak_lanjuti":
        step(client, stage, number, "verifikasi")
    before = row(stage, number)["version"]
    answer = step(client, stage, number, name, **typed)
    assert answer.status_code == 422 and sentence in answer.text
    assert row(stage, number)["version"] == before
    assert name == "tanya_pelapor" or name == "tindak_lanjuti" or f'value="{name}"' in answer.text


def test_closing_needs_evidence_or_a_reason_and_keeps_the_short_one(stage: ConsoleStage, number: str) -> None:
    """Too short is refused with the text still there; with an officer's file it goes through."""
    client = stage.client(OPERATOR)
    step(client, stage, number, "verifikasi")
    step(client, stage, number, "tindak_lanjuti", assignee="petugas")
    given = {"outcome": "dimediasi", "text": "beres sudah"}
    refused = step(client, stage, number, "selesaikan", **given)
    assert refused.status_code == 422 and "beres sudah</textarea>" in refused.text
    assert 'value="dimediasi" selected' in refused.text
    token = csrf_of(client.cookies[COOKIE])
    photo = {"berkas": ("bukti.jpg", b"\xff\xd8\xff\xe0" + b"0" * 64, "text/html")}
    sent = client.post(f"/laporan/{number}/bukti", data={"csrf": token}, files=photo)
    assert sent.headers["location"].endswith("kabar=bukti_masuk")
    page = client.get(f"/laporan/{number}").text
    assert "image/jpeg" in page and "dari petugas <b>petugas</b>" in page
    assert step(client, stage, number, "selesaikan", **given).status_code == 303


def test_two_officers_never_overwrite_each_other(stage: ConsoleStage, number: str) -> None:
    """The second gets 409 with both versions and may do it again on the newest."""
    one, two = stage.client(OPERATOR), stage.client(SUPERVISOR)
    seen = str(row(stage, number)["version"])
    step(one, stage, number, "tanya_pelapor", text="Jam berapa kejadiannya?")
    text = "terbukti iseng, sudah ditelepon"
    fields = {"langkah": "nyatakan_tidak_valid", "outcome": "iseng", "text": text, "versi": seen}
    clash = post(two, f"/laporan/{number}/langkah", **fields, status="diterima")
    assert clash.status_code == 409
    for words in (text, "Iseng atau bohong", "Menunggu pelapor", "Jam berapa kejadiannya?", "petugas"):
        assert words in clash.text
    assert row(stage, number)["status"] == "perlu_informasi"
    newest = re.search(r'name="versi" value="(\d+)"', clash.text)
    again = post(two, f"/laporan/{number}/langkah", **{**fields, "versi": newest[1]})
    assert again.status_code == 303 and row(stage, number)["status"] == "tidak_valid"


def test_a_move_that_is_gone_is_not_offered_again(stage: ConsoleStage, number: str) -> None:
    """Both verify at once: the second learns that it is done already."""
    one, two = stage.client(OPERATOR), stage.client(SUPERVISOR)
    seen = str(row(stage, number)["version"])
    step(one, stage, number, "verifikasi")
    clash = post(two, f"/laporan/{number}/langkah", langkah="verifikasi", versi=seen)
    assert clash.status_code == 409 and "tidak ada lagi" in clash.text
    assert "Tetap lakukan" not in clash.text


def test_while_one_holds_a_report_others_only_read(
    stage: ConsoleStage, number: str, clock: ManualClock
) -> None:
    """The page says who; the deed is 409; after five minutes or the holder's own move it is free."""
    one, two = stage.client(OPERATOR), stage.client(SUPERVISOR)
    post(one, f"/laporan/{number}/pegang")
    assert "Sedang dipegang <b>petugas</b>" in two.get(f"/laporan/{number}").text
    clash = step(two, stage, number, "verifikasi")
    assert clash.status_code == 409 and "petugas sedang memegang" in clash.text
    assert step(one, stage, number, "verifikasi").status_code == 303
    assert row(stage, number)["locked_by"] is None
    post(one, f"/laporan/{number}/pegang")
    clock.advance(casework.LOCK.total_seconds() + 1)
    assert step(two, stage, number, "tindak_lanjuti", assignee="pengawas").status_code == 303


def test_taking_and_giving_a_report(stage: ConsoleStage, number: str) -> None:
    """An operator takes what is free and not what a colleague has; a supervisor passes it on."""
    one, two = stage.client(OPERATOR), stage.client(SUPERVISOR)

    def give(client: TestClient, to: str) -> int:
        version = str(row(stage, number)["version"])
        return post(client, f"/laporan/{number}/petugas", petugas=to, versi=version).status_code

    assert give(one, "petugas") == 303 and row(stage, number)["assigned_to"] == "petugas"
    assert number in one.get("/antrean?tampilan=milik_saya").text
    assert give(two, "pengawas2") == 303 and give(one, "petugas") == 403
    assert give(two, "auditor") == 422 and give(two, "tidak.ada") == 422
    assert row(stage, number)["assigned_to"] == "pengawas2"


def test_an_answer_leaves_once_and_its_ticks_are_shown(stage: ConsoleStage, number: str) -> None:
    """The same form sent twice is one message; how far it got stands at its line, with the reason."""
    client, house = stage.client(OPERATOR), stage.house
    fields = {"kunci": "abc123", "balasan": "Petugas kami sudah di jalan."}
    for _ in range(2):
        assert post(client, f"/laporan/{number}/balas", **fields).status_code == 303
    with house.database.write() as session:
        [parcel] = outbox.claim(session, house.office.ring, "t", 0.0)
        assert "Petugas kami sudah di jalan." in parcel.message.text
        outbox.sent(session, parcel.id, "wamid.out", NOW)
        deliveries.note(session, "wamid.out", "read", parcel.id, None, NOW)
    page = client.get(f"/laporan/{number}").text
    assert page.count("Petugas kami sudah di jalan.") == 1 and "dibaca" in page
    state = client.get(f"/laporan/{number}/keadaan").json()
    assert state["ticks"] == {"balas-abc123-0": ["read", "✓✓", "dibaca"]}
    with house.database.write() as session:
        deliveries.note(session, "wamid.out", "failed", parcel.id, 131026, NOW)
    assert "gagal: nomor ini tidak memakai WhatsApp" in client.get(f"/laporan/{number}").text


@pytest.mark.parametrize(
    "fields", [{"balasan": ""}, {"balasan": "x" * 1001}, {"balasan": "ya", "kunci": "%"}]
)
def test_an_answer_that_cannot_leave_is_kept_in_its_field(
    stage: ConsoleStage, number: str, fields: dict[str, str]
) -> None:
    """Empty, too long, or of a form without its key."""
    answer = post(stage.client(OPERATOR), f"/laporan/{number}/balas", **{"kunci": "abc", **fields})
    assert answer.status_code == 422 and f"{fields['balasan']}</textarea>" in answer.text
    with stage.house.database.read() as session:
        assert outbox.pending(session) == 0


def test_a_canned_answer_is_sent_as_it_stands(stage: ConsoleStage, number: str) -> None:
    """Also without scripts: choosing it is enough."""
    name, text = next(iter(stage.house.office.canned.items()))
    client = stage.client(OPERATOR)
    assert post(client, f"/laporan/{number}/balas", siap=name, kunci="k1").status_code == 303
    assert text in client.get(f"/laporan/{number}").text


def test_a_note_stays_within_the_team(stage: ConsoleStage, number: str) -> None:
    """It is on the page with its writer, and nothing is queued for the reporter."""
    client = stage.client(OPERATOR)
    post(client, f"/laporan/{number}/catatan", catatan="hubungi Polsek dulu")
    page = stage.client(SUPERVISOR).get(f"/laporan/{number}").text
    assert "hubungi Polsek dulu" in page and "petugas," in page
    with stage.house.database.read() as session:
        assert outbox.pending(session) == 0


def test_the_talk_is_taken_over_and_given_back(stage: ConsoleStage, number: str) -> None:
    """A colleague cannot take it meanwhile; a supervisor may give it back."""
    one, two = stage.client(OPERATOR), stage.client(SUPERVISOR)
    address = f"/laporan/{number}/percakapan"
    assert post(one, address, cara="ambil").status_code == 303
    assert "<b>petugas</b> memegang percakapan" in two.get(f"/laporan/{number}").text
    assert post(two, address, cara="ambil").status_code == 409
    assert post(two, address, cara="kembalikan").status_code == 303
    assert "Asisten menjawab pesan berikutnya" in one.get(f"/laporan/{number}").text


def test_a_likely_duplicate_is_shown_with_reasons_and_decided(stage: ConsoleStage, number: str) -> None:
    """Suggested by the machine, decided by a person, and both reports stay."""
    twin = stage.file("d2", reporter="r2")
    client = stage.client(OPERATOR)
    page = client.get(f"/laporan/{number}").text
    assert twin in page and "jenis sama" in page and "kecamatan sama" in page
    post(client, f"/laporan/{number}/tautan", lain=twin, sama="ya")
    assert "Kejadian sama" in client.get(f"/laporan/{twin}").text
    post(client, f"/laporan/{number}/tautan", lain=twin, sama="tidak")
    assert "Bukan kejadian sama" in client.get(f"/laporan/{number}").text


def test_a_disputed_closing_is_open_again(stage: ConsoleStage, number: str) -> None:
    """The reporter's words are in the history, and the moves are offered again."""
    client, house = stage.client(OPERATOR), stage.house
    step(client, stage, number, "verifikasi")
    step(client, stage, number, "tindak_lanjuti", assignee="petugas")
    step(client, stage, number, "selesaikan", outcome="dimediasi", text="sudah didamaikan di balai desa")
    with house.database.write() as session:
        closing.dispute(session, house.office, "r1", number, "motornya belum kembali", house.clock.now())
    page = client.get(f"/laporan/{number}").text
    assert "motornya belum kembali" in page and "Dibuka kembali" in page
    assert offered(page)[:2] == ["verifikasi", "tindak_lanjuti"]


def test_a_report_passed_out_of_sight_leads_back_to_the_queue(stage: ConsoleStage, number: str) -> None:
    """And its own page is not there any more for an officer of another unit."""
    from sqlalchemy import update

    from banpol.register.sql.operator_tables import operator_account

    mine = update(operator_account).where(operator_account.c.login == "petugas")
    with stage.house.database.write() as session:
        session.execute(mine.values(unit="polrestabes-palembang"))
    client = stage.client(OPERATOR)
    answer = step(client, stage, number, "teruskan", unit="polres-oki")
    assert answer.headers["location"] == "/antrean?kabar=dipindahkan"
    assert client.get(f"/laporan/{number}").status_code == 404


def test_deeds_on_a_report_of_others_find_nothing(stage: ConsoleStage) -> None:
    """404 for every form, as for a number that never was; nothing is written but refusals."""
    hidden = stage.file("d1", restricted=True)
    client = stage.client(OPERATOR)
    forms = ("langkah", "petugas", "pegang", "catatan", "balas", "tautan", "percakapan", "identitas")
    given = {"catatan": "x", "kunci": "k", "balasan": "x", "lain": hidden, "dasar": "bahaya", "nama": "ya"}
    given |= {"alasan": "alasan yang cukup panjang", "langkah": "verifikasi"}
    found = {form: post(client, f"/laporan/{hidden}/{form}", **given).status_code for form in forms}
    assert found == dict.fromkeys(forms, 404)
    with stage.house.database.read() as session:
        audit.verify(session, stage.house.keys.audit_key)
        assert row_of(session, hidden)["version"] == 1
