"""Pages that tell rather than ask: home, guide, shortcuts."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from banpol.console.house import Visit
from banpol.console.replies import shown
from banpol.register.actors import ADMIN


def home(visit: Visit) -> Response:
    return RedirectResponse("/admin" if visit.actor.role == ADMIN else "/antrean", 303)


def guide(visit: Visit) -> Response:
    return shown(visit, "panduan.html")


def shortcuts(visit: Visit) -> Response:
    return shown(visit, "pintasan.html")
