"""What was done to accounts, and by whom: supervisors and auditors look into it, administrators see it."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from banpol.console.house import Visit
from banpol.console.pages import labels
from banpol.console.replies import problem, shown
from banpol.register import account_changes
from banpol.register.errors import NotAllowed, UnknownChange


def show(visit: Visit) -> Response:
    with visit.house.database.read() as session:
        lines = account_changes.lines(session)
        units = visit.office(session).routing.units
    news = labels()["kabar"].get(visit.request.query_params.get("kabar", ""), "")
    return shown(visit, "perubahan_akun.html", lines=lines, units=units, news=news)


def look(visit: Visit) -> Response:
    typed = visit.request.path_params["seq"]
    seq = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    try:
        with visit.house.database.write() as session:
            account_changes.look(session, visit.house.keys.audit_key, visit.actor, seq, visit.now)
    except UnknownChange:
        return problem(visit, 404)
    except NotAllowed:
        return problem(visit, 403)
    return RedirectResponse("/perubahan-akun?kabar=akun_diperiksa", 303)
