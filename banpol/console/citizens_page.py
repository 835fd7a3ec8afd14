"""What citizens want with their own data, and what they say of the service: for supervisors and auditors."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from banpol.console.deeds import settle
from banpol.console.house import Visit
from banpol.console.pages import labels
from banpol.console.replies import problem, shown
from banpol.console.report_page import shown_line
from banpol.register import data_rights
from banpol.register.actors import SUPERVISOR
from banpol.register.conversation import Said
from banpol.register.errors import UnknownRequest
from banpol.register.office import Office

_NO_REASON = "-"  # the register says that one is missing


def listed(visit: Visit) -> Response:
    with visit.house.database.read() as session:
        rows, done = data_rights.listed(session), data_rights.listed(session, done=True)
    return shown(visit, "warga.html", rows=rows, done=done, news=_news(visit))


def said(visit: Visit) -> Response:
    with visit.house.database.write() as session:
        office = visit.office(session)
        lines = data_rights.said_of_us(session, office, visit.house.opener, visit.actor, visit.now)
    return shown(visit, "masukan.html", lines=lines)


def show(visit: Visit) -> Response:
    return _show(visit, 200, "", {})


def answer(visit: Visit) -> Response:
    """The answer goes out to the reporter, and the request is closed."""
    form = visit.form
    refused = form.get("alasan") or _NO_REASON if form.get("hasil") == "ditolak" else ""

    def deed(session: Session, office: Office, asked: str) -> str:
        args = (session, office, visit.actor, asked, form.get("jawaban", ""), visit.now)
        data_rights.answer(*args, refused=refused, sure=_sure(visit))
        return "data_dijawab"

    return _done(visit, deed)


def erase(visit: Visit) -> Response:
    """Names and talks of closed reports; the request stays open until it is answered."""

    def deed(session: Session, office: Office, asked: str) -> str:
        args = (session, office, visit.house.opener, visit.actor, asked, visit.now)
        return "data_dihapus" if data_rights.erase(*args, sure=_sure(visit)) else "data_tidak_ada"

    return _done(visit, deed)


def _sure(visit: Visit) -> bool:
    return visit.form.get("pasti") == "ya"


def _done(visit: Visit, deed: Callable[[Session, Office, str], str]) -> Response:
    asked = str(visit.request.path_params["asked"])

    def act(session: Session, office: Office) -> str:
        return f"/warga/{asked}?kabar={deed(session, office, asked)}"

    return settle(visit, act, UnknownRequest, lambda sentence: _show(visit, 422, sentence, visit.form))


def _show(visit: Visit, status: int, sentence: str, kept: Mapping[str, str]) -> Response:
    asked, house, actor = str(visit.request.path_params["asked"]), visit.house, visit.actor
    try:
        with house.database.write() as session:
            office = visit.office(session)
            row = data_rights.one(session, asked)
            reports, others = data_rights.reports_of(session, office, actor, row["reporter_id"])
            opened = data_rights.openings(session, office, actor, row["reporter_id"])
            lines: list[Said] = []
            names = ""
            if actor.role == SUPERVISOR:
                lines, names = data_rights.talk(session, office, house.opener, actor, row, visit.now)
    except UnknownRequest:
        return problem(visit, 404)
    values: dict[str, Any] = {"row": row, "reports": reports, "others": others, "opened": opened}
    values |= {"talk": [shown_line(line, names) for line in lines], "complaint": sentence, "kept": kept}
    values |= {"reasons": labels()["alasan_data"], "news": _news(visit)}
    values |= {"erasable": sum(one.erasable for one in reports) if row["kind"] == "hapus" else 0}
    return shown(visit, "warga_satu.html", status, **values)


def _news(visit: Visit) -> str:
    return labels()["kabar"].get(visit.request.query_params.get("kabar", ""), "")
