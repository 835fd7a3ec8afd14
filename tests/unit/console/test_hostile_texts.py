"""Hostile texts, filed as reports: every page shows them as texts, and no file that leaves holds harm."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from starlette.testclient import TestClient

from banpol.console import demo
from banpol.console.guard import COOKIE
from banpol.register import casework, exporting
from banpol.register.actors import ADMIN, AUDITOR, OPERATOR, SUPERVISOR, Actor
from banpol.register.draft import Moment, Place
from banpol.register.exporting import Extract
from banpol.register.lists import read_list
from banpol.register.office import CANNED, ROUTING, change_setting
from tests.support.console import ConsoleStage, csrf_of
from tests.support.harm import Harm
from tests.support.hostile import HOSTILE
from tests.support.parts import NOW

NAME = "Sutarjokanari"  # of every reporter; it may stand on no page and in no file
BOSS = Actor(demo.LOGINS[ADMIN], ADMIN)
HEAD = Actor(demo.LOGINS[SUPERVISOR], SUPERVISOR, named=True)
LISTS = (
    "/antrean?tampilan=semua",
    "/antrean/data",
    "/peta",
    "/statistik",
    "/peringatan",
    "/publik",
    "/permintaan",
)


def filed(stage: ConsoleStage, texts: tuple[str, ...]) -> list[str]:
    """One report for each text, which stands in every field that a citizen or officer fills."""
    numbers = []
    for count, text in enumerate(texts):
        short = text[:60]
        place = Place(short, "Kota Palembang", "16.71", "Plaju", "16.71.14")
        more = {"people": text, "loss": short, "vehicles": (short,), "plates": (short,), "phones": (short,)}
        moment = Moment(short)
        told = f"{text} kanari{count}"
        number = stage.file(f"d{count}", narrative=told, place=place, moment=moment, name=NAME, **more)
        with stage.house.database.write() as session:
            casework.add_note(
                session,
                stage.house.office,
                HEAD,
                number,
                text[:4000] if text.strip() else "x",
                stage.house.clock.now(),
            )
        numbers.append(number)
    return numbers


def post(client: TestClient, address: str, **sent: str):
    return client.post(address, data={"csrf": csrf_of(client.cookies.get(COOKIE, "")), **sent})


def test_no_page_lets_a_hostile_text_run(stage: ConsoleStage) -> None:
    """Each report's page and all lists, as HTML is parsed; the name stays hidden, the words stay readable."""
    numbers = filed(stage, HOSTILE)
    client = stage.client(SUPERVISOR)
    for number, text in zip(numbers, HOSTILE, strict=True):
        answer = client.get(f"/laporan/{number}")
        assert answer.status_code == 200, text
        assert Harm(answer.text).found == [], text
        assert NAME not in answer.text
        assert re.search(r"kanari\d+", answer.text)
    for address in LISTS:
        page = client.get(address).text
        assert Harm(page).found == [] and NAME not in page and "window.kena" not in page, address


def test_looking_for_a_hostile_text_is_harmless(stage: ConsoleStage) -> None:
    """It comes back into the search field as a text; nothing breaks, nothing foreign is found."""
    stage.file("d1")
    client = stage.client(OPERATOR)
    for text in HOSTILE:
        answer = post(client, "/cari", q=text)
        assert answer.status_code in (200, 422), text
        assert Harm(answer.text).found == [], text
        hand_made = client.get(
            "/antrean", params={"jenis": text, "petugas": text, "sesudah": text, "dari": text}
        )
        assert hand_made.status_code == 200 and Harm(hand_made.text).found == [], text


