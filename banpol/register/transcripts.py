"""The talk itself, sealed for the console; the tracker forgets it, the case does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
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


def since(
    session: Session, opener: ContentOpener, reporter_id: str, moment: datetime, most: int = 300
) -> list[dict[str, Any]]:
    """This reporter's newest lines from that moment on, in order; each with id, direction, text, moment.

    Raises SealBroken or KeyMissing."""
    rows = session.execute(
        select(transcript)
        .where(transcript.c.reporter_id == reporter_id, transcript.c.at >= moment)
        .order_by(transcript.c.seq.desc())
        .limit(most)
    ).all()
    return [
        {
            "id": row.id,
            "direction": row.direction,
            "at": row.at,
            **open_json(opener, "transcript", "sealed", row.id, row.wrapped_key, row.sealed),
        }
        for row in reversed(rows)
    ]


def count_since(session: Session, reporter_id: str, moment: datetime) -> int:
    """How many lines there are from that moment on."""
    lines = select(func.count()).where(transcript.c.reporter_id == reporter_id, transcript.c.at >= moment)
    return int(session.execute(lines).scalar_one())
