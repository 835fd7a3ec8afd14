"""A slice of the random user; `python -m benchmarks.random_user` lets five hundred talk."""

from __future__ import annotations

import asyncio

import pytest

from banpol import wiring
from benchmarks.random_user.__main__ import run

CONVERSATIONS = 20


def test_twenty_random_users_meet_no_trouble() -> None:
    """No exception, loop, silence, unconfirmed report or fact changed by chit-chat."""
    if not list(wiring.settings().models_dir.glob("*.tar.gz")):
        pytest.skip("there is no trained model; `make test` trains one first")
    findings = asyncio.run(run(CONVERSATIONS, 1))
    assert findings.troubles == []
    assert findings.reports > 0
