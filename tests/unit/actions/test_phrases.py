"""What a few words can tell about an utterance."""

from __future__ import annotations

import pytest

from actions import phrases


@pytest.mark.parametrize(
    "text",
    [
        "mau lapor",
        "saya mau lapor pak",
        "lapor baru",
        "nak lapor mang",
        "mau nambah info laporan kemarin",
        "izin melapor",
    ],
)
def test_an_opening_has_no_content(text: str) -> None:
    """Wanting to report is no story."""
    assert phrases.content_words(text) == []


@pytest.mark.parametrize(
    ("text", "content"), [("mau lapor penipuan", ["penipuan"]), ("saya dirampok", ["dirampok"])]
)
def test_what_is_told_is_content(text: str, content: list[str]) -> None:
    """Words that name an incident remain."""
    assert phrases.content_words(text) == content


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rina", "Rina"),
        ("nama saya Budi Santoso", "Budi Santoso"),
        ("saya Siti", "Siti"),
        ("namo aku Cek Mat", "Cek Mat"),
        ("atas nama Pak Joko", "Pak Joko"),
        ("Rina\nmakasih", "Rina"),
    ],
)
def test_a_name_is_found_without_its_introduction(text: str, name: str) -> None:
    """The words around a name are left out."""
    assert phrases.find_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ya",
        "saya malu",
        "kenapa harus nama?",
        "tidak usah",
        "lewati saja",
        "jam 9",
        "1671012345678901",
        "asdfghjkl",
        "a@b.id",
        "{nama}",
        "<b>x</b>",
        "saya takut dia tahu kalau saya yang melapor",
    ],
)
def test_chit_chat_is_no_name(text: str) -> None:
    """A form never takes chit-chat, numbers or code for a name."""
    assert phrases.find_name(text) is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("anonim saja", True),
        ("jangan sebut nama saya", True),
        ("dak usah pake namo", True),
        ("ado wong jual sabu, jangan sebut namo aku", True),
        ("tanpa nama", True),
        ("nama saya Rina", False),
        ("pelakunya tidak saya kenal namanya", False),
    ],
)
def test_the_wish_to_stay_unnamed_is_heard(text: str, wish: bool) -> None:
    """In plain Indonesian and Palembang Malay."""
    assert phrases.wants_no_name(text) is wish


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("di depan warung", True),
        ("asdfgh qwerty", False),
        ("wkwkwk hahaha", False),
        ("aaaaaa", False),
        ("😂😂", False),
    ],
)
def test_noise_makes_no_sense(text: str, sense: bool) -> None:
    """Keyboard noise, laughter and signs alone are no answer."""
    assert phrases.makes_sense(text) is sense


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("apa data saya aman", True),
        ("di mana itu?", True),
        ("di depan rumah", False),
        ("apapun itu motor saya hilang", False),
    ],
)
def test_questions_are_recognised(text: str, question: bool) -> None:
    """By their mark or their first word."""
    assert phrases.is_question(text) is question


def test_beginning_anew_and_going_on_are_told_apart() -> None:
    """ "Ulang dari awal" is not "lanjutkan"."""
    assert phrases.wants_again("ulang dari awal") and not phrases.wants_again("batal saja")
    assert phrases.wants_back("lanjutkan laporan") and not phrases.wants_back("batal")
    assert phrases.wants_new("lapor baru") and not phrases.wants_new("lapor pencurian baru")
