"""In with name, password and code together; out with everything the browser kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import RedirectResponse, Response

from banpol.console import demo
from banpol.console.confirmation import typed_code
from banpol.console.guard import COOKIE, keep
from banpol.console.house import House, Visit
from banpol.console.replies import shown
from banpol.register import authenticators, operators, sessions

_TRIES, _WITHIN = 20, timedelta(minutes=5)
_MISMATCH = "Nama, kata sandi, atau kode tidak cocok. Setelah lima kali gagal tunggu satu menit."
_tries: dict[str, list[datetime]] = {}


def form(visit: Visit) -> Response:
    """A tab that lost track of a token that changed comes through here, and goes on."""
    return RedirectResponse("/", 303) if visit.signed_in else _form(visit, 200, "")


def enter(visit: Visit) -> Response:
    """One sentence for every failure: it does not tell what was wrong, nor whether there is such a name."""
    if _too_many(visit):
        return _form(visit, 429, "Terlalu banyak percobaan. Tunggu beberapa menit.")
    token = _token(visit.house, visit)
    if token is None:
        return _form(visit, 403, _MISMATCH)
    answer = RedirectResponse("/", 303)
    keep(answer, token)
    return answer


def leave(visit: Visit) -> Response:
    assert visit.signed_in is not None
    with visit.house.database.write() as session:
        sessions.end(session, visit.signed_in.token_hash)
    answer = RedirectResponse("/masuk", 303, {"Clear-Site-Data": '"cache", "cookies", "storage"'})
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    return answer


def _token(house: House, visit: Visit) -> str | None:
    name, password = visit.form.get("nama", "").strip().lower()[:64], visit.form.get("sandi", "")
    with house.database.write() as session:
        row = operators.prove(session, house.keys, name, password, typed_code(visit), visit.now)
        if row is None:
            return None
        if row.setup_hash is not None:
            authenticators.draw(session, house.keys, row)
        return sessions.begin(session, row.id, visit.now)


def _too_many(visit: Visit) -> bool:
    """Counted per address of the connection; a header that claims another is not read."""
    peer = visit.request.client.host if visit.request.client else "-"
    recent = [moment for moment in _tries.get(peer, []) if visit.now - moment < _WITHIN]
    _tries[peer] = [*recent, visit.now]
    return len(recent) >= _TRIES


def _form(visit: Visit, status: int, complaint: str) -> Response:
    accounts = demo.sign_ins(visit.now) if visit.house.demo else []
    return shown(visit, "masuk.html", status, complaint=complaint, accounts=accounts)
