"""Money, plates, telephone numbers and report numbers in chat messages."""

from __future__ import annotations

import pytest

from banpol.language.money import find_money
from banpol.language.phones import find_phones
from banpol.language.plates import find_plates
from banpol.language.report_number import find_report_numbers


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("rugi 5 juta", [5_000_000]),
        ("uang 750rb sama hp", [750_000]),
        ("2jtan lah pak", [2_000_000]),
        ("gocap ilang", [50_000]),
        ("sejuta", [1_000_000]),
        ("kerugian Rp. 12.500.000,- dan emas", [12_500_000]),
        ("dua juta lima ratus", [2_500_000]),
        ("2,5 juta trus 300 ribu", [2_500_000, 300_000]),
        ("transfer 1500000 ke dia", [1_500_000]),
        ("duo jutaan", [2_000_000]),
        ("4 jt 500 rb", [4_500_000]),
        ("hilang 3 motor", []),
        ("ada 5 ribu orang", []),
        ("jam 10.30", []),
        ("no hp 0812-0000-1234", []),
        ("BG 1234 AB", []),
    ],
)
def test_money(text: str, amounts: list[int]) -> None:
    """Amounts are whole rupiah, as people mean them; numbers of other things are none."""
    assert [m.amount for m in find_money(text)] == amounts


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("motor BG 1234 AB ilang", ["BG 1234 AB"]),
        ("bg1234ab", ["BG 1234 AB"]),
        ("plat bg-4321-xyz", ["BG 4321 XYZ"]),
        ("mobil B 1234 XYZ", ["B 1234 XYZ"]),
        ("BE 2345 CD lawan BH 99 K", ["BE 2345 CD", "BH 99 K"]),
        ("motor BG 1234 di parkiran", ["BG 1234"]),
        ("bang 2 org di rt 05", []),
        ("di 3 tempat", []),
        ("be 2 jam lagi", []),
        ("BP-261124-0001", []),
        ("a 5 km", []),
    ],
)
def test_plates(text: str, plates: list[str]) -> None:
    """Plates are found in any spelling; short words beside numbers are none."""
    assert [p.value for p in find_plates(text)] == plates


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("hp 0812-0000-1234", ["+6281200001234"]),
        ("62812 0000 1234", ["+6281200001234"]),
        ("+62 812.0000.1234 ya", ["+6281200001234"]),
        ("wa 81200001234", ["+6281200001234"]),
        ("kantor 0711-312345", ["+62711312345"]),
        ("telp +65 6123 4567", ["+6561234567"]),
        ("rekening 1234567890123", []),
        ("rugi 81200001234", []),
    ],
)
def test_phones(text: str, phones: list[str]) -> None:
    """Numbers come out in E.164; account numbers are none."""
    assert [p.value for p in find_phones(text)] == phones


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("BP-261124-0001", ["BP-261124-0001"]),
        ("bp 261124 0012 gmn", ["BP-261124-0012"]),
        ("bp2611240012", ["BP-261124-0012"]),
        ("BP–261124–12345", ["BP-261124-12345"]),
        ("BP-269924-0001", []),
        ("XBP-261124-0001", []),
    ],
)
def test_report_numbers(text: str, numbers: list[str]) -> None:
    """Report numbers are found however they are typed; an impossible day is none."""
    assert [n.value for n in find_report_numbers(text)] == numbers


def test_spans_point_at_the_words_said() -> None:
    """Every span, also behind letters that grow when lowered, cuts out what was said."""
    text = "İİİ 😭 rugi 5 juta, plat bg 1234 ab, hp 0812-0000-1234, BP-261124-0001"
    for found in (*find_money(text), *find_plates(text), *find_phones(text), *find_report_numbers(text)):
        assert text[found.span[0] : found.span[1]] == found.said
