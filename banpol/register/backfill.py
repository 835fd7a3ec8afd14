"""Gives reports what they lack because they were filed before the house had it: day, unit, deadline, words.

Needs the console's private key for the words. What a report has already stays as it is, so that it may be run
again at any time, and goes on where it was interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.register import reading, workflow
from banpol.register.actors import HOUSE
from banpol.register.audit import serialise
from banpol.register.deadlines import FIRST_LOOK, URGENCIES
from banpol.register.draft import Place, ReportDraft
from banpol.register.numbers import ordinal_of
from banpol.register.office import Office
from banpol.register.search_index import remember
from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import word_index

AT_ONCE = 100


@dataclass(frozen=True)
class Filled:
    """How many reports of a block got something; `after` is the id to go on from, None at the end."""

    changed: int
    after: str | None


def fill(session: Session, office: Office, opener: ContentOpener, now: datetime, after: str = "") -> Filled:
    """One block of reports in order of their ids; whoever runs it makes the counts anew at its end."""
    serialise(session)
    lacking = or_(report.c.ordinal == 0, report.c.unit.is_(None), _late_without_term(), _without_words())
    query = select(report).where(report.c.id > after, lacking).order_by(report.c.id).limit(AT_ONCE)
    rows = session.execute(query).mappings().all()
    for row in rows:
        _complete(session, office, opener, row)
    if rows:
        office.audited(session, HOUSE, "laporan_dilengkapi", "laporan", now, baris=len(rows))
    return Filled(len(rows), rows[-1]["id"] if len(rows) == AT_ONCE else None)


def _late_without_term() -> Any:
    return report.c.due_at.is_(None) & report.c.status.in_((workflow.RECEIVED,))


def _without_words() -> Any:
    return ~exists().where(word_index.c.ordinal == report.c.ordinal)


def _complete(session: Session, office: Office, opener: ContentOpener, row: Any) -> None:
    draft = _draft(reading.open_report(session, opener, row["number"]))
    values: dict[str, Any] = {
        "ordinal": ordinal_of(row["number"]),
        "day": row["number"][3:9],
        "priority": URGENCIES.index(row["urgency"]),
    }
    if row["unit"] is None:
        area = row["kabupaten_code"], row["kecamatan_code"]
        values["unit"] = office.routing.unit_for(row["kind"], *area)
    if row["due_at"] is None and row["status"] == workflow.RECEIVED:
        values["due_at"] = row["filed_at"] + office.deadlines.term(FIRST_LOOK, row["urgency"], row["kind"])
    session.execute(update(report).where(report.c.id == row["id"]).values(**values))
    if office.index:
        remember(session, office.index.tokens(draft), values["ordinal"])


def _draft(opened: dict[str, Any]) -> ReportDraft:
    """As much of the told report as its words need."""
    place = opened.get("place")
    return ReportDraft(
        draft_id="",
        narrative=str(opened.get("narrative") or ""),
        place=Place(said=str(place.get("said") or "")) if place else None,
        people=str(opened.get("people") or ""),
        loss=str(opened.get("loss") or ""),
        vehicles=tuple(opened.get("vehicles") or ()),
        plates=tuple(opened.get("plates") or ()),
        phones=tuple(opened.get("phones") or ()),
    )
