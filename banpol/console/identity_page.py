"""A reporter's identity: asked for with a reason, decided by another, looked at while it is open."""

from __future__ import annotations

from typing import Callable

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from banpol.console import report_page
from banpol.console.deeds import carry_out, complaint, number_of
from banpol.console.house import Visit
from banpol.console.pages import labels
from banpol.console.replies import problem, shown
from banpol.register import disclosure, disclosure_lists
from banpol.register.disclosure import Request
from banpol.register.errors import NotAllowed, RegisterError, UnknownReport
from banpol.register.office import Office


def ask(visit: Visit) -> Response:
    at_once = visit.form.get("cara") == "darurat"
    form = visit.form
    fields = tuple(name for name in disclosure.FIELDS if form.get(name))
    request = Request(fields, form.get("dasar", ""), form.get("alasan", ""), form.get("dokumen", ""))

    def deed(session: Session, office: Office) -> None:
        act = disclosure.break_glass if at_once else disclosure.ask
        act(session, office, visit.actor, number_of(visit), request, visit.now)

    return carry_out(visit, deed, "identitas_darurat" if at_once else "identitas_diminta")


def look(visit: Visit) -> Response:
    """Shown once, as the answer to this very form; the look is committed before it is shown."""
    house, number = visit.house, number_of(visit)
    try:
        with house.database.write() as session:
            args = (session, visit.office(session), house.opener, house.keys.ring, visit.actor)
            opened = disclosure.view(*args, number, visit.now)
    except UnknownReport:
        return problem(visit, 404)
    except NotAllowed:
        return report_page.render(visit, 422, complaint=labels()["kurang"]["tertutup"])
    return shown(visit, "identitas.html", number=number, opened=opened)


def requests(visit: Visit, status: int = 200, sentence: str = "") -> Response:
    """What waits for this person's decision or second look, and what became of one's own requests."""
    house, actor = visit.house, visit.actor
    with house.database.read() as session:
        office = visit.office(session)
        values = {
            "waiting": disclosure.waiting(session, office, house.opener, actor),
            "to_review": disclosure_lists.to_review(session, office, house.opener, actor, visit.now),
            "mine": disclosure_lists.mine(session, actor),
        }
    news = labels()["kabar"].get(visit.request.query_params.get("kabar", ""), "")
    return shown(visit, "permintaan.html", status, **values, news=news, complaint=sentence)


def decide(visit: Visit) -> Response:
    approve = visit.form.get("putusan") == "setuju"

    def deed(session: Session, office: Office) -> None:
        asked, reason = str(visit.request.path_params["asked"]), visit.form.get("alasan", "")
        disclosure.decide(session, office, visit.actor, asked, approve, reason, visit.now)

    return _done(visit, deed, "diputuskan")


def revoke(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        disclosure.revoke(session, office, visit.actor, str(visit.request.path_params["asked"]), visit.now)

    return _done(visit, deed, "dicabut")


def review(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        disclosure.review(session, office, visit.actor, str(visit.request.path_params["asked"]), visit.now)

    return _done(visit, deed, "ditinjau")


def _done(visit: Visit, deed: Callable[[Session, Office], None], news: str) -> Response:
    try:
        with visit.house.database.write() as session:
            deed(session, visit.office(session))
    except UnknownReport:
        return problem(visit, 404)
    except NotAllowed:
        return problem(visit, 403)
    except RegisterError as refused:
        return requests(visit, 422, complaint(refused))
    return RedirectResponse(f"/permintaan?kabar={news}", 303)
