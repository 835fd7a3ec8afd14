"""What a reporter adds to a report that is filed already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register import changing, moving, workflow
from banpol.register.actors import REPORTER
from banpol.register.audit import serialise
from banpol.register.draft import UNKNOWN_KIND
from banpol.register.errors import UnknownReport
from banpol.register.filing import Receipt, Rules, find_filed
from banpol.register.office import Office
from banpol.register.seals import seal_json
from banpol.register.sql.tables import addition


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
    office: Office | None = None,
) -> Receipt:
    """Seals the addition beside the report, once per turn and kind. Raises UnknownReport.

    What a reporter adds to a report that waits for an answer is the answer: it goes back to the team."""
    serialise(session)
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
        _arrived(session, office, filed, now)
    return filed


def _arrived(session: Session, office: Office | None, filed: Receipt, now: datetime) -> None:
    row = changing.take_by_id(session, filed.report_id)
    if office and row["status"] == workflow.ASKED:
        moving.move(session, office, REPORTER, row["number"], "pelapor_menjawab", row["version"], now)
    else:
        changing.write(session, row, REPORTER, now)


def settle_place(
    session: Session,
    report_id: str,
    kabupaten_code: str | None,
    kecamatan_code: str | None,
    outside: bool,
    now: datetime,
    rules: Rules | None = None,
) -> None:
    """An emergency was filed before its place was known: codes and unit are filled in, once."""
    row = changing.take_by_id(session, report_id)
    if row["kabupaten_code"] is not None:
        return
    unit = rules.routing.unit_for(row["kind"], kabupaten_code, kecamatan_code) if rules else row["unit"]
    values = {"kabupaten_code": kabupaten_code, "kecamatan_code": kecamatan_code, "unit": unit}
    changing.write(session, row, REPORTER, now, **values, outside_province=outside)


def settle_kind(
    session: Session,
    report_id: str,
    kind: str,
    confidence: float,
    restricted: bool,
    now: datetime,
    rules: Rules | None = None,
) -> None:
    """An emergency was filed before anybody knew what it was: its kind and unit are filled in, once.

    What is for named viewers only keeps the kind that it was given."""
    row = changing.take_by_id(session, report_id)
    if row["kind"] != UNKNOWN_KIND or row["restricted"]:
        return
    places = row["kabupaten_code"], row["kecamatan_code"]
    unit = rules.routing.unit_for(kind, *places) if rules else row["unit"]
    values = {"kind": kind, "kind_confidence": confidence, "restricted": restricted, "unit": unit}
    changing.write(session, row, REPORTER, now, **values)
