"""No conversation goes round."""

from __future__ import annotations

from banpol.assistant.repeating import vary
from banpol.post.letters import OutgoingMessage


def test_the_third_same_message_offers_an_officer() -> None:
    """Twice is fine; the third one says something more."""
    message = OutgoingMessage("Baik.")
    assert vary([message], ["Baik."], "Ketik petugas.") == [message]
    assert vary([message], ["Baik.", "Lain."], "Ketik petugas.") == [message]
    assert vary([message], ["Baik.", "Baik."], "Ketik petugas.")[0].text == "Baik.\n\nKetik petugas."


def test_what_would_be_too_long_gives_way_to_the_hint() -> None:
    """WhatsApp refuses longer messages."""
    long = "a" * 4096
    assert vary([OutgoingMessage(long)], [long, long], "Ketik petugas.")[0].text == "Ketik petugas."