def test_lists_to_take_along_hold_no_word_of_anybody(stage: ConsoleStage) -> None:
    """CSV and XLSX of all of them: codes and times, one row for each."""
    filed(stage, HOSTILE[::6])
    client = stage.client(SUPERVISOR)
    rows = list(csv.reader(io.StringIO(post(client, "/ekspor/csv").content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(HOSTILE[::6])
    with zipfile.ZipFile(io.BytesIO(post(client, "/ekspor/xlsx").content)) as book:
        inside = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    assert "<f>" not in inside and "contoh.invalid" not in inside
    for words in (inside, str(rows)):
        assert NAME not in words and "kanari" not in words and "window.kena" not in words


def test_spreadsheets_give_every_hostile_text_back_as_a_text() -> None:
    """Whatever a later column may hold: written, read again, the same words, and no formula."""
    table = Extract(("kata",), tuple((text,) for text in HOSTILE))
    rows = list(csv.reader(io.StringIO(exporting.to_csv(table).decode("utf-8-sig"), newline="")))
    for (cell,), text in zip(rows[1:], HOSTILE, strict=True):
        assert cell.removeprefix("'") == text.replace("\0", "").removeprefix("'")
        assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))
    with zipfile.ZipFile(io.BytesIO(exporting.to_xlsx(table))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and not [n for n in book.namelist() if "external" in n.lower()]


def test_a_dossier_draws_hostile_texts_and_obeys_none(stage: ConsoleStage) -> None:
    """All of them in three PDFs without scripts, actions, links or embedded files, and without the name."""
    numbers = filed(stage, tuple("\n".join(HOSTILE[start::3]) for start in range(3)))
    client = stage.client(SUPERVISOR)
    for number in numbers:
        answer = post(client, f"/laporan/{number}/berkas")
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
        for word in (b"/JavaScript", b"/JS", b"/AA", b"/OpenAction /", b"/Launch", b"/URI", b"/EmbeddedFile"):
            assert word not in answer.content, (number, word)
        assert NAME.encode() not in answer.content


@pytest.mark.parametrize("role", [ADMIN, AUDITOR])
def test_other_roles_read_nothing_of_it(stage: ConsoleStage, role: str) -> None:
    """Neither words nor numbers of reports that are not theirs."""
    number = filed(stage, HOSTILE[:1])[0]
    client = stage.client(role)
    for address in (
        "/",
        "/antrean?tampilan=semua",
        "/peringatan",
        f"/laporan/{number}",
        "/admin",
        "/statistik",
    ):
        page = client.get(address, follow_redirects=True).text
        assert number not in page and "kanari" not in page and "window.kena" not in page, address


def test_what_officers_and_administrators_type_is_shown_as_text_too(stage: ConsoleStage) -> None:
    """Notes, answers, canned answers, unit names, other ways of reporting: on every page that shows them."""
    admin, client = stage.client(ADMIN), stage.client(SUPERVISOR)
    office, typed = stage.house.office, [text for text in HOSTILE if text.strip() and "\0" not in text]
    with stage.house.database.write() as session:
        canned = {f"{count} {text[:40]}": f"Baik {text[:200]}" for count, text in enumerate(typed)}
        change_setting(session, office, BOSS, CANNED, canned, 0, NOW)
        units = read_list("satuan.yml")
        for (code, unit), text in zip(sorted(units["satuan"].items()), typed, strict=False):
            unit["nama"] = f"Satuan {code} {text[:60]}"
        change_setting(session, office, BOSS, ROUTING, units, 0, NOW)
    seen = ["/laporan-baru", "/antrean?tampilan=semua", "/peta", "/statistik"]
    for count, text in enumerate(typed[::6]):
        told = {"cerita": f"motor hilang {text}", "tempat": text[:80], "waktu": text[:80], "nama": NAME}
        more = {"kanal": "telepon", "urgensi": "biasa", "kerahasiaan": "rahasia", "kunci": f"k{count}"}
        answer = post(client, "/laporan-baru", **told, **more)
        assert answer.status_code == 303, answer.text
        seen.append(answer.headers["location"].split("?")[0])
        post(client, seen[-1] + "/catatan", catatan=text, kunci=f"c{count}")
        refused = post(client, "/laporan-baru", **{**told, **more, "kanal": text})
        assert refused.status_code == 422 and Harm(refused.text).found == [], text
    for address in seen:
        page = client.get(address).text
        assert Harm(page).found == [] and NAME not in page, address
    for address in ("/admin", "/admin/tabel/satuan", "/admin/tabel/jawaban_siap"):
        assert Harm(admin.get(address).text).found == [], address


def test_the_judge_sees_harm_once_nothing_is_escaped(stage: ConsoleStage) -> None:
    """The same pages from templates that do not escape: most of the markup is found in them."""
    stage.house.pages._shapes.autoescape = False
    numbers, client = filed(stage, HOSTILE[:20]), stage.client(SUPERVISOR)
    found = [Harm(client.get(f"/laporan/{number}").text).found for number in numbers]
    assert sum(map(bool, found)) >= 18
