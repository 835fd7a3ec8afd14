"""What officers write: to each other, to the reporter, or as the reason of a move; sealed like a report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.post.ids import new_id
from banpol.register.actors import Actor
from banpol.register.errors import SomethingMissing
from banpol.register.office import Office
from banpol.register.seals import open_json, seal_json
from banpol.register.sql.team_tables import note

INTERNAL, TO_REPORTER, REASON = "internal", "pelapor", "alasan"
LONGEST = 4000


def keep(
    session: Session,
    office: Office,
    actor: Actor,
    report_id: str,
    kind: str,
    text: str,
    now: datetime,
    cause_id: str | None = None,
) -> str:
    """The id of a note in one's own transaction. Raises SomethingMissing for an empty or endless text."""
    written = text.strip()
    if not written or len(written) > LONGEST:
        raise SomethingMissing("text", f"a note needs 1 to {LONGEST} characters")
    note_id = new_id()
    wrapped, sealed = seal_json(office.sealer, "note", "sealed", note_id, {"text": written})
    row = {"id": note_id, "report_id": report_id, "kind": kind, "actor": actor.id, "cause_id": cause_id}
    session.execute(insert(note).values(**row, wrapped_key=wrapped, sealed=sealed, at=now))
    return note_id


def sent_already(session: Session, cause_id: str) -> bool:
    """Whether a message of that form went out before."""
    return session.execute(select(note.c.id).where(note.c.cause_id == cause_id)).first() is not None


def of_report(session: Session, opener: ContentOpener, report_id: str) -> list[dict[str, Any]]:
    """All notes, oldest first, opened."""
    rows = session.execute(
        select(note).where(note.c.report_id == report_id).order_by(note.c.at, note.c.id)
    ).all()
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "actor": row.actor,
            "cause_id": row.cause_id,
            "at": row.at,
            **open_json(opener, "note", "sealed", row.id, row.wrapped_key, row.sealed),
        }
        for row in rows
    ]
