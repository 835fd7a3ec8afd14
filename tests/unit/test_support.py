"""What the other tests lean on."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import func, select

from banpol.database import Database
from banpol.register.sql.tables import report_counter
from tests.support.network import NetworkUsed, stays_here


@pytest.mark.parametrize(
    ("host", "stays"),
    [("127.0.0.1", True), ("localhost", True), ("8.8.8.8", False), ("example.invalid", False)],
)
def test_only_loopback_counts_as_this_machine(host: str, stays: bool) -> None:
    """A host name other than localhost counts as leaving, whatever it would resolve to."""
    assert stays_here(socket.AF_INET, (host, 80)) is stays


def test_a_test_that_leaves_this_machine_fails() -> None:
    """192.0.2.1 is an address reserved for documentation; nobody answers there."""
    with socket.socket() as away, pytest.raises(NetworkUsed):
        away.connect(("192.0.2.1", 80))


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_gets_an_empty_migrated_database(database: Database, round_: int) -> None:
    """What one test writes no other test finds, on SQLite and on PostgreSQL."""
    with database.read() as session:
        assert session.execute(select(func.count()).select_from(report_counter)).scalar() == 0
    with database.write() as session:
        session.execute(report_counter.insert().values(day="261124", last=round_))
    with database.read() as session:
        assert session.execute(select(report_counter.c.last)).scalars().all() == [round_]
