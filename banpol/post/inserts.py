"""Insert a row unless its key is there already, in the one statement that both databases know."""

from __future__ import annotations

from typing import Any, Sequence

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_once(session: Session, table: Table, row: dict[str, Any]) -> bool:
    """True when the row is new. A check before the insert would let two copies through at once."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    result = session.execute(insert(table).values(**row).on_conflict_do_nothing())
    return bool(result.rowcount == 1)


def insert_all_once(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Those of the rows whose key is not there yet, in one journey."""
    if rows:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(insert(table).on_conflict_do_nothing(), list(rows))
