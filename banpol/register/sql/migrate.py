"""One migration history for the tables of all rooms."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from banpol.database import Database

FOLDER = Path(__file__).parent / "migrations"


def upgrade(store: Database, revision: str = "head") -> None:
    """Brings the database to a revision; does nothing when it is there already."""
    with store.engine.connect() as connection:
        with connection.begin():
            command.upgrade(_config(connection), revision)


def downgrade(store: Database, revision: str) -> None:
    with store.engine.connect() as connection:
        with connection.begin():
            command.downgrade(_config(connection), revision)


def newest_revision() -> str:
    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
