"""An officer takes a talk over from the assistant and gives it back; meanwhile the assistant is silent."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from banpol.post.ids import new_id
from banpol.register import audit, notices
from banpol.register.actors import SUPERVISOR, TEAM, Actor
from banpol.register.errors import MoveImpossible, NotAllowed, NoWayToReporter
from banpol.register.office import Office
from banpol.register.phrases import say
from banpol.register.sql.tables import handover

ASKED, TAKEN, GIVEN_BACK = "diminta", "diambil", "dikembalikan"
TAKEN_RESPONSE, GIVEN_BACK_RESPONSE = "utter_petugas_mengambil", "utter_petugas_selesai"


def waiting(session: Session) -> list[dict[str, Any]]:
    """Talks in which an officer was asked for, the oldest first."""
    query = select(handover).where(handover.c.state == ASKED).order_by(handover.c.asked_at, handover.c.id)
    return [dict(row._mapping) for row in session.execute(query)]


def holder(session: Session, reporter_id: str) -> str | None:
    """Who holds this reporter's talk; None while the assistant does."""
    query = select(handover.c.operator).where(
        handover.c.reporter_id == reporter_id, handover.c.state == TAKEN
    )
    return session.execute(query).scalars().first()


def take(session: Session, office: Office, actor: Actor, reporter_id: str, now: datetime) -> None:
    """Takes the talk over, asked or not. Raises NotAllowed, MoveImpossible when a colleague has it."""
    if actor.role not in TEAM:
        raise NotAllowed(f"{actor.role} takes no talks over")
    audit.serialise(session)
    held = holder(session, reporter_id)
    if held == actor.id:
        return
    if held is not None:
        raise MoveImpossible(f"{held} has this talk")
    asked = (handover.c.reporter_id == reporter_id, handover.c.state == ASKED)
    values = {"state": TAKEN, "operator": actor.id}
    if session.execute(update(handover).where(*asked).values(**values)).rowcount == 0:
        made = new_id()
        line = {"id": made, "reporter_id": reporter_id, "turn_id": f"ambil-{made}", "reason": "petugas"}
        session.execute(insert(handover).values(**line, **values, asked_at=now))
    office.audited(session, actor, "percakapan_diambil", reporter_id, now)
    _tell(session, office, reporter_id, TAKEN_RESPONSE, now)


def give_back(session: Session, office: Office, actor: Actor, reporter_id: str, now: datetime) -> None:
    """The assistant answers again. Raises MoveImpossible when nobody holds it, NotAllowed."""
    audit.serialise(session)
    held = holder(session, reporter_id)
    if held is None:
        raise MoveImpossible("the assistant has this talk")
    if held != actor.id and actor.role != SUPERVISOR:
        raise NotAllowed(f"{held} has this talk")
    mine = (handover.c.reporter_id == reporter_id, handover.c.state == TAKEN)
    session.execute(update(handover).where(*mine).values(state=GIVEN_BACK, ended_at=now))
    office.audited(session, actor, "percakapan_dikembalikan", reporter_id, now)
    _tell(session, office, reporter_id, GIVEN_BACK_RESPONSE, now)


def _tell(session: Session, office: Office, reporter_id: str, response: str, now: datetime) -> None:
    """The reporter hears who answers from now on; somebody without a channel hears nothing."""
    message = say(office.phrases, response)
    with suppress(NoWayToReporter):
        notices.send(session, office, {"reporter_id": reporter_id}, f"alih-{new_id()}", message, now)
