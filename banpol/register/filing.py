"""A draft becomes a report: number, first status, audit entry and alert, in the caller's one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register import alerts, audit, evidence
from banpol.register.draft import Moment, ReportDraft
from banpol.register.errors import EmptyReport
from banpol.register.numbers import next_number
from banpol.register.seals import seal_json
from banpol.register.sql.tables import draft as draft_table
from banpol.register.sql.tables import report, reporter, status_change

FIRST_STATUS = "diterima"


@dataclass(frozen=True)
class Receipt:
    """What the reporter may be told once the transaction is through."""

    report_id: str
    number: str
    filed_at: datetime
    new: bool


def file_report(
    session: Session,
    sealer: ContentSealer,
    audit_key: bytes,
    draft: ReportDraft,
    *,
    reporter_id: str,
    source_channel: str,
    now: datetime,
) -> Receipt:
    """Files a draft once: the second time the first receipt comes back. Raises EmptyReport."""
    if not draft.narrative.strip():
        raise EmptyReport("a report needs a narrative")
    filed = find_filed(session, draft.draft_id, reporter_id)
    if filed:
        return filed
    _know_reporter(session, reporter_id, now)
    report_id, number = new_id(), next_number(session, now)
    row = _report_row(sealer, draft, report_id, number, reporter_id, source_channel, now)
    session.execute(insert(report).values(**row))
    _first_status(session, report_id, now)
    evidence.link(session, draft.evidence_ids, reporter_id, report_id)
    session.execute(update(draft_table).where(draft_table.c.id == draft.draft_id).values(state="terkirim"))
    audit.append(
        session,
        audit_key,
        actor="asisten",
        act="laporan_dicatat",
        subject=report_id,
        now=now,
        detail={"nomor": number, "urgensi": draft.urgency, "kanal": source_channel},
    )
    if draft.urgency == "darurat":
        alerts.raise_alert(session, "laporan_darurat", "darurat", report_id, report_id, now)
    return Receipt(report_id, number, now, True)


def find_filed(session: Session, draft_id: str, reporter_id: str) -> Receipt | None:
    """The receipt of this reporter's filed draft, if it is one."""
    row = session.execute(
        select(report.c.id, report.c.number, report.c.filed_at).where(
            report.c.draft_id == draft_id, report.c.reporter_id == reporter_id
        )
    ).first()
    return Receipt(row.id, row.number, row.filed_at, False) if row else None


def _know_reporter(session: Session, reporter_id: str, now: datetime) -> None:
    insert_once(session, reporter, {"id": reporter_id, "created_at": now, "reports": 0})
    session.execute(
        update(reporter).where(reporter.c.id == reporter_id).values(reports=reporter.c.reports + 1)
    )


def _first_status(session: Session, report_id: str, now: datetime) -> None:
    session.execute(
        insert(status_change).values(report_id=report_id, status=FIRST_STATUS, actor="asisten", at=now)
    )


def _report_row(
    sealer: ContentSealer,
    draft: ReportDraft,
    report_id: str,
    number: str,
    reporter_id: str,
    source_channel: str,
    now: datetime,
) -> dict[str, Any]:
    content_key, sealed_content = seal_json(sealer, "report", "content", report_id, draft.content())
    identity_key, sealed_identity = seal_json(sealer, "report", "identity", report_id, draft.identity())
    place, moment = draft.place, draft.moment or Moment()
    return {
        "id": report_id,
        "number": number,
        "draft_id": draft.draft_id,
        "reporter_id": reporter_id,
        "status": FIRST_STATUS,
        "kind": draft.kind,
        "kind_confidence": draft.kind_confidence,
        "urgency": draft.urgency,
        "confidentiality": draft.confidentiality,
        "restricted": draft.restricted,
        "source_channel": source_channel,
        "kabupaten_code": place.kabupaten_code if place else None,
        "kecamatan_code": place.kecamatan_code if place else None,
        "outside_province": bool(place and place.outside),
        "occurred_from": moment.start,
        "occurred_to": moment.end,
        "filed_at": now,
        "contact_allowed": draft.contact_allowed,
        "content_key": content_key,
        "sealed_content": sealed_content,
        "identity_key": identity_key,
        "sealed_identity": sealed_identity,
    }
