"""Carries one form of a report page out: whole or not at all, and what was typed is never lost."""

from __future__ import annotations

from typing import Callable
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from banpol.console import clash_page, report_page
from banpol.console.house import Visit
from banpol.console.pages import labels
from banpol.console.replies import problem
from banpol.register import queue
from banpol.register.errors import (
    LockedByOther,
    MoveImpossible,
    NotAllowed,
    NoWayToReporter,
    RegisterError,
    SomethingMissing,
    UnknownReport,
    VersionConflict,
)
from banpol.register.office import Office

Deed = Callable[[Session, Office], object]
_CLASHES = (VersionConflict, MoveImpossible, LockedByOther)


def number_of(visit: Visit) -> str:
    return str(visit.request.path_params["number"])


def version_of(visit: Visit) -> int:
    """The version that the form was made for; a form without one is older than all."""
    typed = visit.form.get("versi", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def carry_out(visit: Visit, deed: Deed, news: str) -> Response:
    """Back to the report with a sentence; or why not, beside what was typed."""
    try:
        with visit.house.database.write() as session:
            office = visit.office(session)
            deed(session, office)
            still_seen = _seen(session, visit, office)
    except UnknownReport:
        return problem(visit, 404)
    except NotAllowed:
        return problem(visit, 403)
    except _CLASHES as clash:
        return clash_page.show(visit, clash)
    except RegisterError as refused:
        return report_page.render(visit, 422, complaint=complaint(refused), kept=visit.form)
    # A report that was passed on may be out of sight now.
    page = f"/laporan/{quote(number_of(visit), safe='')}" if still_seen else "/antrean"
    return RedirectResponse(f"{page}?kabar={news}", 303)


def settle(
    visit: Visit,
    deed: Callable[[Session, Office], str],
    unknown: type[RegisterError],
    again: Callable[[str], Response],
) -> Response:
    """To the address that the deed returns; or why not, `again` showing the page with a sentence.

    For pages that are no report's: nobody else edits them, so there is no version to clash with."""
    try:
        with visit.house.database.write() as session:
            address = deed(session, visit.office(session))
    except unknown:
        return problem(visit, 404)
    except NotAllowed:
        return problem(visit, 403)
    except MoveImpossible:
        return problem(visit, 409)
    except RegisterError as refused:
        return again(complaint(refused))
    return RedirectResponse(address, 303)


def complaint(refused: RegisterError) -> str:
    """The refusal in the officer's words."""
    sentences = labels()["kurang"]
    if isinstance(refused, SomethingMissing):
        return sentences.get(refused.what, sentences["lain"])
    return sentences["tanpa_saluran" if isinstance(refused, NoWayToReporter) else "pilihan"]


def _seen(session: Session, visit: Visit, office: Office) -> bool:
    try:
        queue.row_for(session, visit.actor, office.routing, number_of(visit))
    except UnknownReport:
        return False
    return True
