"""Fixtures for every room; `database` is a migrated, empty one, on SQLite and again on PostgreSQL."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Iterator

import pytest

from banpol.database import Database
from tests.support.network import LoopbackSocket
from tests.support.postgres import Cluster, NoPostgres
from tests.support.schema import migrate


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """No test leaves this machine."""
    original = socket.socket
    socket.socket = LoopbackSocket  # type: ignore[misc]
    yield
    socket.socket = original  # type: ignore[misc]


@pytest.fixture(scope="session")
def postgres_or_reason() -> Iterator[Cluster | str]:
    """A running cluster, or why there is none."""
    try:
        cluster = Cluster()
    except NoPostgres as reason:
        yield str(reason)
        return
    yield cluster
    cluster.stop()


@pytest.fixture
def postgres(postgres_or_reason: Cluster | str) -> Cluster:
    """The cluster of this run; the test is skipped with the reason when there is none."""
    if isinstance(postgres_or_reason, str):
        pytest.skip(postgres_or_reason)
    return postgres_or_reason


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from; migrating once saves a second for every test."""
    file = tmp_path_factory.mktemp("template") / "banpol.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_or_reason: Cluster | str) -> str:
    """The name of a migrated database to copy from; empty without PostgreSQL."""
    if isinstance(postgres_or_reason, str):
        return ""
    url = postgres_or_reason.new_database()
    migrate(url)
    return postgres_or_reason.name(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database, for tests that start processes of their own."""
    if request.param == "sqlite":
        file = tmp_path / "banpol.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.new_database(request.getfixturevalue("postgres_template"))
    yield url
    cluster.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database; the test runs once on SQLite and once on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.dispose()
