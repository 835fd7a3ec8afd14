"""A console on SQLite at a clock that stands still."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Iterator

import pytest

from banpol.clock import ManualClock
from banpol.console import sign_in
from banpol.database import Database
from tests.support.console import ConsoleStage, console_stage
from tests.support.parts import NOW, key_folder


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A folder with keys and a database that holds the accounts: hashing passwords takes its time, once."""
    folder = tmp_path_factory.mktemp("furnished")
    shutil.copyfile(sqlite_template, folder / "banpol.db")
    database = Database(f"sqlite:///{folder / 'banpol.db'}")
    console_stage(database, key_folder(folder), ManualClock(NOW), folder)
    database.dispose()
    return folder


@pytest.fixture
def stage(tmp_path: Path, furnished: Path, clock: ManualClock) -> Iterator[ConsoleStage]:
    """Five accounts, no report."""
    sign_in._tries.clear()
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    database = Database(f"sqlite:///{tmp_path / 'banpol.db'}")
    yield console_stage(database, key_folder(tmp_path), clock, tmp_path / "media")
    database.dispose()
