"""A PIN is taken out of a message before it is stored, and nothing else is."""

from __future__ import annotations

import pytest

from banpol.database import Database
from banpol.post import outbox, pins
from banpol.post.letters import Letter, OutgoingMessage
from tests.support.parts import BLIND, NOW, RING


def hidden(database: Database, text: str, asks: str | None = None) -> Letter:
    with database.write() as session:
        message = OutgoingMessage("pertanyaan")
        outbox.put(
            session,
            RING,
            reporter_id="r1",
            channel="whatsapp",
            account="100",
            turn_id="t1",
            ordinal=0,
            message=message,
            asks=asks,
            now=NOW,
        )
        return pins.hide(session, Letter("text", text), "r1", BLIND)


@pytest.mark.parametrize(
    "text", ["pin saya 482913", "PIN: 482 913", "482913 itu pin aku pak", "pinnya 48-29-13 ya"]
)
def test_a_pin_that_is_called_so_is_hidden(database: Database, text: str) -> None:
    """However it is written; two ways of writing it give the same mark."""
    letter = hidden(database, text)
    assert pins.DOTS in letter.text and not any(sign.isdigit() for sign in letter.text)
    assert letter.secret == hidden(database, "pin 482913").secret


def test_bare_digits_are_a_pin_only_when_one_was_asked_for(database: Database) -> None:
    """ "750000" answers how much was lost."""
    assert hidden(database, "750000", "kerugian").text == "750000"


def test_bare_digits_are_hidden_where_a_pin_was_asked_for(database: Database) -> None:
    """Also with the digits of another script."""
    letter = hidden(database, "٤٨٢ ٩١٣", pins.ASKS)
    assert (letter.text, letter.secret) == (pins.DOTS, hidden(database, "pin 482913").secret)


@pytest.mark.parametrize(
    "text", ["pinjam 500000", "pinjol 500000 terus", "kirim pin lokasi", "pin saya 48291", "pin 48291367"]
)
def test_what_only_looks_like_a_pin_stays(database: Database, text: str) -> None:
    """Loans, places, and numbers of another length."""
    assert hidden(database, text, pins.ASKS) == Letter("text", text)


def test_the_mark_differs_between_reporters(database: Database) -> None:
    """Nobody learns who else has the same PIN."""
    mine = hidden(database, "pin 482913")
    with database.read() as session:
        theirs = pins.hide(session, Letter("text", "pin 482913"), "r2", BLIND)
    assert mine.secret != theirs.secret


@pytest.mark.parametrize(
    ("digits", "weak"), [("123456", True), ("987654", True), ("777777", True), ("482913", False)]
)
def test_pins_that_everybody_tries_first_are_weak(digits: str, weak: bool) -> None:
    """Runs and repetitions."""
    assert pins.is_weak(digits) is weak
