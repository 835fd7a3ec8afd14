"""Two officers changed one report: both versions side by side, nothing overwritten, nothing typed lost."""

from __future__ import annotations

from typing import Any, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from banpol.console.house import Visit
from banpol.console.pages import label
from banpol.console.replies import problem, shown
from banpol.register import notes, queue, reading, workflow
from banpol.register.actors import TEAM
from banpol.register.errors import LockedByOther, RegisterError, UnknownReport
from banpol.register.masking import masked
from banpol.register.office import Office
from banpol.register.sql.tables import status_change

_TYPED = ("text", "outcome", "unit", "assignee", "same_as", "petugas")


def show(visit: Visit, clash: RegisterError) -> Response:
    try:
        with visit.house.database.write() as session:
            values = _read(session, visit)
    except UnknownReport:
        return problem(visit, 404)
    holder = clash.holder if isinstance(clash, LockedByOther) else ""
    return shown(visit, "bentrok.html", 409, **values, holder=holder)


def _read(session: Session, visit: Visit) -> dict[str, Any]:
    office, number = visit.office(session), visit.request.path_params["number"]
    row = queue.row_for(session, visit.actor, office.routing, number)
    name = str(reading.open_report(session, visit.house.opener, number).get("name") or "")
    words = {note["id"]: note["text"] for note in notes.of_report(session, visit.house.opener, row["id"])}
    office.audited(session, visit.actor, "laporan_dibuka", number, visit.now)
    move = visit.form.get("langkah", "")
    return {
        "row": row,
        "move": move,
        "action": visit.request.url.path,
        "deed_words": label(move, "gerak") if move else "Mengganti petugas",
        "typed": [(label(part, "isian"), _words(office, part, visit.form[part])) for part in _given(visit)],
        "kept": {part: visit.form[part] for part in _given(visit)},
        "seen": visit.form.get("versi", "–")[:9],
        "seen_status": visit.form.get("status", ""),
        "since": masked(_since(session, row, visit, words), name),
        "again": not move or move in {one.name for one in workflow.moves_from(row["status"], _role(visit))},
    }


def _role(visit: Visit) -> str:
    return visit.actor.role if visit.actor.role in TEAM else ""


def _given(visit: Visit) -> list[str]:
    return [part for part in _TYPED if visit.form.get(part, "").strip()]


def _words(office: Office, part: str, value: str) -> str:
    if part == "unit" and value in office.routing.units:
        return office.routing.units[value].name
    outcomes = {code: words for codes in office.outcomes.values() for code, words in codes.items()}
    return outcomes.get(value, value) if part == "outcome" else value


def _since(
    session: Session, row: Mapping[str, Any], visit: Visit, words: Mapping[str, str]
) -> list[dict[str, Any]]:
    """What happened to the report after the version that the form was made for."""
    typed = visit.form.get("versi", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    query = select(status_change).where(
        status_change.c.report_id == row["id"], status_change.c.version > seen
    )
    steps = session.execute(query.order_by(status_change.c.seq)).mappings()
    return [{**step, "text": words.get(step["note_id"] or "", "")} for step in steps]
