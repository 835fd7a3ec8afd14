"""A button id works only as issued, and only for the reporter it was issued to."""

from __future__ import annotations

import pytest

from banpol.whatsapp.button_ids import MAX_CHARACTERS, ButtonIds, PayloadTooLong

IDS = ButtonIds(b"k" * 32)
PAYLOAD = '/setuju{"draf": "ab12"}'


def test_own_id_gives_its_payload_back() -> None:
    """The round trip, also for payloads with dots."""
    for payload in (PAYLOAD, '/pilih{"tempat": "Jl. A.Yani"}'):
        assert IDS.payload_of(IDS.issue(payload, "rep1"), "rep1") == payload


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        PAYLOAD,
        "b1..",
        "b1.." + PAYLOAD,
        "b1.AAAAAAAAAAAAAAAA." + PAYLOAD,
        IDS.issue("/tolak", "rep1").rpartition(".")[0] + "." + PAYLOAD,
        IDS.issue(PAYLOAD, "rep2"),
        "b2" + IDS.issue(PAYLOAD, "rep1")[2:],
        "b1.é." + PAYLOAD,
        "b1.\ud800.x",
        ButtonIds(b"x" * 32).issue(PAYLOAD, "rep1"),
    ],
)
def test_everything_else_gives_nothing(forged: str) -> None:
    """Typed payloads, another payload's mark, another reporter, another key."""
    assert IDS.payload_of(forged, "rep1") is None


def test_too_long_a_payload_is_refused_with_the_figures() -> None:
    """It is refused when the button is made, not when somebody taps it."""
    longest = "/" + "x" * 179
    assert len(IDS.issue(longest, "rep1")) == MAX_CHARACTERS
    with pytest.raises(PayloadTooLong, match="181 characters, at most 180"):
        IDS.issue(longest + "x", "rep1")
