"""Meta's words for a failure, without anything that names anybody."""

from __future__ import annotations

from typing import Any

import pytest

from banpol.whatsapp.reasons import LONGEST, reason_of


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"title": "Re-engagement message"}, "Re-engagement message"),
        ({"title": "a", "message": "b", "error_data": {"details": "c"}}, "c"),
        ({"title": "a", "message": "b", "error_data": {"details": " \n"}}, "b"),
        ({"message": "Failed after 24 hours, code 131047"}, "Failed after 24 hours, code …"),
        ({"message": "to 6281200000001, or +62 812-0000-0001."}, "to …, or …."),
        ({"message": "write to sari@example.org at https://example.org/x?y=1 now"}, "write to … at … now"),
        ({"message": "user ID.1A2b3C4d5E or ID.ENT.1A2b3C4d5E"}, "user … or …"),
        ({"message": "message wamid.HBgNNjI4MTIwMDAwMDAwMRUCABIYFjNFQjA= failed"}, "message … failed"),
        ({"message": "6281200000001"}, ""),
        ({"message": "x" * 20 + " " + "y z " * 100}, ("x" * 20 + " " + "y z " * 100)[:LONGEST]),
        ({}, ""),
        ({"message": 5, "title": None, "error_data": []}, ""),
        ({"message": "a\x00b\nc"}, "ab c"),
    ],
)
def test_the_reason_is_told_and_nobody_is_named(error: dict[str, Any], expected: str) -> None:
    """Details before message before title; numbers, addresses, user ids and long tokens are hidden."""
    assert reason_of(error) == expected
