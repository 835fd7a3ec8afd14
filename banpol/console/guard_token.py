"""Whether a long-lived stream is still meant for whoever opened it."""

from __future__ import annotations

from typing import Callable

from banpol.console.house import Visit
from banpol.register import sessions


def still_signed_in(visit: Visit) -> Callable[[], bool]:
    """Asked again and again; this keeps no session alive, and a new token ends none."""
    house, born = visit.house, visit.signed_in.born if visit.signed_in else ""

    def welcome() -> bool:
        with house.database.read() as session:
            return sessions.is_open(session, born, house.clock.now())

    return welcome
