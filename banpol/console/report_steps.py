"""The next moves that this person may make with a report: what each needs, what the reporter hears."""

from __future__ import annotations

from typing import Any, Mapping

from sqlalchemy.orm import Session

from banpol.console.house import Visit
from banpol.console.pages import label
from banpol.register import operators, sight, workflow
from banpol.register.actors import SUPERVISOR
from banpol.register.office import Office
from banpol.register.workflow import Move


def steps_for(office: Office, visit: Visit, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """In the order of the table: what an officer does most often comes first."""
    found = workflow.moves_from(row["status"], visit.actor.role)
    return [_step(office, move, row) for move in found if _possible(move, row)]


def _possible(move: Move, row: Mapping[str, Any]) -> bool:
    return move.name != "tanya_pelapor" or row["contact_allowed"] is not False


def _step(office: Office, move: Move, row: Mapping[str, Any]) -> dict[str, Any]:
    outcomes = office.outcomes.get(move.target, {}) if workflow.OUTCOME in move.needs else {}
    return {
        "name": move.name,
        "words": label(move.name, "gerak"),
        "needs": move.needs,
        "text": workflow.TEXT in move.needs or workflow.PROOF in move.needs,
        "outcomes": outcomes,
        "told": _told(office, move, row),
    }


def _told(office: Office, move: Move, row: Mapping[str, Any]) -> str:
    """The notice, with the holes that the form fills left visible."""
    if move.tells is None:
        return ""
    if row["contact_allowed"] is False:
        return label("tidak_mau_dihubungi", "tanpa_kabar")
    phrase = office.phrases.get(move.tells)
    text = phrase.text if phrase else ""
    return text.replace("{nomor}", row["number"]).replace("{", "[").replace("}", "]")


def colleagues(session: Session, office: Office, row: Mapping[str, Any]) -> list[str]:
    """Who could be given this report."""
    given = {**row, "assigned_to": None}
    return [
        one.id
        for one in operators.team(session)
        if sight.sees(one, {**given, "assigned_to": one.id}, office.routing)
    ]


def may_pass_on(visit: Visit, row: Mapping[str, Any]) -> bool:
    return visit.actor.role == SUPERVISOR or row["assigned_to"] in (None, visit.actor.id)
