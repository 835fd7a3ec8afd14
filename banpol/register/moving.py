"""Makes a move of the workflow, whole or not at all, in the caller's one transaction.

It checks the table, asks for what the move needs, writes status, line of history and audit entry, sets the
next deadline and tells the reporter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from banpol.post.ids import new_id
from banpol.register import alerts, changing, notes, notices, workflow
from banpol.register.actors import HOUSE, REPORTER, Actor
from banpol.register.changing import Row
from banpol.register.errors import SomethingMissing, UnknownChoice, UnknownReport
from banpol.register.office import Office
from banpol.register.sight import sees
from banpol.register.sql.tables import evidence, report, status_change
from banpol.register.workflow import Move

SHORTEST_REASON = 20


@dataclass(frozen=True)
class Details:
    """What a move may need: a text (question, reason), outcome, unit, operator, another report."""

    text: str = field(default="", repr=False)
    outcome: str = ""
    unit: str = ""
    assignee: str = ""
    same_as: str = ""


NOTHING = Details()


@dataclass(frozen=True)
class Moved:
    """The report after a move; `told` is the outbox's id of the notice, `untold` why there is none."""

    number: str
    status: str
    version: int
    told: str | None = None
    untold: str | None = None


def move(
    session: Session,
    office: Office,
    actor: Actor,
    number: str,
    name: str,
    version: int,
    now: datetime,
    details: Details = NOTHING,
) -> Moved:
    """Makes a move over exactly `version`.

    Raises UnknownReport, UnknownStatus, NotAllowed, MoveImpossible, SomethingMissing, UnknownChoice,
    VersionConflict, LockedByOther."""
    row = changing.take(session, number)
    if actor not in (HOUSE, REPORTER) and not sees(actor, row, office.routing):
        raise UnknownReport(f"there is no report {number}")
    step = workflow.check(name, row["status"], actor.role)
    changing.expect(row, actor, version, now)
    _ask_for_needs(session, office, step, row, details)
    return _make(session, office, actor, step, row, now, details)


def _make(
    session: Session, office: Office, actor: Actor, step: Move, row: Row, now: datetime, details: Details
) -> Moved:
    target = _target(step, row)
    note_id = _note(session, office, actor, step, row, now, details)
    cause = f"gerak-{new_id()}"
    told = _tell(session, office, step, row, cause, now, details)
    values = _values(office, actor, step, row, target, now, details)
    if told.turn_id and row["first_answer_at"] is None:
        values["first_answer_at"] = now
    new_version = changing.write(session, row, actor, now, **values)
    reason = details.outcome or details.unit or details.same_as or None
    _history(session, actor, step, row, target, now, reason=reason, note_id=note_id, version=new_version)
    alerts.settle(session, row["id"], actor, now)
    office.audited(session, actor, f"gerak_{step.name}"[:48], row["id"], now, ke=target, versi=new_version)
    return Moved(row["number"], target, new_version, told.turn_id, told.reason)


def _target(step: Move, row: Row) -> str:
    return (row["returns_to"] or workflow.RECEIVED) if step.target == workflow.GO_BACK else step.target


def _ask_for_needs(session: Session, office: Office, step: Move, row: Row, details: Details) -> None:
    for need in step.needs:
        _NEEDS[need](session, office, step, row, details)
    if step.name == "tanya_pelapor" and row["contact_allowed"] is False:
        raise SomethingMissing("contact_allowed", "this reporter does not want to be contacted")


def _need_text(_s: Session, _o: Office, step: Move, _r: Row, details: Details) -> None:
    if not details.text.strip():
        raise SomethingMissing("text", f"{step.name} needs a text")


def _need_outcome(_s: Session, office: Office, step: Move, _r: Row, details: Details) -> None:
    if not details.outcome:
        raise SomethingMissing("outcome", f"{step.name} needs an outcome")
    if details.outcome not in office.outcomes.get(step.target, {}):
        raise UnknownChoice(f"{details.outcome!r} is no outcome of {step.target}")


