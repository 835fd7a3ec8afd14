"""Reading reports with the console's private key; without it nothing here opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.register.errors import UnknownReport
from banpol.register.seals import open_json
from banpol.register.sql.tables import addition, draft, evidence, report, status_change

# What a report says after time has taken its content away (`purging`).
NOTHING_LEFT: Mapping[str, Any] = {"narrative": ""}

SUMMARY_COLUMNS = (
    report.c.number,
    report.c.status,
    report.c.kind,
    report.c.urgency,
    report.c.filed_at,
    report.c.kabupaten_code,
    report.c.source_channel,
    report.c.restricted,
)


@dataclass(frozen=True)
class ReportSummary:
    """The columns of a list: no content, no identity."""

    number: str
    status: str
    kind: str
    urgency: str
    filed_at: datetime
    kabupaten_code: str | None
    source_channel: str
    restricted: bool


def list_reports(session: Session, limit: int = 50, status: str | None = None) -> list[ReportSummary]:
    """Newest first."""
    query = select(*SUMMARY_COLUMNS).order_by(report.c.filed_at.desc(), report.c.number.desc()).limit(limit)
    if status:
        query = query.where(report.c.status == status)
    return [ReportSummary(*row) for row in session.execute(query)]


def open_report(session: Session, opener: ContentOpener, number: str) -> dict[str, Any]:
    """All of one report, opened. Raises UnknownReport, SealBroken, KeyMissing."""
    row = session.execute(select(report).where(report.c.number == number)).first()
    if row is None:
        raise UnknownReport(f"there is no report {number}")
    return _opened(session, opener, row)


def open_reports_of(session: Session, opener: ContentOpener) -> list[dict[str, Any]]:
    """Every report, opened, oldest first: for scripted conversations, whose database holds only their own."""
    rows = session.execute(select(report).order_by(report.c.filed_at, report.c.number)).all()
    return [_opened(session, opener, row) for row in rows]


def _opened(session: Session, opener: ContentOpener, row: Any) -> dict[str, Any]:
    content = NOTHING_LEFT
    if row.sealed_content:
        content = open_json(opener, "report", "content", row.id, row.content_key, row.sealed_content)
    identity = {}
    if row.sealed_identity:
        identity = open_json(opener, "report", "identity", row.id, row.identity_key, row.sealed_identity)
    plain = {
        key: getattr(row, key)
        for key in (
            "number",
            "status",
            "kind",
            "kind_confidence",
            "urgency",
            "confidentiality",
            "restricted",
            "source_channel",
            "contact_allowed",
            "occurred_from",
            "occurred_to",
            "filed_at",
            "draft_id",
            "reporter_id",
            "identity_purged_at",
            "content_purged_at",
        )
    }
    return {
        **content,
        **plain,
        **identity,
        "additions": _additions(session, opener, row.id),
        "evidence": evidence_of(session, row.id),
        "history": _history(session, row.id),
    }


def _additions(session: Session, opener: ContentOpener, report_id: str) -> list[dict[str, Any]]:
    rows = session.execute(
        select(addition).where(addition.c.report_id == report_id).order_by(addition.c.at, addition.c.id)
    )
    return [
        {
            "kind": row.kind,
            "at": row.at,
            **open_json(opener, "addition", "sealed", row.id, row.wrapped_key, row.sealed),
        }
        for row in rows
    ]


def evidence_of(session: Session, report_id: str) -> list[dict[str, Any]]:
    columns = ("id", "state", "media_type", "size", "sha256", "added_by")
    rows = session.execute(
        select(*(evidence.c[name] for name in columns))
        .where(evidence.c.report_id == report_id)
        .order_by(evidence.c.received_at)
    )
    return [dict(row._mapping) for row in rows]


def _history(session: Session, report_id: str) -> list[dict[str, Any]]:
    columns = ("status", "actor", "at", "move", "reason", "note_id")
    rows = session.execute(
        select(*(status_change.c[name] for name in columns))
        .where(status_change.c.report_id == report_id)
        .order_by(status_change.c.seq)
    )
    return [dict(row._mapping) for row in rows]


def open_drafts(session: Session, opener: ContentOpener) -> list[dict[str, Any]]:
    """Drafts that did not become reports, opened."""
    rows = session.execute(
        select(draft).where(draft.c.state != "terkirim").order_by(draft.c.started_at, draft.c.id)
    ).all()
    return [
        {
            "draft_id": row.id,
            "state": row.state,
            "asking": row.asking,
            **open_json(opener, "draft", "sealed", row.id, row.wrapped_key, row.sealed),
        }
        for row in rows
    ]
