"""The report while it is told, kept for the team: a talk that breaks off is not lost with the tracker."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.inserts import insert_once
from banpol.register.draft import ReportDraft
from banpol.register.seals import seal_json
from banpol.register.sql.tables import draft as draft_table

# Nobody can be reminded after this long: WhatsApp's window is closed.
LEFT_AFTER = timedelta(hours=24)


def mark_left(session: Session, now: datetime) -> int:
    """Talks that broke off with a story in them become unfinished reports; how many.

    Whoever comes back goes on with the same draft."""
    left = update(draft_table).where(
        draft_table.c.state == "berjalan",
        draft_table.c.has_narrative.is_(True),
        draft_table.c.updated_at <= now - LEFT_AFTER,
    )
    return int(session.execute(left.values(state="belum_selesai")).rowcount)


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
