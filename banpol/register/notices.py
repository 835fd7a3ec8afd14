"""What the team's work says to a reporter, through the outbox of the channel that the reporter writes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from banpol.post import inbox, outbox
from banpol.post.letters import OutgoingMessage
from banpol.register.changing import Row
from banpol.register.errors import NoWayToReporter
from banpol.register.office import Office
from banpol.register.phrases import say


@dataclass(frozen=True)
class Told:
    """What became of a notice: queued under `turn_id`, or not possible, with the reason as a code."""

    turn_id: str | None
    reason: str | None = None


def tell(
    session: Session, office: Office, row: Row, cause: str, response: str, now: datetime, **values: str
) -> Told:
    """Queues a notice of data/responses; a reporter without a channel is no failure."""
    message = say(office.phrases, response, nomor=row["number"], **values)
    try:
        return Told(send(session, office, row, cause, message, now))
    except NoWayToReporter:
        return Told(None, "tanpa_saluran")


def send(
    session: Session,
    office: Office,
    row: Row,
    cause: str,
    message: OutgoingMessage,
    now: datetime,
    ordinal: int = 0,
) -> str:
    """Queues a message of the team; the id under which the outbox has it. Raises NoWayToReporter."""
    route = inbox.last_route(session, row["reporter_id"])
    if route is None:
        raise NoWayToReporter("this reporter has never written on a channel that can be answered")
    outbox.put(
        session,
        office.ring,
        reporter_id=row["reporter_id"],
        channel=route.channel,
        account=route.account,
        turn_id=cause,
        ordinal=ordinal,
        message=message,
        asks=None,
        now=now,
    )
    return cause
