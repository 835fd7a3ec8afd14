"""Numbers on the map are those of the queue behind them; nothing on it comes from outside."""

from __future__ import annotations

import html
import re

import pytest

from banpol.console.areas import areas, names
from banpol.register.actors import OPERATOR, SUPERVISOR
from banpol.register.draft import Place
from tests.support.console import ConsoleStage

OKI = Place("x", "Kabupaten Ogan Komering Ilir", "16.02")


def figures(page: str) -> dict[str, int]:
    """Address of the rows → number, as the table shows it."""
    found = re.findall(r'<td><a href="(/antrean[^"]+)">([\d.]+)</a></td>', page)
    return {html.unescape(address): int(number.replace(".", "")) for address, number in found}


def rows(stage: ConsoleStage, address: str, role: str) -> int:
    return len(re.findall(r'<td><a href="/laporan/', stage.client(role).get(address).text))


@pytest.mark.parametrize("role", [OPERATOR, SUPERVISOR])
def test_every_number_is_that_of_its_rows(stage: ConsoleStage, role: str) -> None:
    """Also of places outside, unknown ones, and of reports that only some may see."""
    for count, place in enumerate((None, OKI, OKI, Place("y", outside=True))):
        stage.file(f"d{count}", place=place, restricted=count == 1)
    stage.file("d9")
    for address in ("/peta", "/peta?kabupaten=16.71", "/peta?kabupaten=16.02", "/peta?urgensi=biasa"):
        found = figures(stage.client(role).get(address).text)
        assert found
        for behind, number in found.items():
            assert rows(stage, behind, role) == number, behind


def test_a_period_and_filters_narrow_the_map(stage: ConsoleStage) -> None:
    """What was filed on other days or is of another kind does not count."""
    stage.file("d1")
    client = stage.client(OPERATOR)
    assert sum(figures(client.get("/peta").text).values()) == 1
    assert figures(client.get("/peta?jenis=narkoba").text) == {}
    assert figures(client.get("/peta?dari=2001-01-01&sampai=2001-02-01").text) == {}


@pytest.mark.parametrize(
    "query", ["dari=x&sampai=9999-99-99", "kabupaten=99", "kabupaten=%00", "dari=2099-12-31", "jenis='"]
)
def test_an_address_written_by_hand_shows_a_map(stage: ConsoleStage, query: str) -> None:
    """What is no date, code or filter counts for nothing."""
    assert stage.client(OPERATOR).get(f"/peta?{query}").status_code == 200


def test_every_kabupaten_and_kecamatan_that_is_drawn_has_a_name() -> None:
    """Seventeen of the one; each drawing lies on the paper."""
    assert len(areas(5)) == 17 and set(areas(5)) | set(areas(8)) <= set(names())
    for area in areas(8).values():
        assert 0 <= area.middle[0] <= 430 and 0 <= area.middle[1] <= 340
