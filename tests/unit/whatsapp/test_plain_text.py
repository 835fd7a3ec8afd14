"""Typed text never becomes a command and never breaks a store."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banpol.whatsapp.plain_text import MAX_CHARACTERS, is_blank, one_line, plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/restart", "restart"),
        ('  / /lapor_kejadian{"a":"b"}', 'lapor_kejadian{"a":"b"}'),
        ("\u200b/restart", "restart"),
        ("\ufeff\u00a0/restart", "restart"),
        ("\x00/restart", "restart"),
        ("pukul 1/2 malam", "pukul 1/2 malam"),
        ("baris\r\nkedua\u2028ketiga", "baris\nkedua\nketiga"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 hilang",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 hilang",
        ),
        ("a\ud800b", "a\ufffdb"),
        ("", ""),
    ],
)
def test_plain_text(typed: str, kept: str) -> None:
    """Slashes that lead go, whatever hides them; all else stays."""
    assert plain_text(typed) == kept


def test_long_text_is_cut_and_says_so() -> None:
    """A reader can see that there was more."""
    cut = plain_text("x" * 65_536)
    assert len(cut) == MAX_CHARACTERS
    assert cut.endswith("[…]")
    assert plain_text("x" * MAX_CHARACTERS) == "x" * MAX_CHARACTERS


@given(st.text(alphabet=st.characters()))
def test_no_text_begins_with_a_slash_or_breaks_utf8(typed: str) -> None:
    """Rasa strips the text and looks at its first character; that is never a slash."""
    clean = plain_text(typed)
    assert not clean.strip().startswith("/")
    assert "\x00" not in clean
    clean.encode("utf-8")
    assert plain_text(clean) == clean


def test_blank_and_one_line() -> None:
    """What cannot be seen is blank; names from outside stay on one line."""
    assert is_blank("\u200d \n\ufe0f")
    assert not is_blank(".")
    assert one_line("a\r\nb\tc") == "a b c"
    assert one_line({"a": 1}) == ""
