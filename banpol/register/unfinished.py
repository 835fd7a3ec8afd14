"""Reports that were begun and never sent: an officer looks into them and files what holds a story.

A draft's kind and place are sealed with the rest, so sight is judged after opening; lists are short for that.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.post import inbox
from banpol.register import audit, filing, notices, sight
from banpol.register.actors import TEAM, Actor
from banpol.register.draft import ReportDraft
from banpol.register.errors import NotAllowed, UnknownReport
from banpol.register.filing import Receipt
from banpol.register.office import Office
from banpol.register.seals import open_json
from banpol.register.sql.tables import draft as draft_table

MOST = 100
QUIET = timedelta(minutes=30)  # a story that is still being told is nobody's business yet
Row = Mapping[str, Any]


def listed(
    session: Session, office: Office, opener: ContentOpener, actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """Row and draft of the newest ones with a story, as far as this person would see the report."""
    stale = draft_table.c.updated_at < now - QUIET
    left = or_(draft_table.c.state == "belum_selesai", (draft_table.c.state == "berjalan") & stale)
    query = select(draft_table).where(draft_table.c.has_narrative.is_(True), left)
    rows = session.execute(query.order_by(draft_table.c.updated_at.desc()).limit(MOST)).mappings()
    found = [(row, _opened(opener, row)) for row in rows]
    return [{"row": row, "draft": draft} for row, draft in found if _sees(office, actor, draft)]


def look(
    session: Session, office: Office, opener: ContentOpener, actor: Actor, draft_id: str, now: datetime
) -> tuple[Row, ReportDraft]:
    """One of them, opened and audited. Raises UnknownReport."""
    row = session.execute(select(draft_table).where(draft_table.c.id == draft_id)).mappings().first()
    if row is None or row["state"] == "terkirim":
        raise UnknownReport("there is no such draft")
    draft = _opened(opener, row)
    if not _sees(office, actor, draft):
        raise UnknownReport("there is no such draft")
    office.audited(session, actor, "draf_dibuka", draft_id, now)
    return row, draft


def file(
    session: Session, office: Office, opener: ContentOpener, actor: Actor, draft_id: str, now: datetime
) -> Receipt:
    """Makes a report of it and tells its reporter. Raises UnknownReport, NotAllowed, EmptyReport."""
    if actor.role not in TEAM:
        raise NotAllowed(f"{actor.role} files no reports")
    audit.serialise(session)
    row, draft = look(session, office, opener, actor, draft_id, now)
    route = inbox.last_route(session, row["reporter_id"])
    receipt = filing.file_report(
        session,
        office.sealer,
        office.audit_key,
        draft,
        reporter_id=row["reporter_id"],
        source_channel=route.channel if route else "whatsapp",
        now=now,
        rules=office,
        actor=actor.id,
    )
    told = {"reporter_id": row["reporter_id"], "number": receipt.number}
    notices.tell(session, office, told, f"gerak-{draft_id}", "utter_kabar_dicatat_petugas", now)
    return receipt


def _opened(opener: ContentOpener, row: Row) -> ReportDraft:
    body = open_json(opener, "draft", "sealed", row["id"], row["wrapped_key"], row["sealed"])
    return ReportDraft.from_json(json.dumps({**body, "draft_id": row["id"]}))


def _sees(office: Office, actor: Actor, draft: ReportDraft) -> bool:
    place = draft.place
    codes = (place.kabupaten_code, place.kecamatan_code) if place else (None, None)
    would_be = {"restricted": draft.restricted, "kind": draft.kind, "assigned_to": None}
    would_be["unit"] = office.routing.unit_for(draft.kind, *codes)
    return sight.sees(actor, would_be, office.routing)
