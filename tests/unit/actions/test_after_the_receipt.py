"""What is written after a receipt: more of that report, another one, or nothing at all."""

from __future__ import annotations

import pytest

from actions import course_words
from actions.file_report import added
from actions.talk import Memory, Talk
from tests.unit.actions.talking import FILED, Conversation, at, reported


@pytest.mark.parametrize("text", ["becanda pak hehe", "salah nomor", "cuma iseng"])
def test_a_joke_in_a_report_is_offered_to_be_stopped(text: str) -> None:
    """It is no place, no story, and how to stop is said before the question comes again."""
    talk = reported().hear(text, "beri_lokasi")
    assert talk.taken and talk.asked == "lokasi" and talk.notes == ("utter_catat_bercanda",)
    assert "lokasi" not in talk.said and text not in talk.said["kejadian"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("eh maaf salah nomor", True),
        ("salah kirim pak maaf", True),
        ("salah nomor platnya", False),
        ("salah nomor harusnya BG 1235 XX", False),
        ("salah kirim foto yang tadi", False),
    ],
)
def test_a_wrong_number_is_told_from_a_wrong_plate(text: str, wrong: bool) -> None:
    """A number that is mended is no wrong addressee."""
    assert course_words.wrong_number(text) is wrong


def test_a_wrong_number_outside_is_answered_and_begins_nothing() -> None:
    """No report, no question."""
    talk = Conversation().hear("eh maaf salah nomor", "koreksi")
    assert not talk.active and talk.talk.memory.leads_to == "utter_salah_nomor"


@pytest.mark.parametrize("text", ["gajadi deh pak cuma helm", "ga jadi pak", "eh batalin aja"])
def test_giving_up_in_own_words_cancels(text: str) -> None:
    """Whatever intent it was taken for."""
    assert reported().hear(text).talk.memory.leads_to == "action_cancel_report"


def test_passing_over_a_question_is_no_giving_up() -> None:
    """ "Ga jadi" to the question for files means that none come."""
    talk = at("bukti").hear("ga jadi kirim foto", "lewati")
    assert not talk.talk.memory.leads_to and talk.asked == "nama"


@pytest.mark.parametrize("text", ["sama dompetnya warna coklat", "platnya BG 1234 XX", "eh salah, jam 9"])
def test_what_follows_a_receipt_goes_to_that_report(text: str) -> None:
    """Nobody should tell a second report by a second bubble."""
    talk = Conversation(Talk(memory=FILED)).hear(text, "lapor_kejadian", minutes=5)
    assert talk.talk.memory.mode == "tambah" and talk.talk.memory.filed == "draf1"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("saya dipukul orang", 5),
        ("sama mau lapor yang lain", 5),
        ("dan kemarin saya dipukul di plaju", 5),
        ("sama dompetnya dicuri", 90),
    ],
)
def test_another_incident_begins_anew(text: str, minutes: float) -> None:
    """A story of its own, another place and time, or one that comes much later."""
    assert (
        Conversation(Talk(memory=FILED)).hear(text, "lapor_kejadian", minutes=minutes).talk.memory.mode
        == "lapor"
    )


def test_what_is_remembered_goes_to_the_last_report_at_any_time() -> None:
    """ "Baru inget" says itself that it belongs to what was told."""
    talk = Conversation(Talk(memory=FILED)).hear(
        "baru inget pak, ada atm juga", "lapor_kejadian", minutes=300
    )
    assert talk.talk.memory.mode == "tambah"


def test_additions_are_not_confirmed_in_the_same_words() -> None:
    """Two sentences take turns."""
    assert [added(Memory(additions=n)) for n in range(3)] == [
        "utter_laporan_tambahan",
        "utter_laporan_tambahan_lagi",
        "utter_laporan_tambahan",
    ]


def test_two_incidents_are_told_one_after_the_other() -> None:
    """Who announces two hears how the second is told."""
    talk = Conversation().hear("mau lapor 2 kejadian, rumah kemalingan dan saya dipukul", "lapor_kejadian")
    assert "utter_catat_dua_kejadian" in talk.notes


def test_a_bare_fact_after_a_receipt_goes_to_that_report() -> None:
    """ "Imei 3519" needs no verb."""
    assert Conversation(Talk(memory=FILED)).hear("imei 3519", minutes=5).talk.memory.mode == "tambah"


@pytest.mark.parametrize(
    ("text", "opens"), [("lapor baru", True), ("cara lapor", False), ("info baru pak", False)]
)
def test_the_words_of_the_receipt_open_a_new_report(text: str, opens: bool) -> None:
    """ "Lapor baru" resembles the question how to report."""
    assert Conversation(Talk(memory=FILED)).hear(text, "tanya_cara_lapor", minutes=5).active is opens


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("pinjol nagih, data saya dicuri dan disebar", True),
        ("minta data saya yang dicuri kemarin", False),
        ("data saya dicuri ya?", False),
    ],
)
def test_stolen_data_are_a_report_and_no_request(text: str, begins: bool) -> None:
    """Who tells that lenders spread their data asks for no copy of them."""
    heard = Conversation().hear(text, "data_saya")
    assert (heard.talk.draft is not None) == begins
