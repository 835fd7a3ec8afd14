"""Places and times as people write them: addresses with a comma, landmarks, stretches of days, English."""

from __future__ import annotations

from datetime import datetime

import pytest

from banpol.clock import WIB
from banpol.language.place import find_place
from banpol.language.time import find_time

NOW = datetime(2026, 11, 24, 21, 30, tzinfo=WIB)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "dibegal di Jalan Lintas Timur KM 45, Kabupaten OKI kemarin",
            "Jalan Lintas Timur KM 45, Kabupaten OKI",
        ),
        ("dijambret di jl soekarno hatta dekat rs fatimah saya jatuh", "jl soekarno hatta dekat rs fatimah"),
        ("kemalingan perumahan griya asri gandus palembang", "perumahan griya asri gandus palembang"),
        ("hilang di komplek opi jakabaring blok az no 7 tadi", "komplek opi jakabaring blok az no 7"),
    ],
)
def test_an_address_is_kept_whole(text: str, said: str) -> None:
    """From the street to the region, over a comma, with the landmark beside it."""
    found = find_place(text)
    assert found and found.said == said


def test_a_new_sentence_is_no_part_of_an_address() -> None:
    """A full stop ends what a comma joins."""
    found = find_place("lewat jalan kenanga lama. Kabupaten Lahat tempatnya")
    assert found and found.said == "Kabupaten Lahat"


def test_a_guessed_name_yields_to_the_region_beside_it() -> None:
    """A village that no list knows lies where its writer says."""
    found = find_place("lembayung lahat", answering=True)
    assert found and found.kabupaten == "Kabupaten Lahat"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("antara tgl 15 sampe 22 kmrn", "2026-11-15 00:00", "2026-11-22 23:59"),
        ("tgl 15 - 22", "2026-11-15 00:00", "2026-11-22 23:59"),
        ("tgl 15 sampe 3 orang datang", "2026-11-15 00:00", "2026-11-15 23:59"),
        ("yesterday at 3 pm", "2026-11-23 15:00", "2026-11-23 15:00"),
        ("two weeks ago", "2026-11-10 00:00", "2026-11-10 23:59"),
    ],
)
def test_a_stretch_of_days_and_english_times(text: str, first: str, last: str) -> None:
    """The second day needs no "tanggal" of its own."""
    found = find_time(text, NOW)
    assert found and (f"{found.start:%Y-%m-%d %H:%M}", f"{found.end:%Y-%m-%d %H:%M}") == (first, last)


def test_words_that_end_a_place_stand_in_no_guessed_one() -> None:
    """ "Di jalan tapi tidak dikasih surat" names no street."""
    found = find_place("stnk saya ditahan di jalan tp ga dikasih surat tilang")
    assert found is None or found.ask
