"""The report while it is told, kept for the team: a talk that breaks off is not lost with the tracker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.inserts import insert_once
from banpol.register.draft import ReportDraft
from banpol.register.seals import seal_json
from banpol.register.sql.tables import draft as draft_table


def keep(
    session: Session,
    sealer: ContentSealer,
    draft: ReportDraft,
    *,
    reporter_id: str,
    asking: str | None,
    state: str,
    now: datetime,
) -> None:
    """Writes the newest form of a draft; a draft that was filed stays filed."""
    body = {**draft.content(), **draft.identity()}
    wrapped, sealed = seal_json(sealer, "draft", "sealed", draft.draft_id, body)
    values = {
        "state": state,
        "asking": asking,
        "has_narrative": bool(draft.narrative.strip()),
        "wrapped_key": wrapped,
        "sealed": sealed,
        "updated_at": now,
    }
    row = {"id": draft.draft_id, "reporter_id": reporter_id, "started_at": now, **values}
    if not insert_once(session, draft_table, row):
        session.execute(
            update(draft_table)
            .where(
                draft_table.c.id == draft.draft_id,
                draft_table.c.reporter_id == reporter_id,
                draft_table.c.state != "terkirim",
            )
            .values(**values)
        )
