"""What time takes from the post room: texts after days, and contacts of whom nothing is left.

A row stays without its text for as long as it keeps a message from counting twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from banpol.post.tables import contact_alias, delivery, inbox_message, outbox_message, quarantine, unreachable

INBOX_TEXT, OUTBOX_TEXT, QUARANTINE = timedelta(days=7), timedelta(days=14), timedelta(days=30)
INBOX_ROW = timedelta(days=37)
EMPTY = b""


def due(session: Session, now: datetime) -> dict[str, int]:
    """How many rows of each class are over their time."""
    return {name: _count(session, table, where) for name, (table, where) in _classes(now).items()}


def forget(session: Session, now: datetime) -> dict[str, int]:
    """Takes them away, in the caller's transaction; how many of each class."""
    found = due(session, now)
    for name, (table, where) in _classes(now).items():
        if name in ("pesan_masuk", "pesan_keluar"):
            session.execute(update(table).where(where).values(sealed=EMPTY))
        else:
            session.execute(delete(table).where(where))
    session.execute(delete(delivery).where(delivery.c.at <= now - INBOX_ROW))
    return found


def forget_contact(session: Session, reporter_id: str) -> None:
    """Number, user id and name of a reporter of whom nothing else is left."""
    session.execute(delete(contact_alias).where(contact_alias.c.reporter_id == reporter_id))
    session.execute(delete(unreachable).where(unreachable.c.reporter_id == reporter_id))


def contacts(session: Session) -> list[str]:
    """Ids of all reporters whose contact is known."""
    return list(session.execute(select(contact_alias.c.reporter_id).distinct()).scalars())


def wrote_after(session: Session, reporter_id: str, moment: datetime) -> bool:
    query = select(inbox_message.c.seq).where(
        inbox_message.c.reporter_id == reporter_id, inbox_message.c.received_at > moment
    )
    return session.execute(query.limit(1)).first() is not None


def _classes(now: datetime) -> dict[str, tuple[Any, Any]]:
    """Name → table and which of its rows; what nobody has answered yet, or still has to leave, stays."""
    inbox, out = inbox_message.c, outbox_message.c
    newest = select(func.max(inbox.seq)).group_by(inbox.reporter_id)
    read = inbox.status.in_(("done", "dead"))
    return {
        "pesan_masuk": (
            inbox_message,
            read & (inbox.received_at <= now - INBOX_TEXT) & (inbox.sealed != EMPTY),
        ),
        "baris_masuk": (
            inbox_message,
            read & (inbox.received_at <= now - INBOX_ROW) & inbox.seq.not_in(newest),
        ),
        "pesan_keluar": (
            outbox_message,
            out.status.in_(("sent", "failed", "uncertain"))
            & (out.created_at <= now - OUTBOX_TEXT)
            & (out.sealed != EMPTY),
        ),
        "karantina": (quarantine, quarantine.c.received_at <= now - QUARANTINE),
    }


def _count(session: Session, table: Any, where: Any) -> int:
    return int(session.execute(select(func.count()).select_from(table).where(where)).scalar_one())
