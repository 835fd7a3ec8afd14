"""A draft becomes a report: number, first status, audit entry and alert, in the caller's one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register import alerts, audit, completeness, evidence, tallies
from banpol.register.deadlines import FIRST_LOOK, URGENCIES, Deadlines
from banpol.register.draft import Moment, ReportDraft
from banpol.register.errors import EmptyReport
from banpol.register.numbers import next_number, ordinal_of
from banpol.register.routing import Routing
from banpol.register.seals import seal_json
from banpol.register.search_index import SearchIndex, remember
from banpol.register.sql.tables import draft as draft_table
from banpol.register.sql.tables import report, reporter, status_change

FIRST_STATUS = "diterima"


class Rules(Protocol):
    """What filing reads of the house: where a report goes, how long it may wait, how it is found again."""

    @property
    def deadlines(self) -> Deadlines: ...
    @property
    def routing(self) -> Routing: ...
    @property
    def index(self) -> SearchIndex | None: ...


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
    rules: Rules | None = None,
    actor: str = "asisten",
) -> Receipt:
    """Files a draft once: the second time the first receipt comes back. Raises EmptyReport.

    Without `rules` a report has no unit, no deadline and no words to be found by."""
    if not draft.narrative.strip():
        raise EmptyReport("a report needs a narrative")
    audit.serialise(session)
    filed = find_filed(session, draft.draft_id, reporter_id)
    if filed:
        return filed
    _know_reporter(session, reporter_id, now)
    report_id, number = new_id(), next_number(session, now)
    row = _report_row(sealer, draft, report_id, number, reporter_id, source_channel, now)
    row |= _by_the_rules(rules, row)
    session.execute(insert(report).values(**row))
    tallies.changed(session, None, {**_NEW, **row})
    if rules and rules.index:
        remember(session, rules.index.tokens(draft), row["ordinal"])
    _first_status(session, report_id, actor, now)
    evidence.link(session, draft.evidence_ids, reporter_id, report_id)
    session.execute(update(draft_table).where(draft_table.c.id == draft.draft_id).values(state="terkirim"))
    audit.append(
        session,
        audit_key,
        actor=actor,
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


def reporter_of(session: Session, draft_id: str) -> str | None:
    """Whose report came of a draft, whoever it is."""
    return session.execute(select(report.c.reporter_id).where(report.c.draft_id == draft_id)).scalar()


def _know_reporter(session: Session, reporter_id: str, now: datetime) -> None:
    insert_once(session, reporter, {"id": reporter_id, "created_at": now, "reports": 0})
    session.execute(
        update(reporter).where(reporter.c.id == reporter_id).values(reports=reporter.c.reports + 1)
    )


# What a report that was just filed does not have yet.
_NEW = dict.fromkeys(
    ("outcome", "answer", "first_answer_at", "verified_at", "closed_at", "reopened", "rating", "unit")
)


def _by_the_rules(rules: Rules | None, row: dict[str, Any]) -> dict[str, Any]:
    if rules is None:
        return {}
    term = rules.deadlines.term(FIRST_LOOK, row["urgency"], row["kind"])
    unit = rules.routing.unit_for(row["kind"], row["kabupaten_code"], row["kecamatan_code"])
    return {"due_at": row["filed_at"] + term, "unit": unit}


def _first_status(session: Session, report_id: str, actor: str, now: datetime) -> None:
    line = {"report_id": report_id, "status": FIRST_STATUS, "actor": actor, "version": 1, "at": now}
    session.execute(insert(status_change).values(**line))


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
        "day": number[3:9],
        "ordinal": ordinal_of(number),
        "priority": URGENCIES.index(draft.urgency),
        "completeness": completeness.score(draft).points,
        "contact_allowed": draft.contact_allowed,
        "content_key": content_key,
        "sealed_content": sealed_content,
        "identity_key": identity_key,
        "sealed_identity": sealed_identity,
    }
