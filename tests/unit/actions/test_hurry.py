"""Who wants to send now sees the summary next, and loses nothing that was said."""

from __future__ import annotations

import pytest

from actions import phrases
from actions.hurry import asks_to_send
from actions.listening import SKIPPED
from tests.unit.actions.talking import at


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("kirim", True),
        ("kirim aja", True),
        ("iyo kirimke bae laporannyo", True),
        ("udah itu aja, kirim", True),
        ("ok kirim pak cepet", True),
        ("nanti saya kirim", False),
        ("kirim ke mana?", False),
        ("udah itu aja", False),
        ("saya kirim fotonya", False),
    ],
)
def test_who_asks_to_send(text: str, meant: bool) -> None:
    """Only the wish itself; a promise or a question is something else."""
    assert asks_to_send(phrases.word_list(text)) is meant


@pytest.mark.parametrize("slot", ["bukti", "nama", "boleh_dihubungi"])
def test_what_may_stay_open_stays_open(slot: str) -> None:
    """The summary comes next, whatever was asked; what had been answered stays."""
    talk = at(slot)
    before = talk.said
    talk.hear("udah itu aja, kirim", "pamit")
    assert talk.asked == "konfirmasi"
    assert talk.said.items() >= before.items()
    assert talk.said[slot] == SKIPPED
    assert talk.talk.report.contact_allowed is None


@pytest.mark.parametrize("slot", ["lokasi", "waktu"])
def test_what_a_report_needs_is_asked_all_the_same(slot: str) -> None:
    """Nobody can be helped without a place."""
    assert at(slot).hear("kirim aja", "setuju").asked == slot


def test_asked_for_a_photo_a_bare_kirim_promises_one() -> None:
    """The next question is the name, not the summary."""
    assert at("bukti").hear("iya kirim", "setuju").asked == "nama"
    assert at("bukti").hear("langsung kirim", "setuju").asked == "konfirmasi"


def test_while_a_part_is_changed_nothing_is_skipped() -> None:
    """The words are then about that part."""
    talk = at("nama")
    talk.talk = talk.talk.remembering(editing="nama")
    talk.hear("kirim aja", "setuju")
    assert "boleh_dihubungi" not in talk.said
