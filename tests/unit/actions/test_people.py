"""Answers as people give them: evidence, contact, names, sums, fear and what is passed over."""

from __future__ import annotations

import pytest

from actions import answer_words, phrases
from actions.corrections import Correction, find_correction, merged_times
from tests.unit.actions.talking import at, reported


@pytest.mark.parametrize("text", ["katek, takut nak moto", "ga berani foto", "belum sempet"])
def test_nothing_to_show_is_an_answer(text: str) -> None:
    """It is neither more of the story nor a promise of files."""
    talk = at("bukti").hear(text)
    assert talk.asked == "nama" and not talk.notes and text not in talk.said["kejadian"]


def test_no_photo_but_a_witness_is_evidence() -> None:
    """What follows a "tapi" is kept."""
    talk = at("bukti").hear("ga ada foto tapi ada saksi dua orang")
    assert talk.talk.report.evidence_note


def test_evidence_that_sounds_like_a_side_question_is_taken() -> None:
    """ "Ada ss grup wa nya" asks for no other channel."""
    talk = at("bukti").hear("ada ss grup wa nya", "tanya_kanal")
    assert talk.asked == "nama" and "ss grup" in talk.talk.report.evidence_note


@pytest.mark.parametrize(
    ("text", "allowed"),
    [("boleh tapi jangan ditelpon, chat aja", True), ("serah", True), ("jangan nanti mama tau", False)],
)
def test_contact_in_own_words(text: str, allowed: bool | None) -> None:
    """By chat only is a yes, "terserah" leaves it to us, and "jangan" needs no more words."""
    assert answer_words.allows_contact(text) is allowed


def test_contact_in_many_words_is_no_more_story() -> None:
    """A long answer that sounds like a story is still the answer."""
    talk = at("boleh_dihubungi").hear("boleh tapi saya dipukul, jangan ditelpon ya", "lapor_kejadian")
    assert talk.talk.report.contact_allowed is not None and talk.asked == "konfirmasi"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("jamnya jam 9 ya bukan jam 8", "jam 9"),
        ("eh kemarin maksudnya", "kemarin"),
        ("salah, tempatnya di Plaju pak", "di Plaju"),
    ],
)
def test_a_correction_is_kept_without_its_small_words(text: str, new: str) -> None:
    """The summary shows what was meant."""
    assert find_correction(text).new == new


def test_the_own_name_is_mended_and_asks_for_no_data() -> None:
    """ "Nama saya …" under the summary sets the name; "namanya …" is somebody else's."""
    talk = at("konfirmasi").hear("nama saya Mega Utami", "data_saya")
    assert talk.talk.report.name == "Mega Utami" and talk.asked == "konfirmasi"
    assert at("konfirmasi").hear("namanya Mega Utami", "data_saya").talk.report.name == "Rina"


@pytest.mark.parametrize("text", ["Bambang S.", "M. Yusuf", "A. R. Hakim"])
def test_initials_belong_to_a_name(text: str) -> None:
    """A letter alone sounds like nothing, and is a part of many names."""
    talk = at("nama").hear(text, "beri_lokasi", confidence=0.5)
    assert talk.talk.report.name and talk.asked == "boleh_dihubungi"
    assert "lokasi" not in talk.notes


def test_a_part_of_the_day_is_not_said_twice() -> None:
    """ "Kemarin jam 8 malam" mended to "jam 7 malam"."""
    assert merged_times("kemarin jam 8 malam", Correction("jam 7 malam"))[0] == "kemarin jam 7 malam"


def test_yes_please_allows_contact() -> None:
    """Whatever it was taken for."""
    assert at("boleh_dihubungi").hear("iya tolong", "darurat").talk.report.contact_allowed is True


@pytest.mark.parametrize("text", ["lewati", "skip aja", "gausah pak"])
def test_what_is_passed_over_is_no_answer_for_officers(text: str) -> None:
    """A question counts as answered, but "lewati" tells of no loss."""
    talk = reported().hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu")
    assert talk.asked == "kerugian"
    talk.hear(text, "lewati")
    assert (talk.asked, talk.talk.report.loss) == ("bukti", "")


def test_not_knowing_is_told_to_officers() -> None:
    """ "Dak tau" is an answer."""
    talk = reported().hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu")
    assert talk.hear("dak tau", "tolak").talk.report.loss == "dak tau"


@pytest.mark.parametrize("text", ["takut pak nanti dibales", "aku takut ketahuan", "takut pak"])
def test_fear_is_met_and_not_taken_for_an_answer(text: str) -> None:
    """Who is afraid hears that they are kept hidden; the fear is no answer."""
    talk = reported().hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu")
    talk.hear(text, "nlu_fallback")
    assert "utter_catat_takut" in talk.talk.memory.notes
    assert (talk.asked, talk.talk.report.loss) == ("bukti", "")


def test_a_sum_is_corrected_as_a_sum() -> None:
    """Although "2,5 juta" alone resembles a fraud."""
    talk = at("nama").hear("kerugian 2,5 juta", "tambah_informasi")
    talk.hear("jumlahnya bukan 2,5 juta tapi 3,5 juta", "koreksi")
    assert "3,5 juta" in talk.talk.report.loss and "utter_ganti_kerugian" in talk.talk.memory.notes


def test_two_words_that_name_evidence_are_taken() -> None:
    """ "Ada kwitansi" is an answer."""
    assert at("bukti").hear("ada kwitansi", "nlu_fallback").talk.report.evidence_note == "ada kwitansi"


def test_where_somebody_got_on_is_no_name() -> None:
    """Although four words may be one."""
    assert phrases.find_name("sekitaran jakabaring naiknya") is None


@pytest.mark.parametrize("text", ["boleh, hp ini aja", "boleh kalau sore"])
def test_a_yes_with_a_wish_allows_contact_and_changes_no_time(text: str) -> None:
    """Whatever it was taken for."""
    talk = at("boleh_dihubungi").hear(text, "beri_waktu")
    assert talk.talk.report.contact_allowed is True and talk.said["waktu"] == "tadi malam"


@pytest.mark.parametrize(("text", "hidden"), [("takut pak, rahasia", True), ("rahasia ga pak", False)])
def test_fear_of_giving_a_name_is_an_answer(text: str, hidden: bool) -> None:
    """Who asks whether it is kept secret is answered; who only fears is left without a name."""
    talk = at("nama").hear(text, "tanya_privasi")
    assert ("nama" in talk.said) is hidden and not talk.talk.report.name


@pytest.mark.parametrize("text", ["no", "skip aja", "No thanks"])
def test_a_name_that_is_passed_over_stays_empty(text: str) -> None:
    """Whatever the intents make of it."""
    talk = at("nama").hear(text, "nlu_fallback")
    assert (talk.asked, talk.talk.report.name) == ("boleh_dihubungi", "")
