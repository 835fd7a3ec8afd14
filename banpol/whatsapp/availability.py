"""Telling a database that cannot be written from a row that cannot be stored."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


def is_unavailable(fault: BaseException) -> bool:
    """Locked, full, read-only, gone: nobody's fault but the database's, and worth another try."""
    if isinstance(fault, (OperationalError, InterfaceError, InternalError, PoolTimeout, OSError)):
        return True
    return isinstance(fault, DBAPIError) and fault.connection_invalidated
