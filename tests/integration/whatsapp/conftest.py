"""Fixtures of the carrier's integration tests."""

from __future__ import annotations

from pathlib import Path
from typing import AsyncIterator

import pytest

from banpol.database import Database
from tests.integration.whatsapp.bench import Bench, FakeGraph


@pytest.fixture
def bench(database: Database, tmp_path: Path) -> Bench:
    """A carrier's parts on a fresh database."""
    return Bench(database, tmp_path)


@pytest.fixture
async def graph() -> AsyncIterator[FakeGraph]:
    """A running stand-in for Meta."""
    fake = FakeGraph()
    await fake.start()
    yield fake
    await fake.stop()
