"""The talk itself, sealed for the console; the tracker forgets it, the case does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener, ContentSealer
from banpol.post.inserts import insert_once
from banpol.register.seals import open_json, seal_json
from banpol.register.sql.tables import transcript


def note(
    session: Session,
    sealer: ContentSealer,
    line_id: str,
    *,
    reporter_id: str,
    draft_id: str | None,
    direction: str,
    text: str,
    at: datetime,
) -> bool:
    """One line of the talk, once per id. `direction`: masuk | keluar."""
    wrapped, sealed = seal_json(sealer, "transcript", "sealed", line_id, {"text": text})
    row = {
        "id": line_id,
        "reporter_id": reporter_id,
        "draft_id": draft_id,
        "direction": direction,
        "wrapped_key": wrapped,
        "sealed": sealed,
        "at": at,
    }
    return insert_once(session, transcript, row)


def talk_of(session: Session, opener: ContentOpener, reporter_id: str, draft_id: str) -> list[dict[str, Any]]:
    """The lines that belong to one report, in their order; each with direction, text and moment.

    Raises SealBroken or KeyMissing."""
    rows = session.execute(
        select(transcript)
        .where(transcript.c.reporter_id == reporter_id, transcript.c.draft_id == draft_id)
        .order_by(transcript.c.seq)
    )
    return [
        {
            "direction": row.direction,
            "at": row.at,
            **open_json(opener, "transcript", "sealed", row.id, row.wrapped_key, row.sealed),
        }
        for row in rows
    ]
