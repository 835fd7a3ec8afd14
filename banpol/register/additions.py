"""What a reporter adds to a report that is filed already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register.errors import UnknownReport
from banpol.register.filing import Receipt, find_filed
from banpol.register.seals import seal_json
from banpol.register.sql.tables import addition, report


def own_report(session: Session, draft_id: str, reporter_id: str) -> Receipt:
    """Raises UnknownReport; somebody else's report is as unknown as one that never was."""
    filed = find_filed(session, draft_id, reporter_id)
    if filed is None:
        raise UnknownReport("no report of this reporter came of that draft")
    return filed


def add(
    session: Session,
    sealer: ContentSealer,
    *,
    draft_id: str,
    reporter_id: str,
    turn_id: str,
    kind: str,
    body: dict[str, object],
    now: datetime,
) -> Receipt:
    """Seals the addition beside the report, once per turn and kind. Raises UnknownReport."""
    filed = own_report(session, draft_id, reporter_id)
    addition_id = new_id()
    wrapped, sealed = seal_json(sealer, "addition", "sealed", addition_id, body)
    row = {
        "id": addition_id,
        "report_id": filed.report_id,
        "turn_id": turn_id,
        "kind": kind,
        "wrapped_key": wrapped,
        "sealed": sealed,
        "at": now,
    }
    if insert_once(session, addition, row):
        session.execute(
            update(report).where(report.c.id == filed.report_id).values(version=report.c.version + 1)
        )
    return filed


def settle_place(
    session: Session,
    report_id: str,
    kabupaten_code: str | None,
    kecamatan_code: str | None,
    outside: bool,
) -> None:
    """An emergency was filed before its place was known: the codes that routing needs are filled in."""
    session.execute(
        update(report)
        .where(report.c.id == report_id, report.c.kabupaten_code.is_(None))
        .values(kabupaten_code=kabupaten_code, kecamatan_code=kecamatan_code, outside_province=outside)
    )
