"""The tables that tests run on, made by the migrations a service runs, never by a second description."""

from __future__ import annotations


def migrate(url: str) -> None:
    """Brings an empty database to the newest schema."""
    raise NotImplementedError
