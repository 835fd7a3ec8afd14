"""Promises about time and place that a share over a set would not guard."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from banpol.language.place import find_place
from banpol.language.time import WIB, find_time

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=WIB)


FUTURE = ["siang ini", "hari ini jam 3 sore", "malam ini jam 9", "besok", "tgl 30 bulan ini"]


@pytest.mark.parametrize("text", FUTURE)
def test_the_future_is_questioned(text: str) -> None:
    """What has yet to come is asked back, never taken for the past."""
    found = find_time(text, MORNING)
    assert found and found.ask


@pytest.mark.parametrize("text", ["jam 25", "31 feb 2026", "tanggal 32", "jam 9.75"])
def test_impossible_times_are_questioned(text: str) -> None:
    """An hour or a day that does not exist is asked back."""
    found = find_time(text, MORNING)
    assert found and found.ask


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("jam sebelasan tadi malam", "2026-11-23 22:45"),
        ("tanggal 20 jam 9 malam", "2026-11-20 21:00"),
        ("bulan lalu tanggal 15", "2026-10-15 00:00"),
        ("jam 10 malam sampai subuh", "2026-11-23 22:00"),
        ("1,5 jam yang lalu", "2026-11-24 08:30"),
        ("minggu kemarin hari selasa", "2026-11-17 00:00"),
        ("habis sholat jumat kemarin", "2026-11-20 12:31"),
        ("malam, jam 9", "2026-11-23 21:00"),
        ("kamis pekan lalu", "2026-11-19 00:00"),
        ("duo pekan lalu", "2026-11-10 00:00"),
        ("sepekan yang lalu", "2026-11-17 00:00"),
        ("ahad kemaren", "2026-11-22 00:00"),
        ("malam ahad", "2026-11-21 18:00"),
        ("barusan sejam yg lalu", "2026-11-24 09:00"),
    ],
)
def test_hours_and_days_said_in_passing(text: str, start: str) -> None:
    """Hours with -an or behind a date, days behind their month, weeks called pekan, Sunday called ahad."""
    found = find_time(text, MORNING)
    assert found and not found.ask
    assert found.start.strftime("%Y-%m-%d %H:%M") == start


def test_now_may_come_in_any_zone() -> None:
    """Five past midnight is still the evening before in UTC, and "tadi malam" is that evening."""
    found = find_time("tadi malam", datetime(2026, 12, 31, 17, 5, tzinfo=timezone.utc))
    assert found
    assert found.start == datetime(2026, 12, 31, 18, 0, tzinfo=WIB)
    assert found.end == datetime(2027, 1, 1, 0, 5, tzinfo=WIB)


def test_malam_rabu_is_not_rabu_malam() -> None:
    """The night that leads into Wednesday is Tuesday's."""
    nights = [find_time(text, MORNING) for text in ("malam rabu", "rabu malam")]
    assert [night.start.day for night in nights if night] == [17, 18]


def test_stretches_that_stand_apart_are_joined() -> None:
    """Day here and hour there make one time, and both stretches are told."""
    text = "kemaren motor saya ilang di plaju jam 9 malam"
    found = find_time(text, MORNING)
    assert found and found.start == datetime(2026, 11, 23, 21, 0, tzinfo=WIB)
    assert [text[a:b] for a, b in found.spans] == ["kemaren", "jam 9 malam"]


@pytest.mark.parametrize(
    ("text", "kecamatan"),
    [
        ("eh salah, di Gandus bukan di Plaju", "Gandus"),
        ("bukan di Plaju, di Gandus", "Gandus"),
        ("bukan di kertapati tapi di plaju", "Plaju"),
        ("bukan di plaju", None),
        ("saya warga gandus, kejadian di plaju", "Plaju"),
    ],
)
def test_what_is_denied_is_not_the_place(text: str, kecamatan: str | None) -> None:
    """A denied place and a home town lose against the place that is told."""
    found = find_place(text)
    assert (found.kecamatan if found else None) == kecamatan


def test_a_name_of_many_regions_is_asked_with_candidates() -> None:
    """A village name that several kabupaten share offers them instead of choosing one."""
    found = find_place("di desa sukarami")
    assert found and found.ask and found.kabupaten is None
    assert len({candidate.kabupaten_code for candidate in found.candidates}) > 1


def test_another_town_beside_a_road_wins() -> None:
    """Sudirman is Palembang's street only where no other town is named."""
    alone, beside = find_place("di jl sudirman"), find_place("di jl sudirman prabumulih")
    assert alone and alone.kabupaten == "Kota Palembang"
    assert beside and beside.kabupaten == "Kota Prabumulih"


@pytest.mark.parametrize(
    ("text", "kabupaten"),
    [
        ("di simpang muaradua", "Kabupaten Ogan Komering Ulu Selatan"),
        ("di terminal lahat", "Kabupaten Lahat"),
        ("di jalan bandung", None),
        ("di kikim", "Kabupaten Lahat"),
    ],
)
def test_a_name_written_well_wins_over_one_that_looks_alike(text: str, kabupaten: str | None) -> None:
    """Neither a likeness nor a far town that lends its name to a street takes the place of what is said."""
    found = find_place(text)
    assert found and not found.outside and found.kabupaten == kabupaten


@pytest.mark.parametrize("text", ["entah dimano mang", "ga hafal", "dak ingat aku"])
def test_not_knowing_is_no_place(text: str) -> None:
    """An answer that only says that somebody does not know names no place."""
    assert find_place(text, answering=True) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("tanjung rajo", "16.10.03"), ("jayo loko", "16.05"), ("indralayo", "16.10"), ("di bungo", "luar")],
)
def test_names_as_palembang_says_them(text: str, code: str) -> None:
    """The names of kabupaten and kecamatan are known with -o for -a too, and Bungo stays in Jambi."""
    found = find_place(text, True)
    assert found
    said = "luar" if found.outside else f"{found.kecamatan_code or found.kabupaten_code}"
    assert said.startswith(code)
