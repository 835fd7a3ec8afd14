"""Whether a long-lived stream is still meant for whoever opened it."""

from __future__ import annotations

from typing import Callable

from banpol.console.guard import COOKIE
from banpol.console.house import Visit
from banpol.register import sessions


def still_signed_in(visit: Visit) -> Callable[[], bool]:
    """Asked again and again; neither asking nor streaming keeps a session alive."""
    token = visit.request.cookies.get(COOKIE, "")
    house = visit.house

    def welcome() -> bool:
        with house.database.read() as session:
            return sessions.look_up(session, token, house.clock.now()) is not None

    return welcome
