"""Alerts: what the team must see now, and what of it has been seen by whom."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from banpol.console.house import Visit
from banpol.console.replies import problem, shown
from banpol.register import alerting, alerts
from banpol.register.errors import UnknownReport


def show(visit: Visit) -> Response:
    with visit.house.database.read() as session:
        routing = visit.office(session).routing
        fresh = alerts.lines(session, visit.actor, routing)
        seen = alerts.lines(session, visit.actor, routing, seen=True)[:30]
        stuck = alerting.unsent(session)
    kinds: dict[str, Any] = {"openings": alerts.OF_OPENINGS, "account": alerts.ACCOUNT}
    return shown(visit, "peringatan.html", fresh=fresh, seen=seen, stuck=stuck, **kinds)


def see(visit: Visit) -> Response:
    try:
        with visit.house.database.write() as session:
            routing = visit.office(session).routing
            alerts.see(session, visit.actor, routing, visit.request.path_params["alert_id"], visit.now)
    except UnknownReport:
        return problem(visit, 404)
    return RedirectResponse("/peringatan", 303)
