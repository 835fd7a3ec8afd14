"""Corrections in free words."""

from __future__ import annotations

import pytest

from actions.corrections import Correction, find_correction, find_field, is_correction, merged_times


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("eh salah, di Plaju bukan di Kertapati", "di Plaju", "di Kertapati"),
        ("bukan di Plaju tapi di Kertapati", "di Kertapati", "di Plaju"),
        ("salah, bukan di Plaju tapi di Kertapati", "di Kertapati", "di Plaju"),
        ("jam 10 bukan 9", "jam 10", "9"),
        ("bukan jam 8 tapi jam 9", "jam 9", "jam 8"),
        ("bukan di situ, di 16 ulu", "di 16 ulu", "di situ"),
        ("bukan pencurian pak, tapi penipuan", "penipuan", "pencurian pak"),
        ("maksud saya di Ilir Timur", "di Ilir Timur", ""),
        ("ralat jam 7 pagi", "jam 7 pagi", ""),
        ("salah ketik, harusnya 3 juta", "3 juta", ""),
        ("yang benar plat BG 4321 XX", "plat BG 4321 XX", ""),
        ("nama saya salah, harusnya Joko Susilo", "Joko Susilo", ""),
        ("tanggalnya salah, mestinya tanggal 5", "tanggal 5", ""),
        ("ubah tempatnya jadi pasar kuto", "pasar kuto", ""),
        ("mau ganti jamnya", "", ""),
        ("eh salah", "", ""),
        ("ada yang salah", "", ""),
        ("lokasinya salah pak", "", ""),
    ],
)
def test_old_and_new_are_told_apart(text: str, new: str, old: str) -> None:
    """What should stand there, and what should not."""
    found = find_correction(text)
    assert (found.new, found.old) == (new, old)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("jamnya salah", "waktu"),
        ("tempatnya keliru", "lokasi"),
        ("nama saya salah ketik", "nama"),
        ("platnya salah", "plat"),
        ("jenis kejadiannya salah", "jenis"),
        ("kerugiannya 20 juta", "kerugian"),
        ("jangan dihubungi", "boleh_dihubungi"),
        ("di plaju", ""),
    ],
)
def test_the_named_answer_is_found(text: str, field: str) -> None:
    """By the word that names it."""
    assert find_field(text) == field


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("eh salah, di plaju", True),
        ("ralat jam 7", True),
        ("di plaju bukan di kertapati", True),
        ("motor saya hilang di plaju", False),
        ("bukan", False),
        (
            "dia bilang bukan dia yang ambil uang itu padahal saya lihat sendiri dari jendela rumah saya",
            False,
        ),
    ],
)
def test_a_story_is_no_correction(text: str, correction: bool) -> None:
    """Only words that correct are taken for a correction."""
    assert is_correction(text) is correction


def test_a_corrected_hour_keeps_its_day() -> None:
    """ "jam 10 bukan 9" after "tadi malam jam 9" stays in that night."""
    assert merged_times("tadi malam jam 9", Correction("jam 10", "9"))[0] == "tadi malam jam 10"


def test_a_corrected_day_keeps_its_hour() -> None:
    """ "hari minggu bukan sabtu" keeps nine o'clock."""
    assert (
        merged_times("sabtu jam 9 malam", Correction("hari minggu", "sabtu"))[0] == "hari minggu jam 9 malam"
    )
