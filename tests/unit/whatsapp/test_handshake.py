"""The GET handshake: the right token gets its challenge back, everybody else nothing."""

from __future__ import annotations

import pytest

from banpol.whatsapp.handshake import answer

GOOD = [("hub.mode", "subscribe"), ("hub.verify_token", "rahasia"), ("hub.challenge", "1158201444")]


def _changed(name: str, value: str) -> list[tuple[str, str]]:
    return [(key, value if key == name else old) for key, old in GOOD]


def test_right_token_gets_the_challenge() -> None:
    """Meta's own form of the request is answered."""
    assert answer(GOOD, "rahasia") == "1158201444"


@pytest.mark.parametrize(
    "query",
    [
        [],
        _changed("hub.mode", "unsubscribe"),
        _changed("hub.verify_token", "salah"),
        _changed("hub.verify_token", ""),
        _changed("hub.verify_token", "rahasiá"),
        [*GOOD, ("hub.verify_token", "rahasia")],
        [pair for pair in GOOD if pair[0] != "hub.verify_token"],
        _changed("hub.challenge", "<script>alert(1)</script>"),
        _changed("hub.challenge", "x" * 129),
        _changed("hub.challenge", ""),
    ],
)
def test_everything_else_is_refused(query: list[tuple[str, str]]) -> None:
    """Wrong, missing or repeated parameters, and challenges that are markup."""
    assert answer(query, "rahasia") is None


def test_no_token_set_means_nobody_passes() -> None:
    """An empty setting is not a token."""
    assert answer(_changed("hub.verify_token", ""), "") is None
