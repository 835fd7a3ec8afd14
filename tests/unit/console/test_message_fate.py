"""Why a message of ours did not arrive, and who cannot be reached, in sentences an officer understands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from banpol.console.message_fate import tick, unreachable_words, why
from banpol.post import inbox, outbox, reachability
from banpol.post.reachability import Unreachable
from banpol.register import handovers, requests
from banpol.register.actors import OPERATOR, SUPERVISOR, Actor
from banpol.whatsapp.errors import BY_CODE
from tests.support.console import ConsoleStage
from tests.support.parts import NOW, arrival
from tests.unit.console.test_work import post

CLOSED = "di luar 24 jam sejak pelapor terakhir menulis"
BUDI = Actor("petugas", OPERATOR)


def test_every_code_that_the_channel_judges_has_a_sentence() -> None:
    """No officer reads a bare number for what is known, and no two of our words for one trouble disagree."""
    without = [code for code in BY_CODE if "kode WhatsApp" in why(code)]
    assert without == [] and why(131047) == why(131047, "Message failed to send")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("failed", 131026, "x"), "gagal: nomor ini tidak memakai WhatsApp, atau WhatsApp-nya terlalu lama"),
        (("parked", 131047), f"ditahan sampai pelapor menulis lagi: {CLOSED}"),
        (("failed", 999, "Strange thing"), "gagal: kode WhatsApp 999 (Strange thing)"),
        (("failed", 217), "gagal: layanan ini belum diizinkan WhatsApp, beri tahu admin"),
        (("failed", None), "gagal: nomornya tidak tersimpan lagi, atau pesannya kosong"),
        (("parked", None), "ditahan sampai pelapor menulis lagi"),
        (("read", 131047), "dibaca"),
    ],
)
def test_a_tick_says_why_only_where_something_did_not_arrive(
    given: tuple[str, int | None], words: str
) -> None:
    """The channel's own words are the last resort; what arrived has no excuse."""
    assert tick(*given)[2] == words


def test_nobody_is_called_unreachable_without_a_mark() -> None:
    """With one: since when, and why."""
    assert unreachable_words(None) == ""
    assert unreachable_words(Unreachable(NOW, 131026)).endswith(why(131026))
    assert unreachable_words(Unreachable(NOW, None)).endswith("WIB")


def _called(stage: ConsoleStage) -> str:
    """The id of a talk whose reporter wrote just now and asks for an officer."""
    house = stage.house
    with house.database.write() as session:
        inbox.receive(session, house.office.ring, [arrival()])
        requests.ask_officer(session, "r1", "t1", "pelapor", NOW)
        return str(handovers.waiting(session)[0]["id"])


def _lost(stage: ConsoleStage) -> None:
    with stage.house.database.write() as session:
        reachability.mark(session, "r1", "whatsapp", 131026, NOW - timedelta(hours=3))


def test_the_report_and_the_talk_say_that_nobody_is_there(stage: ConsoleStage) -> None:
    """With the reason and the way to a telephone; gone as soon as the reporter writes."""
    pages = (f"/laporan/{stage.file('d1')}", f"/percakapan/{_called(stage)}")
    client = stage.client(OPERATOR)
    assert not any("tidak terjangkau" in client.get(page).text for page in pages)
    _lost(stage)
    for page in pages:
        answer = client.get(page).text
        assert "tidak terjangkau lewat WhatsApp" in answer and why(131026) in answer, page
    assert "tidak terjangkau" not in stage.client(SUPERVISOR).get("/antrean").text
    with stage.house.database.write() as session:
        reachability.clear(session, "r1")
    assert not any("tidak terjangkau" in client.get(page).text for page in pages)


def test_an_answer_in_a_talk_shows_why_it_failed(stage: ConsoleStage) -> None:
    """The same words as at the report, at the line itself."""
    house, talk, client = stage.house, _called(stage), stage.client(OPERATOR)
    with house.database.write() as session:
        handovers.take(session, house.office, BUDI, "r1", NOW)
    assert post(client, f"/percakapan/{talk}/balas", kunci="k1", balasan="Kami di jalan.").status_code == 303
    with house.database.write() as session:
        for parcel in outbox.claim(session, house.office.ring, "t", 0.0):
            outbox.sent(session, parcel.id, f"wamid.{parcel.id}", NOW)
        [parcel] = outbox.claim(session, house.office.ring, "t", 0.0)
        outbox.fail(session, parcel.id, 131049, "limited")
    assert f"gagal: {why(131049)}" in client.get(f"/percakapan/{talk}").text
