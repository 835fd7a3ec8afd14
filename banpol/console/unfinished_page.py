"""Reports that were begun and never sent: what there is of them, and filing one for its reporter."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from banpol.console.house import Visit
from banpol.console.pages import ago, label, when
from banpol.console.replies import problem, shown
from banpol.console.report_page import shown_line
from banpol.register import conversation, handovers, talks, unfinished
from banpol.register.draft import ReportDraft
from banpol.register.errors import EmptyReport, MoveImpossible, UnknownReport
from banpol.register.masking import masked


def listed(visit: Visit) -> Response:
    """No story in the list; opening one is what the audit notes."""
    house = visit.house
    with house.database.read() as session:
        office = visit.office(session)
        found = unfinished.listed(session, office, house.opener, visit.actor, visit.now)
    return shown(visit, "belum_selesai.html", rows=[_row(visit, one["row"], one["draft"]) for one in found])


def show(visit: Visit) -> Response:
    house, draft_id = visit.house, str(visit.request.path_params["draft_id"])
    try:
        with house.database.write() as session:
            office = visit.office(session)
            args = (session, office, house.opener)
            row, draft = unfinished.look(*args, visit.actor, draft_id, visit.now)
            lines = conversation.of_draft(*args, row)
            holder = handovers.holder(session, row["reporter_id"])
    except UnknownReport:
        return problem(visit, 404)
    values: dict[str, Any] = {"one": _row(visit, row, draft), "facts": _facts(draft), "holder": holder}
    values["talk"] = [shown_line(line, draft.name) for line in lines]
    return shown(visit, "draf.html", **values, narrative=masked(draft.narrative, draft.name))


def file(visit: Visit) -> Response:
    house, draft_id = visit.house, str(visit.request.path_params["draft_id"])
    try:
        with house.database.write() as session:
            args = (session, visit.office(session), house.opener, visit.actor)
            receipt = unfinished.file(*args, draft_id, visit.now)
    except (UnknownReport, EmptyReport):
        return problem(visit, 404)
    return RedirectResponse(f"/laporan/{receipt.number}?kabar=dicatat_baru", 303)


def take(visit: Visit) -> Response:
    """Takes the talk over and goes to it."""
    house, draft_id = visit.house, str(visit.request.path_params["draft_id"])
    try:
        with house.database.write() as session:
            office = visit.office(session)
            args = (session, office, house.opener, visit.actor)
            reporter = unfinished.look(*args, draft_id, visit.now)[0]["reporter_id"]
            handovers.take(session, office, visit.actor, reporter, visit.now)
            talk = talks.of_reporter(session, reporter)
    except UnknownReport:
        return problem(visit, 404)
    except MoveImpossible:
        return problem(visit, 409)
    return RedirectResponse(f"/percakapan/{talk}", 303)


def _row(visit: Visit, row: Any, draft: ReportDraft) -> dict[str, Any]:
    place = draft.place
    return {
        "id": row["id"],
        "kind": label(draft.kind, "jenis"),
        "urgency": draft.urgency,
        "place": label(place.kabupaten_code if place else None, "kabupaten"),
        "asking": label(row["asking"], "ditanya") if row["asking"] else "–",
        "started": when(row["started_at"]),
        "quiet": ago(row["updated_at"], visit.now),
    }


def _facts(draft: ReportDraft) -> list[tuple[str, str]]:
    place, moment = draft.place, draft.moment
    found = (
        ("Tempat menurut pelapor", place.said if place else ""),
        ("Waktu menurut pelapor", moment.said if moment else ""),
        ("Orang", draft.people),
        ("Kendaraan", ", ".join(draft.vehicles)),
        ("Pelat nomor", ", ".join(draft.plates)),
        ("Kerugian", draft.loss),
    )
    return [(name, masked(words, draft.name)) for name, words in found if words]