def _need_proof(session: Session, _o: Office, step: Move, row: Row, details: Details) -> None:
    """Evidence that an officer added since the report was filed, or a reason in words."""
    proof = select(evidence.c.id).where(
        evidence.c.report_id == row["id"], evidence.c.added_by.is_not(None), evidence.c.state == "tersimpan"
    )
    if len(details.text.strip()) < SHORTEST_REASON and session.execute(proof).first() is None:
        sentence = f"{step.name} needs evidence or a reason of at least {SHORTEST_REASON} characters"
        raise SomethingMissing("proof", sentence)


def _need_unit(_s: Session, office: Office, step: Move, _r: Row, details: Details) -> None:
    if not details.unit:
        raise SomethingMissing("unit", f"{step.name} needs a unit")
    office.routing.unit(details.unit)


def _need_assignee(_s: Session, _o: Office, step: Move, row: Row, details: Details) -> None:
    if not (details.assignee or row["assigned_to"]):
        raise SomethingMissing("assignee", f"{step.name} needs somebody to whom the report is assigned")


def _need_same_as(session: Session, _o: Office, _m: Move, row: Row, details: Details) -> None:
    other = session.execute(select(report.c.id).where(report.c.number == details.same_as)).scalar()
    if other is None or other == row["id"]:
        raise SomethingMissing("same_as", "a duplicate needs the number of the other report")


_NEEDS = {
    workflow.TEXT: _need_text,
    workflow.OUTCOME: _need_outcome,
    workflow.PROOF: _need_proof,
    workflow.UNIT: _need_unit,
    workflow.ASSIGNEE: _need_assignee,
    workflow.SAME_AS: _need_same_as,
}


def _note(
    session: Session, office: Office, actor: Actor, step: Move, row: Row, now: datetime, details: Details
) -> str | None:
    if not details.text.strip():
        return None
    kind = notes.TO_REPORTER if step.name == "tanya_pelapor" else notes.REASON
    return notes.keep(session, office, actor, row["id"], kind, details.text, now)


def _tell(
    session: Session, office: Office, step: Move, row: Row, cause: str, now: datetime, details: Details
) -> notices.Told:
    if step.tells is None:
        return notices.Told(None, None)
    if row["contact_allowed"] is False:
        return notices.Told(None, "tidak_mau_dihubungi")
    values = {
        "pertanyaan": details.text.strip(),
        "satuan": office.routing.units[details.unit].name if details.unit else "",
        "hasil": office.phrases[f"utter_hasil_{details.outcome}"].text if details.outcome else "",
    }
    return notices.tell(session, office, row, cause, step.tells, now, **values)


def _values(
    office: Office, actor: Actor, step: Move, row: Row, target: str, now: datetime, details: Details
) -> dict[str, Any]:
    values: dict[str, Any] = {"status": target, "escalated_at": None, "due_at": None}
    if step.term:
        values["due_at"] = now + office.deadlines.term(step.term, row["urgency"], row["kind"])
    values["returns_to"] = row["status"] if target == workflow.ASKED else None
    if details.assignee and workflow.ASSIGNEE in step.needs:
        values["assigned_to"] = details.assignee
    if workflow.UNIT in step.needs:
        values["unit"] = details.unit
    if row["verified_at"] is None and target not in (workflow.RECEIVED, workflow.ASKED, workflow.REOPENED):
        values["verified_at"] = now
    return {**values, **_ending(step, row, target, now, details)}


def _ending(step: Move, row: Row, target: str, now: datetime, details: Details) -> dict[str, Any]:
    """Closing writes when and how; reopening takes both back and counts."""
    if target in workflow.OVER:
        return {"closed_at": now, "outcome": details.outcome or None, "answer": None, "rating": None}
    if target == workflow.REOPENED:
        answer = "disanggah" if step.name == "pelapor_menyanggah" else None
        return {"closed_at": None, "outcome": None, "answer": answer, "reopened": row["reopened"] + 1}
    return {}


def _history(
    session: Session, actor: Actor, step: Move, row: Row, target: str, now: datetime, **more: Any
) -> None:
    line = {"report_id": row["id"], "status": target, "before": row["status"], "move": step.name}
    session.execute(insert(status_change).values(**line, actor=actor.id, role=actor.role, at=now, **more))
