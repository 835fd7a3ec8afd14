"""Setting the authenticator app up: the only page of somebody who came in with a set-up code."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from banpol.console import qr
from banpol.console.confirmation import typed_code
from banpol.console.guard import keep
from banpol.console.house import Visit
from banpol.console.replies import shown
from banpol.register import authenticators, totp

_WRONG = "Kodenya tidak cocok. Periksa kunci dan jam telepon. Setelah lima kali gagal tunggu satu menit."


def form(visit: Visit) -> Response:
    return _form(visit, 200, "")


def finish(visit: Visit) -> Response:
    """The session goes on with a new token once the app gives the right code."""
    with visit.house.database.write() as session:
        keys, code = visit.house.keys, typed_code(visit)
        token = authenticators.finish(session, keys, visit.actor.id, code, visit.now)
    if token is None:
        return _form(visit, 422, _WRONG)
    answer = RedirectResponse("/", 303)
    keep(answer, token)
    return answer


def _form(visit: Visit, status: int, complaint: str) -> Response:
    with visit.house.database.read() as session:
        secret = authenticators.shown(session, visit.house.keys, visit.actor.id)
    if secret is None:
        return RedirectResponse("/", 303)
    key = totp.text_form(secret)
    spaced = " ".join(key[start : start + 4] for start in range(0, len(key), 4))
    address = totp.address(secret, visit.actor.id)
    drawn = {"key": spaced, "address": address, "drawing": qr.drawing(address.encode())}
    return shown(visit, "autentikator.html", status, complaint=complaint, **drawn)
