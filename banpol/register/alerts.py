"""Something the team must see now; one alert per cause and kind."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register.sql.tables import alert


def raise_alert(
    session: Session, kind: str, urgency: str, cause_id: str, report_id: str | None, now: datetime
) -> bool:
    row = {
        "id": new_id(),
        "kind": kind,
        "urgency": urgency,
        "cause_id": cause_id,
        "report_id": report_id,
        "raised_at": now,
    }
    return insert_once(session, alert, row)
