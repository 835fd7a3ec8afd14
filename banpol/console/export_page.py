"""What a supervisor takes along: lists as CSV or XLSX, a report as PDF; each is audited, so it is a POST."""

from __future__ import annotations

from starlette.responses import Response

from banpol.console import period
from banpol.console.house import Visit
from banpol.console.pages import label
from banpol.console.replies import problem
from banpol.register import dossier, exporting
from banpol.register.errors import NotAllowed, UnknownChoice, UnknownReport
from banpol.register.filters import FILTERS

_FORMS = {
    "csv": (exporting.to_csv, "text/csv; charset=utf-8"),
    "xlsx": (exporting.to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def rows(visit: Visit) -> Response:
    """The reports of a period that this supervisor sees, without story and identity."""
    kind = visit.request.path_params["form"]
    if kind not in _FORMS:
        return problem(visit, 404)
    days = period.asked(visit, 365)
    chosen = {name: visit.form[name][:64] for name in FILTERS if visit.form.get(name)}
    try:
        with visit.house.database.write() as session:
            office = visit.office(session)
            table = exporting.extract(session, office, visit.actor, *days.days, visit.now, chosen)
    except (NotAllowed, UnknownChoice):
        return problem(visit, 403)
    write, media_type = _FORMS[kind]
    return _file(write(table), media_type, f"banpol-{days.days[0]}-{days.days[1]}.{kind}")


def report(visit: Visit) -> Response:
    """One report with the digests of its evidence and everybody who opened it."""
    number = visit.request.path_params["number"]
    try:
        with visit.house.database.write() as session:
            office = visit.office(session)
            args = (session, office, visit.house.opener, visit.actor, number, visit.now)
            made = dossier.make(*args, label)
    except (NotAllowed, UnknownReport):
        return problem(visit, 404)
    return _file(made.pdf, "application/pdf", f"{number}.pdf")


def _file(body: bytes, media_type: str, name: str) -> Response:
    """Always saved, never shown inside the console."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)
