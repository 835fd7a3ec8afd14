"""The tables that tests run on, made by the migrations a service runs, never by a second description."""

from __future__ import annotations

from banpol.database import Database
from banpol.register.sql.migrate import upgrade


def migrate(url: str) -> None:
    """Brings an empty database to the newest schema and leaves no connection behind."""
    database = Database(url)
    upgrade(database)
    database.dispose()
