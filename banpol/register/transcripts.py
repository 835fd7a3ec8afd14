"""The talk itself, sealed for the console; the tracker forgets it, the case does not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.inserts import insert_once
from banpol.register.seals import seal_json
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
