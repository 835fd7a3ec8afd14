"""Reports by other ways, stories left unfinished, and talks in which an officer speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from banpol.clock import ManualClock
from banpol.console.guard import COOKIE
from banpol.console.pages import chat
from banpol.post import inbox, outbox
from banpol.register import drafts, handovers, reading, requests, transcripts
from banpol.register.actors import OPERATOR, SUPERVISOR
from banpol.register.draft import Moment, Place, ReportDraft
from tests.support.console import ConsoleStage, csrf_of
from tests.support.desk_work import row_of
from tests.support.harm import Harm
from tests.support.parts import NOW, arrival

CALL = {
    "kanal": "telepon",
    "urgensi": "mendesak",
    "kerahasiaan": "rahasia",
    "cerita": "motor BG 1234 AB dicuri orang di depan rumah",
    "tempat": "Plaju, Palembang",
    "waktu": "tadi malam jam 9",
    "nama": "Sutarjo",
    "telepon": "0812-0000-0044",
    "dihubungi": "ya",
}
STORY = ReportDraft(
    "b1",
    narrative="rumah saya dibobol maling kata Sutarjo",
    kind="pencurian",
    name="Sutarjo",
    place=Place("Plaju", "Kota Palembang", "16.71", "Plaju", "16.71.14"),
    moment=Moment("semalam", NOW, NOW),
)


def post(client: TestClient, address: str, **fields: str):
    return client.post(address, data={"csrf": csrf_of(client.cookies[COOKIE]), **fields})


def left_behind(stage: ConsoleStage, draft: ReportDraft = STORY, state: str = "belum_selesai") -> None:
    house = stage.house
    with house.database.write() as session:
        inbox.receive(session, house.office.ring, [arrival()])
        drafts.keep(session, stage.sealer, draft, reporter_id="r1", asking="waktu", state=state, now=NOW)


def called(stage: ConsoleStage, text: str = "tolong sambungkan ke petugas") -> str:
    """A citizen without a report asks for an officer; the talk's id."""
    house = stage.house
    with house.database.write() as session:
        inbox.receive(session, house.office.ring, [arrival()])
        known = {"reporter_id": "r1", "draft_id": None, "direction": "masuk", "at": NOW}
        transcripts.note(session, stage.sealer, "l1", text=text, **known)
        requests.ask_officer(session, "r1", "turn1", "pelapor", NOW)
        return handovers.waiting(session)[0]["id"]


def test_one_story_typed_at_the_telephone_is_enough(stage: ConsoleStage) -> None:
    """Place, moment and loss are read from it; what an officer typed in a field of its own wins."""
    told = "motor Beat dicuri di Pasar 16 Ilir Palembang tadi malam jam 9, kerugian 15 juta"
    call = {"kanal": "telepon", "urgensi": "biasa", "kerahasiaan": "rahasia", "cerita": told}
    client, found = stage.client(OPERATOR), []
    for key, more in (("k1", {}), ("k2", {"tempat": "Kayu Agung", "waktu": "kemarin", "kerugian": "2 juta"})):
        where = post(client, "/laporan-baru", kunci=key, **{**call, **more}).headers["location"]
        with stage.house.database.read() as session:
            found.append(reading.open_report(session, stage.house.opener, where.split("/")[2].split("?")[0]))
    one, two = found
    assert one["place"]["kabupaten_code"] == "16.71" and one["moment"]["said"] == "tadi malam jam 9"
    assert (one["loss"], one["loss_amount"]) == ("15 juta", 15_000_000)
    assert (two["place"]["kabupaten_code"], two["moment"]["said"]) == ("16.02", "kemarin")
    assert two["loss_amount"] == 2_000_000


def test_a_story_that_tells_neither_place_nor_moment_gets_none(stage: ConsoleStage) -> None:
    """Nothing is made up."""
    call = {"kanal": "telepon", "urgensi": "biasa", "kerahasiaan": "rahasia", "cerita": "ibu ditipu orang"}
    where = post(stage.client(OPERATOR), "/laporan-baru", kunci="k1", **call).headers["location"]
    with stage.house.database.read() as session:
        report = reading.open_report(session, stage.house.opener, where.split("/")[2].split("?")[0])
    assert not report.get("place") and not report.get("moment") and not report.get("loss")


def test_whom_no_message_reaches_is_not_said_to_be_told(stage: ConsoleStage) -> None:
    """A caller without WhatsApp: the officer reads that they must say it themselves."""
    where = post(stage.client(OPERATOR), "/laporan-baru", kunci="k1", **CALL).headers["location"]
    page = stage.client(OPERATOR).get(where).text
    assert "sampaikan sendiri lewat kanalnya" in page and "Pelapor dikabari:" not in page
    left_behind(stage)
    other = stage.file("d7", reporter="r1")
    assert "Pelapor dikabari:" in stage.client(OPERATOR).get(f"/laporan/{other}").text


