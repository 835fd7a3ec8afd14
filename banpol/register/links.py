"""Two reports of one incident: suggested by the machine, confirmed or rejected by a person, never merged.

Each reporter keeps an own number and own answers; a link only says that they tell of the same thing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register import casework
from banpol.register.actors import Actor
from banpol.register.errors import UnknownChoice
from banpol.register.office import Office
from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import incident_link

SUGGESTED, CONFIRMED, REJECTED = "disarankan", "dibenarkan", "ditolak"


def decide(
    session: Session, office: Office, actor: Actor, number: str, other: str, same: bool, now: datetime
) -> None:
    """Somebody who may see both says whether they tell of the same. Raises UnknownReport, UnknownChoice."""
    one, two = (casework.own(session, office, actor, each) for each in (number, other))
    if one["id"] == two["id"]:
        raise UnknownChoice("a report is no duplicate of itself")
    first, second = sorted((one["id"], two["id"]))
    line = {"id": new_id(), "report_id": first, "other_id": second, "state": SUGGESTED, "at": now}
    insert_once(session, incident_link, {**line, "score": 1.0, "reason": "petugas"})
    state = CONFIRMED if same else REJECTED
    session.execute(
        update(incident_link)
        .where(incident_link.c.report_id == first, incident_link.c.other_id == second)
        .values(state=state, decided_by=actor.id, decided_at=now)
    )
    office.audited(session, actor, f"tautan_{state}", one["id"], now, lain=two["id"])


def of_report(session: Session, report_id: str) -> list[dict[str, Any]]:
    """Number, state, score and reasons of every link of a report, confirmed ones first."""
    mine = or_(incident_link.c.report_id == report_id, incident_link.c.other_id == report_id)
    found = []
    for row in session.execute(select(incident_link).where(mine)).all():
        other = row.other_id if row.report_id == report_id else row.report_id
        number = session.execute(select(report.c.number).where(report.c.id == other)).scalar_one()
        reasons = tuple(row.reason.split(","))
        found.append({"number": number, "state": row.state, "score": row.score, "reasons": reasons})
    return sorted(found, key=lambda one: (one["state"] != CONFIRMED, -one["score"], one["number"]))
