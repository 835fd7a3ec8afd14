"""One's own password: changed by whoever knows the old one, and at once when another has made it."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from banpol.console.guard import keep
from banpol.console.house import Visit
from banpol.console.replies import shown
from banpol.register import accounts
from banpol.register.passwords import WeakPassword

_OLD_WRONG = "Kata sandi yang sekarang tidak cocok. Setelah lima kali gagal tunggu satu menit."
_WEAK = "Kata sandi baru: 15 sampai 256 huruf, lain dari yang lama, tidak mudah ditebak, bukan nama Anda."


def form(visit: Visit) -> Response:
    return _form(visit, 200, "")


def change(visit: Visit) -> Response:
    """Every other session of this account ends."""
    old, new = visit.form.get("lama", ""), visit.form.get("baru", "")
    if new != visit.form.get("ulang", ""):
        return _form(visit, 422, "Kata sandi baru dan ulangannya berbeda.")
    try:
        with visit.house.database.write() as session:
            token = accounts.change_password(session, visit.house.keys, visit.actor.id, old, new, visit.now)
    except WeakPassword:
        return _form(visit, 422, _WEAK)
    if token is None:
        return _form(visit, 422, _OLD_WRONG)
    answer = RedirectResponse("/", 303)
    keep(answer, token)
    return answer


def _form(visit: Visit, status: int, complaint: str) -> Response:
    assert visit.signed_in is not None
    return shown(visit, "kata_sandi.html", status, complaint=complaint, must=visit.signed_in.must_change)