def test_stars_of_whatsapp_are_bold_and_nothing_else_is() -> None:
    """What looks like a tag stays text."""
    assert str(chat("Laporan *BP-1*: <b>x</b>, 2*3*4")) == "Laporan <b>BP-1</b>: &lt;b&gt;x&lt;/b&gt;, 2*3*4"
    assert Harm(str(chat('*<script>alert(1)</script>* *"><img src=x onerror=y>*'))).found == []


def test_a_call_becomes_a_report_like_every_other(stage: ConsoleStage) -> None:
    """Place, time, plate and kind are read from words; the form sent twice is one report."""
    client = stage.client(OPERATOR)
    places = [post(client, "/laporan-baru", kunci="k1", **CALL).headers["location"] for _ in range(2)]
    assert places[0] == places[1]
    number = places[0].split("/")[2].split("?")[0]
    with stage.house.database.read() as session:
        found = row_of(session, number)
        report = reading.open_report(session, stage.house.opener, number)
    assert (found["source_channel"], found["kecamatan_code"], found["urgency"]) == (
        "telepon",
        "16.71.14",
        "mendesak",
    )
    assert report["plates"] == ["BG 1234 AB"] and found["occurred_from"] is not None
    page = client.get(places[0]).text
    assert "Sutarjo" not in page and "0044" not in page and "Telepon" in page


def test_the_same_caller_is_the_same_reporter(stage: ConsoleStage) -> None:
    """By number and channel, however the number is written; somebody else is somebody else."""
    client = stage.client(OPERATOR)
    for key, phone in (("k1", "0812-0000-0044"), ("k2", "+62 812 0000 0044"), ("k3", "0812-0000-0045")):
        post(client, "/laporan-baru", kunci=key, **{**CALL, "telepon": phone})
    with stage.house.database.read() as session:
        reports = reading.open_reports_of(session, stage.house.opener)
    reporters = [report["reporter_id"] for report in reports]
    assert reporters[0] == reporters[1] != reporters[2]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"cerita": "  "}, "Ceritanya kosong"),
        ({"cerita": "x" * 9000}, "Ceritanya kosong atau terlalu panjang"),
        ({"telepon": "bukan nomor"}, "Nomor teleponnya tidak terbaca"),
        ({"kanal": "merpati"}, "Pilihannya tidak dikenal"),
        ({"jenis": "sihir"}, "Pilihannya tidak dikenal"),
        ({"urgensi": ""}, "Pilihannya tidak dikenal"),
        ({"kunci": ""}, "Formulirnya tidak lengkap"),
    ],
)
def test_a_call_that_cannot_be_filed_keeps_what_was_typed(
    stage: ConsoleStage, wrong: dict[str, str], sentence: str
) -> None:
    """422, a sentence, every field as it was, no report."""
    answer = post(stage.client(OPERATOR), "/laporan-baru", **{"kunci": "k1", **CALL, **wrong})
    assert answer.status_code == 422 and sentence in answer.text
    assert 'value="tadi malam jam 9"' in answer.text
    with stage.house.database.read() as session:
        assert reading.list_reports(session) == []


def test_a_story_left_behind_becomes_a_report_and_its_reporter_hears_the_number(
    stage: ConsoleStage, clock: ManualClock
) -> None:
    """The name is hidden on the way; filing twice makes one report."""
    left_behind(stage)
    client = stage.client(OPERATOR)
    assert "/belum-selesai/b1" in client.get("/belum-selesai").text
    page = client.get("/belum-selesai/b1").text
    assert "rumah saya dibobol maling kata" in page and "Sutarjo" not in page
    location = post(client, "/belum-selesai/b1/catat").headers["location"]
    assert post(client, "/belum-selesai/b1/catat").status_code == 404
    number = location.split("/")[2].split("?")[0]
    assert "rumah saya dibobol" in client.get(location).text
    assert "/belum-selesai/b1" not in client.get("/belum-selesai").text
    with stage.house.database.write() as session:
        [parcel] = outbox.claim(session, stage.house.office.ring, "t", 0.0)
    assert number in parcel.message.text and "belum terkirim" in parcel.message.text


def test_a_story_that_is_still_told_is_not_listed(stage: ConsoleStage, clock: ManualClock) -> None:
    """Half an hour of silence makes it one that was left behind."""
    left_behind(stage, state="berjalan")
    assert "/belum-selesai/b1" not in stage.client(OPERATOR).get("/belum-selesai").text
    clock.advance(31 * 60)
    assert "/belum-selesai/b1" in stage.client(OPERATOR).get("/belum-selesai").text


