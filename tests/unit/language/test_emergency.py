"""Danger words: danger of now is found, what is over, asked, supposed or denied is not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from banpol.language.emergency import find_danger
from tests.unit.language.test_spelling import NASTY

SET = Path(__file__).parents[2] / "understanding" / "darurat.yml"
# Words alone; the trained guesser beside them is measured in tests/unit/assistant.
WORDS_ALONE_RECALL = 0.65
FALSE_ALARMS = 0.02


def _alarm(text: str) -> bool:
    danger = find_danger(text)
    return danger is not None and danger.now


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("tolong!! ada maling di dalam rumah skrg", "maling_di_rumah"),
        ("ado wong bawak parang ngamuk", "senjata"),
        ("adek aku diculik barusan", "penculikan"),
        ("dia mau bunuh diri", "bunuh_diri"),
        ("kebakaran di samping rumah", "kebakaran"),
        ("perampok sedang berada di dalam rumah", "maling_di_rumah"),
        ("TOLOOONG PAK CEPAT", "bahaya_sekarang"),
        ("🆘", "bahaya_sekarang"),
        ("kawan aku ditujah, darahnyo banyak nian", "terluka"),
        ("laki aku lagi nyekek aku", "kekerasan_berlangsung"),
        ("tolong suami saya mukul saya, dia di luar pintu kamar", "kekerasan_berlangsung"),
        ("anak aku belum balek dari sekolah pak, kelas 4 SD", "anak_bahaya"),
        ("sumur minyak kebakar di keluang", "kebakaran"),
        ("ada 2 orang luka", "terluka"),
    ],
)
def test_danger_of_now_is_found(text: str, category: str) -> None:
    """Also in Palembang Malay, in capitals and with slips."""
    danger = find_danger(text)
    assert danger is not None
    assert danger.now
    assert danger.category == category
    assert danger.words


@pytest.mark.parametrize(
    "text",
    [
        "kemarin saya dibegal pakai pisau",
        "kemarin saya dibegal pakai pisau, sekarang mau lapor",
        "bapak saya dibacok, kejadiannya minggu lalu",
        "tolong pak suami saya sering mukul saya",
        "bulan lalu ada 2 orang luka",
        "kemarin sumur minyak terbakar",
        "nomor darurat polisi berapa?",
        "kalau ada kebakaran lapor ke mana?",
        "bukan darurat",
        "mati lampu dari tadi sore",
        "mati aku lupo",
        "hp mati",
        "tolong dicek laporan saya",
        "",
    ],
)
def test_what_is_no_danger_of_now_raises_no_alarm(text: str) -> None:
    """Past, question, supposition, denial and idiom."""
    assert not _alarm(text)


def test_a_past_danger_is_named_but_not_as_of_now() -> None:
    """The caller may still see that a weapon was there."""
    danger = find_danger("minggu lalu ada orang bawa parang di pasar")
    assert danger is not None
    assert not danger.now


def test_a_past_deed_does_not_hide_a_danger_of_now() -> None:
    """What is happening in one clause counts, whatever another clause tells."""
    assert _alarm("kemarin motor saya diambil. sekarang orangnya masih di depan rumah bawa parang")


def test_danger_is_found_at_both_ends_of_a_very_long_message() -> None:
    """Nobody can hide a cry for help behind a wall of text."""
    filler = "bla " * 15_000
    assert _alarm(f"ada maling di dalam rumah. {filler}")
    assert _alarm(f"{filler}. ada maling di dalam rumah")


def test_recall_and_false_alarms_on_messages_never_tuned_on() -> None:
    """Words alone find most dangers of the set and stay within the limit of false alarms."""
    cases = yaml.safe_load(SET.read_text(encoding="utf-8"))
    found = sum(map(_alarm, cases["bahaya"])) / len(cases["bahaya"])
    false = sum(map(_alarm, cases["bukan_bahaya"])) / len(cases["bukan_bahaya"])
    print(f"danger words alone: recall {found:.1%}, false alarms {false:.1%}")
    assert len(cases["bahaya"]) >= 80
    assert len(cases["bukan_bahaya"]) >= 150
    assert found >= WORDS_ALONE_RECALL
    assert false <= FALSE_ALARMS


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_hostile_text_is_judged_quickly_and_without_harm(text: str) -> None:
    """Any input of up to 65,536 characters costs under 200 ms of this process and raises nothing."""
    find_danger("pemanasan")
    began = time.process_time()
    find_danger(text)
    assert time.process_time() - began < 0.2


@pytest.mark.parametrize(
    "text",
    [
        "dicegat orang pakai golok di jalan sepi, motor dibawa",
        "diancam mau dibunuh lewat chat",
        "mantan bos belum bayar upah, orangnya masih ada di jambi",
        "mantap 🔥🔥",
        "pistol mainan anak saya hilang, mainan pistol itu baru dibeli",
        "saya menarik kembali ucapan saya",
    ],
)
def test_a_deed_that_is_over_is_no_danger_of_now(text: str) -> None:
    """What was taken, threatened from afar, praised or only played with wakes nobody."""
    assert not _alarm(text)


@pytest.mark.parametrize(
    "text",
    [
        "orangnya masih di dalam rumah",
        "wongnyo masih ado",
        "dia masih ada di depan kamar",
        "bapak dak bangun-bangun",
        "adek minum karbol",
        "sekarang saya dicegat orang pakai golok, motor mau dibawa",
    ],
)
def test_who_is_still_there_and_who_does_not_wake_is_danger(text: str) -> None:
    """The narrower lines still find what they were written for."""
    assert _alarm(text)
