"""One report, opened: each look is written to the audit chain in the transaction that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from banpol.console import report_facts, report_help, report_steps
from banpol.console.house import Visit
from banpol.console.map_svg import province
from banpol.console.message_fate import tick, unreachable_words
from banpol.console.pages import labels, left
from banpol.console.replies import problem, shown
from banpol.post import reachability, tracing
from banpol.post.ids import new_id
from banpol.register import conversation, disclosure, handovers, notes, queue, reading, transcripts
from banpol.register.actors import TEAM
from banpol.register.conversation import Said
from banpol.register.errors import UnknownReport
from banpol.register.masking import masked
from banpol.register.office import Office

_SHOWN = ("image/jpeg", "image/png", "image/webp")


def show(visit: Visit) -> Response:
    news = visit.request.query_params.get("kabar", "")
    return render(visit, news=labels()["kabar"].get(news, ""))


def render(
    visit: Visit,
    status: int = 200,
    *,
    news: str = "",
    complaint: str = "",
    kept: Mapping[str, str] | None = None,
) -> Response:
    """The page; `kept` is what was typed into a form that was refused, so that nothing is lost."""
    number = visit.request.path_params["number"]
    try:
        with visit.house.database.write() as session:
            values = _read(session, visit, number)
    except UnknownReport:
        return problem(visit, 404)
    words = {"news": news, "complaint": complaint, "kept": kept or {}, "form_key": new_id()}
    return shown(visit, "laporan.html", status, **values, **words)


def state(visit: Visit) -> Response:
    """For the open page's script: whether something changed, and how far each message got."""
    try:
        with visit.house.database.read() as session:
            return JSONResponse(_state(session, visit, visit.request.path_params["number"]))
    except UnknownReport:
        return problem(visit, 404)


def _state(session: Session, visit: Visit, number: str) -> dict[str, Any]:
    row = queue.row_for(session, visit.actor, visit.office(session).routing, number)
    since = conversation.begin_of(session, row)
    reached = tracing.states(session, row["reporter_id"], since)
    return {
        "version": row["version"],
        "lines": transcripts.count_since(session, row["reporter_id"], since),
        "ticks": {line: tick(*found) for line, found in reached.items()},
        "held": _held(visit, row),
    }


def _read(session: Session, visit: Visit, number: str) -> dict[str, Any]:
    house, office = visit.house, visit.office(session)
    row = queue.row_for(session, visit.actor, office.routing, number)
    report = reading.open_report(session, house.opener, number)
    talk = conversation.of_report(session, office, house.opener, row)
    written = notes.of_report(session, house.opener, row["id"])
    office.audited(session, visit.actor, "laporan_dibuka", number, visit.now)
    name = str(report.pop("name", "") or "")
    since = conversation.begin_of(session, row)
    return {
        **_content(masked(report, name)),
        "row": row,
        "has_name": bool(name),
        "talk": [shown_line(line, name) for line in talk],
        "lines": transcripts.count_since(session, row["reporter_id"], since),
        "notes": masked([note for note in written if note["kind"] == notes.INTERNAL], name),
        "reasons": masked({note["id"]: note["text"] for note in written}, name),
        "help": report_help.help_for(session, office, visit, row, report),
        **_work(session, office, visit, row),
    }


def _content(report: Mapping[str, Any]) -> dict[str, Any]:
    place = report.get("place") or {}
    return {
        "report": report,
        "facts": report_facts.facts(report),
        "dot": report_facts.dot(place),
        "area": report_facts.area(place),
        "province": province(),
        "picture": _SHOWN,
    }


def _work(session: Session, office: Office, visit: Visit, row: Mapping[str, Any]) -> dict[str, Any]:
    """What this person may do here now; nothing for auditors, who only read."""
    works = visit.actor.role in TEAM
    until = conversation.free_until(session, row["reporter_id"])
    return {
        "works": works,
        "steps": report_steps.steps_for(office, visit, row) if works else [],
        "colleagues": report_steps.colleagues(session, office, row) if works else [],
        "may_pass_on": report_steps.may_pass_on(visit, row),
        "units": office.routing.units,
        "canned": office.canned,
        "held": _held(visit, row),
        "window": until,
        "window_words": left(until, visit.now) if until else "",
        "unreachable": unreachable_words(reachability.look_up(session, row["reporter_id"])),
        "talk_holder": handovers.holder(session, row["reporter_id"]),
        "bases": labels()["dasar"],
        "identity": disclosure.state_for(session, visit.actor, row["id"], visit.now),
        "outcome_words": {code: words for codes in office.outcomes.values() for code, words in codes.items()},
    }


def _held(visit: Visit, row: Mapping[str, Any]) -> str:
    """Who is editing just now, if it is somebody else."""
    held = row["locked_by"] and row["locked_until"] > visit.now
    return str(row["locked_by"]) if held and row["locked_by"] != visit.actor.id else ""


def shown_line(line: Said, name: str) -> dict[str, Any]:
    """One line of a talk with its tick, the reporter's name hidden in it."""
    hidden = replace(line, text=masked(line.text, name))
    return {**vars(hidden), "tick": tick(line.state, line.error_code, line.reason) if line.state else None}