def test_a_restricted_story_is_for_named_officers(stage: ConsoleStage) -> None:
    """To others it is not there, neither in the list nor by its address."""
    left_behind(stage, replace(STORY, restricted=True, kind="kdrt"))
    plain, named = stage.client(OPERATOR), stage.client(SUPERVISOR)
    assert "/belum-selesai/b1" not in plain.get("/belum-selesai").text
    assert plain.get("/belum-selesai/b1").status_code == 404
    assert post(plain, "/belum-selesai/b1/catat").status_code == 404
    assert named.get("/belum-selesai/b1").status_code == 200


def test_an_officer_who_was_called_answers_and_gives_back(stage: ConsoleStage) -> None:
    """Only whoever has the talk writes in it; afterwards the assistant answers again."""
    talk, one, two = called(stage), stage.client(OPERATOR), stage.client(SUPERVISOR)
    assert one.get("/antrean/alarm").json()["counts"]["percakapan"] == "1"
    address = f"/percakapan/{talk}"
    assert address in one.get("/percakapan").text
    assert "tolong sambungkan" in one.get(address).text
    assert post(one, f"{address}/balas", kunci="k1", balasan="Ya, dengan petugas.").status_code == 403
    assert post(one, address, cara="ambil").status_code == 303
    assert post(two, address, cara="ambil").status_code == 409
    for _ in range(2):
        assert post(one, f"{address}/balas", kunci="k1", balasan="Ya, dengan petugas.").status_code == 303
    assert one.get(address).text.count("Ya, dengan petugas.") == 1
    assert post(one, f"{address}/balas", kunci="k2", balasan=" ").status_code == 422
    assert post(one, address, cara="kembalikan").status_code == 303
    with stage.house.database.read() as session:
        assert handovers.holder(session, "r1") is None


@pytest.mark.parametrize("place", ["report", "draft"])
def test_a_name_that_was_given_elsewhere_is_hidden_in_a_talk(stage: ConsoleStage, place: str) -> None:
    """In a report or in a story that was not sent: whoever answers need not read it."""
    if place == "report":
        stage.file("d9", name="Sutarjo")
    else:
        left_behind(stage)
    talk = called(stage, text="halo ini Sutarjo, saya mau bicara dengan petugas")
    page = stage.client(OPERATOR).get(f"/percakapan/{talk}").text
    assert "saya mau bicara dengan petugas" in page and "Sutarjo" not in page


def test_what_was_said_while_a_hidden_report_was_told_stays_hidden(stage: ConsoleStage) -> None:
    """An officer who may not see a restricted report does not read it in the talk either."""
    hurt = replace(STORY, draft_id="h1", restricted=True, kind="kdrt")
    left_behind(stage, hurt)
    stage.file("h1", restricted=True, kind="kdrt")
    stage.house.clock.advance(3600)  # type: ignore[attr-defined]
    later = stage.house.clock.now()
    talk = called(stage, text="suami saya memukul saya lagi")
    with stage.house.database.write() as session:
        known = {"reporter_id": "r1", "draft_id": None, "direction": "masuk", "at": later}
        transcripts.note(session, stage.sealer, "l2", text="petugas tolong balas", **known)
    plain = stage.client(OPERATOR).get(f"/percakapan/{talk}").text
    assert "petugas tolong balas" in plain and "memukul" not in plain
    assert "memukul" in stage.client(SUPERVISOR).get(f"/percakapan/{talk}").text


def test_the_talk_on_a_report_leaves_other_reports_out(stage: ConsoleStage) -> None:
    """The same reporter told two; each page shows its own lines and what was said outside both."""
    clock = stage.house.clock
    for count, text in enumerate(("yang pertama", "yang kedua")):
        left_behind_at = clock.now()
        with stage.house.database.write() as session:
            draft = replace(STORY, draft_id=f"d{count}")
            drafts.keep(
                session,
                stage.sealer,
                draft,
                reporter_id="r1",
                asking=None,
                state="berjalan",
                now=left_behind_at,
            )
            known = {"reporter_id": "r1", "draft_id": None, "direction": "masuk", "at": left_behind_at}
            transcripts.note(session, stage.sealer, f"l{count}", text=f"cerita {text}", **known)
        stage.file(f"d{count}")
        clock.advance(timedelta(hours=2).total_seconds())  # type: ignore[attr-defined]
    client = stage.client(OPERATOR)
    numbers = sorted(set(_numbers(client.get("/antrean?tampilan=semua").text)))
    pages = [client.get(f"/laporan/{number}").text for number in numbers]
    assert ["cerita yang pertama" in page for page in pages] == [True, False]
    assert ["cerita yang kedua" in page for page in pages] == [False, True]


def _numbers(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('href="/laporan/')[1:]]
