"""Which question comes next, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.questions import next_question, wording
from actions.slots import ASKED
from actions.talk import Memory, Talk
from actions.wording import known
from banpol.register.draft import ReportDraft
from tests.unit.actions.fake_ear import KINDS

TOLD = {"kejadian": "x", "lokasi": "y", "waktu": "z"}


def _talk(kind: str = "lainnya", narrative: str = "ada kejadian", **memory: object) -> Talk:
    return Talk(TOLD, ReportDraft("d", narrative=narrative, kind=kind), replace(Memory(), **memory))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("pencurian", "kerugian"), ("penganiayaan", "orang"), ("lainnya", "bukti")],
)
def test_each_kind_has_its_own_further_question(kind: str, asked: str) -> None:
    """One at most, by the table of kinds."""
    assert next_question(_talk(kind), KINDS) == asked


def test_what_was_told_is_not_asked_again() -> None:
    """A story that names the thief, or the loss, is enough."""
    assert next_question(_talk("penganiayaan", "dipukul tetangga saya"), KINDS) == "bukti"
    assert next_question(_talk("pencurian", "motor saya dicuri, pelakunya terekam cctv"), KINDS) == "bukti"


def test_a_complete_message_is_asked_for_the_name_only() -> None:
    """Neither further question nor evidence nor contact."""
    assert next_question(_talk("pencurian", quick=True), KINDS) == "nama"
    assert next_question(_talk(quick=True).saying(nama="Rina"), KINDS) == "konfirmasi"


def test_who_was_hurt_is_asked_neither_details_nor_evidence() -> None:
    """Restricted kinds go from when to the name."""
    talk = _talk("kekerasan_seksual").drafting(restricted=True)
    assert next_question(talk, KINDS) == "nama"


def test_who_stays_unnamed_is_not_asked_for_contact() -> None:
    """It would tell who they are."""
    talk = _talk().drafting(confidentiality="anonim").saying(bukti="-", nama="anonim")
    assert next_question(talk, KINDS) == "konfirmasi"


def test_an_emergency_asks_its_place_and_nothing_else() -> None:
    """The rest comes as it comes."""
    talk = Talk({}, ReportDraft("d"), Memory(mode="darurat"))
    assert next_question(talk, KINDS) == "lokasi"
    assert next_question(talk.saying(lokasi="di plaju"), KINDS) is None


@pytest.mark.parametrize("slot", ASKED)
@pytest.mark.parametrize("tries", [0, 1, 2, 5])
def test_every_question_has_its_words_at_every_try(slot: str, tries: int) -> None:
    """No question is ever silent."""
    assert known(wording(slot, _talk(tries=tries)))


@pytest.mark.parametrize("mode", ["darurat", "tambah"])
def test_additions_have_their_own_words(mode: str) -> None:
    """For a filed report."""
    assert known(wording("lokasi", _talk(mode=mode))) and known(wording("lokasi", _talk(mode=mode, tries=1)))


def test_the_notice_about_data_comes_before_the_first_personal_question() -> None:
    """And only once."""
    first, again = wording("nama", _talk()), wording("nama", _talk(privacy_told=True))
    assert first == "utter_tanya_nama" and again == "utter_tanya_nama_lagi"


def test_the_summary_cannot_be_skipped_so_its_offer_does_not_say_so() -> None:
    """Who does not answer the summary is offered to send it or to be helped; other steps may be skipped."""
    assert wording("konfirmasi", _talk(tries=2)) == "utter_tawaran_petugas_konfirmasi"
    assert wording("waktu", _talk(tries=2)) == "utter_tawaran_petugas_form"
