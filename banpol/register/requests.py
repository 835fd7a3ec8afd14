"""What a reporter asks of the team beside a report: an officer, their own data, or to be heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register import alerts
from banpol.register.seals import seal_json
from banpol.register.sql.tables import data_request, feedback, handover

# UU 27/2022 gives the controller 3 x 24 hours for access, correction and withdrawal.
DATA_REQUEST_TERM = timedelta(hours=72)


def ask_officer(session: Session, reporter_id: str, turn_id: str, reason: str, now: datetime) -> bool:
    """Calls an officer into the talk; a call that still waits is not repeated."""
    open_call = select(handover.c.id).where(
        handover.c.reporter_id == reporter_id, handover.c.state.in_(("diminta", "diambil"))
    )
    if session.execute(open_call).first():
        return False
    row = {
        "id": new_id(),
        "reporter_id": reporter_id,
        "turn_id": turn_id,
        "state": "diminta",
        "reason": reason,
        "asked_at": now,
    }
    alerts.raise_alert(session, "minta_petugas", "mendesak", turn_id, None, now)
    return insert_once(session, handover, row)


def ask_data(
    session: Session, reporter_id: str, turn_id: str, kind: str, now: datetime, confirmed_by: str = ""
) -> bool:
    """Opens a request about the reporter's own data. `kind`: akses | ubah | hapus | cabut.

    `confirmed_by`: what showed that the reporter asks; empty when an officer has to make sure."""
    row = {
        "id": new_id(),
        "reporter_id": reporter_id,
        "turn_id": turn_id,
        "kind": kind,
        "state": "diterima",
        "due_at": now + DATA_REQUEST_TERM,
        "asked_at": now,
        "confirmed_by": confirmed_by or None,
    }
    return insert_once(session, data_request, row)


def give_feedback(
    session: Session,
    sealer: ContentSealer,
    reporter_id: str,
    turn_id: str,
    text: str,
    rating: int | None,
    now: datetime,
) -> bool:
    """Keeps praise, criticism or a suggestion about the service."""
    feedback_id = new_id()
    wrapped, sealed = seal_json(sealer, "feedback", "sealed", feedback_id, {"text": text})
    row = {
        "id": feedback_id,
        "reporter_id": reporter_id,
        "turn_id": turn_id,
        "rating": rating,
        "wrapped_key": wrapped,
        "sealed": sealed,
        "at": now,
    }
    return insert_once(session, feedback, row)
