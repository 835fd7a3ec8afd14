"""Deeds of weight ask for a fresh code of the authenticator app: an open session is not enough for them."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from banpol.console import demo
from banpol.console.house import Visit
from banpol.console.page import Page
from banpol.console.replies import shown
from banpol.register import operators, sessions

_WRONG = "Kodenya tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu coba lagi."


def asked(page: Page, visit: Visit) -> Response | None:
    """None when the deed may go on: a code was given within five minutes, or comes with this very form."""
    assert visit.signed_in is not None
    if visit.signed_in.confirmed(visit.now):
        return None
    code = "".join(visit.form.get("kode", "").split())[:12]
    if code and _given(visit, code):
        return None
    return _form(page, visit, _WRONG if code else "")


def _given(visit: Visit, code: str) -> bool:
    assert visit.signed_in is not None
    with visit.house.database.write() as session:
        right = operators.confirm(session, visit.house.keys, visit.actor.id, code, visit.now)
        if right:
            sessions.confirm(session, visit.signed_in.token_hash, visit.now)
    return right


def _form(page: Page, visit: Visit, complaint: str) -> Response:
    """The deed's own form once more, filled in as it was sent, with a field for the code."""
    sent = {name: value for name, value in visit.form.items() if name not in ("csrf", "kode")}
    back = page.back.format(**visit.request.path_params)
    trial = demo.code_now(visit.actor.id, visit.now) if visit.house.demo else None
    words: dict[str, Any] = {"weighs": page.weighs, "back": back, "sent": sent, "complaint": complaint}
    words["trial"] = trial
    return shown(visit, "konfirmasi.html", 403 if complaint else 200, **words)
