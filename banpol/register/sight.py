"""Who may see which report, as a condition for queries and as a question about one row; the two agree.

- Operators and supervisors see the reports of their unit and of those under it; without a unit, the province.
  A report without a unit is everybody's, so that none is overlooked.
- Complaints about officers are for supervisors of the whole province and for auditors, named or not, and for
  nobody else: a complaint that waits until somebody is named would be seen by nobody.
- Other restricted reports (children, sexual and domestic violence) are for named officers and whoever has
  the case.
- Auditors see complaints only. Administrators see no report.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Mapping

from sqlalchemy import and_, false, or_, true

from banpol.register.actors import AUDITOR, SUPERVISOR, TEAM, Actor
from banpol.register.routing import Routing, read_routing
from banpol.register.sql.tables import report

COMPLAINT = "pelayanan_polri"


@lru_cache(maxsize=1)
def _shipped() -> Routing:
    return read_routing()


def condition(actor: Actor, routing: Routing | None = None) -> Any:
    """What stands in the WHERE of every list that this person reads."""
    opened = true() if actor.named else or_(report.c.restricted.is_(False), report.c.assigned_to == actor.id)
    complaint = report.c.kind == COMPLAINT
    if actor.role == AUDITOR:
        return complaint
    if actor.role not in TEAM:
        return false()
    units = (routing or _shipped()).within(actor.unit)
    if units is None:
        return or_(complaint, opened) if actor.role == SUPERVISOR else and_(opened, ~complaint)
    area = or_(report.c.unit.is_(None), report.c.unit.in_(units))
    return and_(opened, area, ~complaint)


def sees(actor: Actor, row: Mapping[str, Any], routing: Routing | None = None) -> bool:
    """Whether this person may open this report."""
    units = (routing or _shipped()).within(actor.unit)
    if row["kind"] == COMPLAINT:
        return actor.role == AUDITOR or (actor.role == SUPERVISOR and units is None)
    if row["restricted"] and not actor.named and row["assigned_to"] != actor.id:
        return False
    if actor.role not in TEAM:
        return False
    return units is None or row["unit"] is None or row["unit"] in units
