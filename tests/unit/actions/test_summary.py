"""The report as its reporter reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.summary import clip, date_words, lines, moment_words, place_words, safe, variables
from actions.talk import Talk
from actions.wording import phrase
from banpol.clock import WIB
from banpol.register.draft import Moment, Place, ReportDraft
from tests.unit.actions.fake_ear import KINDS

NINE = datetime(2025, 11, 23, 21, 0, tzinfo=WIB)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "Minggu, 23 November 2025 pukul 21.00 WIB (kemarin)"),
        (timedelta(hours=3), "Minggu, 23 November 2025, 21.00 sampai 00.00 WIB (kemarin)"),
        (timedelta(hours=24), "Minggu, 23 November 2025 (kemarin)"),
        (timedelta(days=3), "Minggu, 23 November 2025 sampai Rabu, 26 November 2025 (kemarin)"),
    ],
)
def test_an_interval_is_told_as_exactly_as_it_is_known(length: timedelta, words: str) -> None:
    """A point by its hour, a day by its date, in WIB."""
    assert moment_words(Moment("kemarin", NINE, NINE + length)) == words


def test_a_time_in_utc_is_told_in_wib() -> None:
    """Half past eleven at night in UTC is the next morning in Palembang."""
    late = datetime.fromisoformat("2025-11-23T23:30:00+00:00")
    assert date_words(late) == "Senin, 24 November 2025 pukul 06.30 WIB"


def test_an_unknown_time_stays_as_it_was_said() -> None:
    """Nothing is made up."""
    assert moment_words(Moment("lupa")) == "lupa" and moment_words(None) == ""


def test_a_region_is_named_once() -> None:
    """Not again when the reporter named it."""
    place = Place("di Plaju", "Kota Palembang", "16.71", "Plaju", "16.71.14")
    assert place_words(place) == "di Plaju (Kota Palembang)"


def test_rows_without_content_are_left_out() -> None:
    """An unknown place is told as unknown, an empty loss is not told at all."""
    told = lines(Talk(draft=ReportDraft("d", narrative="rumah kemalingan", kind="pencurian")), KINDS, phrase)
    assert "Kerugian" not in told and "*Tempat:* tidak diketahui" in told and "*Jenis:* Pencurian" in told


@pytest.mark.parametrize(
    ("name", "level", "words"),
    [
        ("Rina", "rahasia", "Rina (dirahasiakan)"),
        ("", "rahasia", "tidak disebutkan"),
        ("", "anonim", "anonim"),
    ],
)
def test_the_identity_row_says_how_it_is_kept(name: str, level: str, words: str) -> None:
    """A name, no name, or anonymous."""
    draft = ReportDraft("d", narrative="x", name=name, confidentiality=level)
    assert f"*Pelapor:* {words}" in lines(Talk(draft=draft), KINDS, phrase)


def test_the_longest_summary_fits_under_buttons() -> None:
    """WhatsApp allows 1,024 characters there, whatever people type."""
    long = "kata " * 2000
    draft = ReportDraft(
        "d" * 16,
        narrative=long,
        kind="kekerasan_seksual",
        place=Place(
            long, "Kabupaten Ogan Komering Ulu Selatan", "16.09", "Buay Pematang Ribu Ranau Tengah", "x"
        ),
        moment=Moment(long, NINE, NINE + timedelta(days=3)),
        people=long,
        loss=long,
        plates=("BG 1234 AB",) * 300,
        name=long,
        contact_allowed=True,
        evidence_ids=("a", "b"),
    )
    text = phrase("utter_ringkasan").replace("{rincian}", lines(Talk(draft=draft), KINDS, phrase))
    assert len(text) <= 1024


def test_what_people_type_cannot_break_the_filling_of_responses() -> None:
    """Rasa's marker for its own fields is pulled apart in what is shown."""
    assert "0[" not in safe("rp 0[x] {nama}")
    shown = variables(Talk(draft=ReportDraft("d", narrative="0[nama] {jenis}")), KINDS)
    assert "0[" not in shown["cerita"]


def test_long_text_is_cut_at_a_word() -> None:
    """And says so."""
    assert clip("satu dua tiga", 11) == "satu dua…"
