"""The queue's address says what is shown; pages follow each other; an alarm tells what waits."""

from __future__ import annotations

import re

import pytest

from banpol.clock import ManualClock
from banpol.register.actors import OPERATOR, SUPERVISOR
from tests.support.console import ConsoleStage


def numbers(page: str) -> list[str]:
    return re.findall(r'href="/laporan/(BP-[\d-]+)"', page)


def test_pages_follow_each_other_without_gap_or_repetition(stage: ConsoleStage) -> None:
    """Fifty a page; the link at its end leads on, with view and filter kept."""
    made = {stage.file(f"d{count}") for count in range(55)}
    client, found, address = stage.client(OPERATOR), [], "/antrean?tampilan=baru&jenis=curanmor"
    while address:
        page = client.get(address).text
        found += numbers(page)
        link = re.search(r'<a href="([^"]+)" rel="next"', page)
        address = link[1].replace("&amp;", "&") if link else ""
    assert len(found) == 55 and set(found) == made


def test_what_is_late_is_marked_and_counted(stage: ConsoleStage, clock: ManualClock) -> None:
    """Two hours after filing an ordinary report is late; its view says since when."""
    stage.file("d1")
    client = stage.client(OPERATOR)
    assert "tampilan=melewati_tenggat" in client.get("/antrean").text
    clock.advance(125 * 60)
    client = stage.client(OPERATOR)
    page = client.get("/antrean?tampilan=melewati_tenggat").text
    assert len(numbers(page)) == 1 and 'class="late">lewat 5 menit' in page
    assert client.get("/antrean/alarm").json()["counts"]["melewati_tenggat"] == "1"


def test_the_alarm_names_open_emergencies_of_ones_own_sight(stage: ConsoleStage) -> None:
    """An emergency about domestic violence rings for named officers only."""
    seen, hidden = stage.file("d1", urgency="darurat"), stage.file("d2", urgency="darurat", restricted=True)
    assert stage.client(OPERATOR).get("/antrean/alarm").json()["emergencies"] == [seen]
    assert stage.client(SUPERVISOR).get("/antrean/alarm").json()["emergencies"] == [hidden, seen]


@pytest.mark.parametrize(
    "query",
    ["sesudah=x", "sesudah=1.2.3", "sesudah=-1.5", f"sesudah=0.{9**60}", "dari=2026-11-24", "satuan=%3Cx%3E"],
)
def test_an_address_written_by_hand_begins_at_the_top(stage: ConsoleStage, query: str) -> None:
    """What means nothing counts for nothing."""
    number = stage.file("d1")
    answer = stage.client(OPERATOR).get(f"/antrean?{query}")
    assert answer.status_code == 200 and numbers(answer.text) == [number]


def test_days_and_filters_of_other_pages_are_kept(stage: ConsoleStage) -> None:
    """A figure's link shows its rows, and the filter form carries what it does not offer itself."""
    number = stage.file("d1")
    client = stage.client(OPERATOR)
    page = client.get("/antrean?tampilan=semua&dari=261124&sampai=261124&kecamatan=16.71.03").text
    assert numbers(page) == [number]
    assert 'name="dari" value="261124"' in page and 'name="kecamatan" value="16.71.03"' in page
    assert numbers(client.get("/antrean?tampilan=semua&dari=261125").text) == []


def test_a_list_behind_a_figure_says_in_words_what_it_holds(stage: ConsoleStage) -> None:
    """And keeps its codes for the next click; a code without words stays a code, a day that is none too."""
    page = (
        stage.client(SUPERVISOR)
        .get(
            "/antrean?tampilan=semua&dari=260105&sampai=261332&hasil=dimediasi&satuan=polres-oki"
            "&tempat=16.71&penyelesaian=belum&jawaban=disanggah&verifikasi=sampai_2_jam&kecamatan=x"
        )
        .text
    )
    for words in ("5 Jan 2026", "261332", "Diselesaikan dengan mediasi", "Polres Ogan Komering Ilir"):
        assert f"<b>{words}</b>" in page
    for words in ("Kota Palembang", "Disanggah", "Sampai 2 jam", "x"):
        assert f"<b>{words}</b>" in page
    assert 'type="hidden" name="hasil" value="dimediasi"' in page
