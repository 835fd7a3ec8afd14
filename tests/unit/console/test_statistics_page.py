"""Figures on pages equal the rows they lead to; the public sees no small ones; reported ones stand apart."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from banpol.clock import ManualClock
from banpol.console import demo
from banpol.register import moving, statistics
from banpol.register.actors import ADMIN, AUDITOR, SUPERVISOR, Actor
from banpol.register.draft import Place
from banpol.register.moving import Details
from banpol.register.sql.operator_tables import operator_account
from banpol.register.statistics import Reported
from tests.support.console import ConsoleStage
from tests.support.parts import NOW

HEAD = Actor(demo.LOGINS[SUPERVISOR], SUPERVISOR, named=True)
LINK = re.compile(r'<td><a href="(/antrean[^"]+)">([\d.]+)</a></td>')


@pytest.fixture
def busy(stage: ConsoleStage, clock: ManualClock) -> ConsoleStage:
    """Reports of several kinds, places and fates, over two days."""
    places = (None, Place("x", "OKI", "16.02"), Place("y", outside=True))
    numbers = [
        stage.file(f"d{n}", kind=("curanmor", "lainnya", "kdrt")[n % 3], place=places[n % 3])
        for n in range(7)
    ]
    stage.file("w", urgency="darurat")
    clock.advance(3 * 3600)
    with stage.house.database.write() as session:
        for number, name, details in (
            (numbers[0], "verifikasi", Details()),
            (numbers[1], "teruskan", Details(unit="polres-oki")),
            (numbers[2], "nyatakan_tidak_valid", Details("sudah diperiksa oleh petugas piket", "iseng")),
        ):
            moving.move(session, stage.house.office, HEAD, number, name, 1, clock.now(), details)
    clock.advance(86_400)
    stage.file("e")
    return stage


def test_every_figure_leads_to_as_many_rows(busy: ConsoleStage) -> None:
    """All tables, the chart over time, and the tiles on top."""
    client = busy.client(SUPERVISOR)
    page = client.get("/statistik?per=hari").text
    found = LINK.findall(page)
    assert len(found) > 20
    for address, number in found:
        rows = re.findall(r'<td><a href="/laporan/', client.get(html.unescape(address)).text)
        assert len(rows) == int(number), address


def test_percentages_of_every_table_add_up(busy: ConsoleStage) -> None:
    """To a tenth of a percent, as they are printed."""
    page = busy.client(SUPERVISOR).get("/statistik").text
    tables = re.findall(r'<table class="numbers" aria-labelledby.*?</table>', page, re.S)
    assert len(tables) == 13
    for table in tables:
        body, foot = table.split("<tfoot>")
        shares = [float(share.replace(",", ".")) for share in re.findall(r"<td>(\d+,\d)</td>", body)]
        assert round(sum(shares), 6) == 100.0 and "100,0" in foot


def test_an_auditor_sees_all_figures_and_no_rows(busy: ConsoleStage) -> None:
    """An auditor's queue holds complaints only, so links would lead to other numbers."""
    page = busy.client(AUDITOR).get("/statistik").text
    assert "Jenis kejadian" in page and 'href="/antrean?' not in page and "/ekspor/" not in page


def test_a_period_without_reports_is_shown_as_one(busy: ConsoleStage) -> None:
    """No division by nothing, no empty chart."""
    page = busy.client(SUPERVISOR).get("/statistik?dari=2001-01-01&sampai=2001-12-31").text
    assert "Statistik" in page and LINK.findall(page) == []


def test_the_public_sees_yearly_figures_without_small_cells(busy: ConsoleStage) -> None:
    """Nine reports: kinds and places below five are kept back; nothing leads anywhere."""
    page = busy.client().get("/publik").text
    assert f"{NOW.year}: 9 laporan tercatat" in page and "sedikit" in page
    assert "/antrean" not in page and "/laporan/" not in page
    shown = [int(number) for number in re.findall(r"<td>(\d+)</td>", page)]
    assert all(number >= statistics.SMALLEST_PUBLIC for number in shown)


def test_reported_totals_stand_apart(stage: ConsoleStage) -> None:
    """On both pages, with their own heading, and in no sum."""
    stage.file("d1")
    line = Reported("2023-01-01", "2023-12-31", 22_982, "Angka tahunan")
    with stage.house.database.write() as session:
        statistics.import_reported(session, stage.house.office, Actor("a", ADMIN), [line], NOW)
    for address, role in (("/publik", None), ("/statistik", SUPERVISOR)):
        page = stage.client(role).get(address).text
        assert "Dilaporkan oleh layanan" in page and page.count("22.982") == 1
        assert "22.983" not in page


@pytest.mark.parametrize(
    "query", ["dari=x", "dari=0001-01-01", "per=jam", "dari=2026-12-31&sampai=2026-01-01"]
)
def test_an_address_written_by_hand_shows_figures(stage: ConsoleStage, query: str) -> None:
    """What is no date counts for nothing; a span the wrong way round is turned."""
    stage.file("d1")
    assert stage.client(SUPERVISOR).get(f"/statistik?{query}").status_code == 200


def test_a_supervisor_of_one_unit_sees_its_figures_only(stage: ConsoleStage) -> None:
    """Counted from the reports of that unit, and each leads to its rows."""
    stage.file("d1", place=Place("x", "OKI", "16.02"))
    stage.file("d2")
    with stage.house.database.write() as session:
        session.execute(
            update(operator_account).where(operator_account.c.login == "pengawas").values(unit="polres-oki")
        )
    client = stage.client(SUPERVISOR)
    page = client.get("/statistik").text
    assert "Polres Ogan Komering Ilir" in page
    for address, number in LINK.findall(page):
        rows = re.findall(r'<td><a href="/laporan/', client.get(html.unescape(address)).text)
        assert len(rows) == int(number) == 1, address


def test_yesterday_is_counted_on_its_own_day(busy: ConsoleStage) -> None:
    """Days are those of WIB."""
    day = (NOW + timedelta(hours=7)).date()
    page = busy.client(SUPERVISOR).get(f"/statistik?dari={day}&sampai={day}").text
    assert re.search(r"<dt>Laporan</dt><dd><a [^>]+>8</a>", page)
