"""The page of all sentences shows what the assistant says now."""

from __future__ import annotations

import write_sentences


def test_the_page_is_up_to_date() -> None:
    """`python tools/write_sentences.py` writes it anew."""
    assert write_sentences.PAGE.read_text("utf-8") == write_sentences.page()
