"""Deeds of weight ask for a fresh code of the authenticator app: an open session is not enough for them."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from banpol.console import demo
from banpol.console.house import Visit
from banpol.console.page import Page
from banpol.console.replies import shown
from banpol.register import operators, sessions

_WRONG = "Kodenya tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu coba lagi."


def asked(page: Page, visit: Visit) -> tuple[Response | None, str]:
    """No answer when the deed may go on: a code was given within five minutes, or comes with this very form.

    Beside it the session's new token, when a code was given just now."""
    assert visit.signed_in is not None
    if visit.signed_in.confirmed(visit.now):
        return None, ""
    code = typed_code(visit)
    token = _given(visit, code) if code else ""
    return (None, token) if token else (_form(page, visit, _WRONG if code else ""), "")


def typed_code(visit: Visit) -> str:
    """As the app or the administrator shows it, without what stands between the digits."""
    return re.sub(r"[\s-]", "", visit.form.get("kode", ""))[:12]


def _given(visit: Visit, code: str) -> str:
    assert visit.signed_in is not None
    with visit.house.database.write() as session:
        if not operators.confirm(session, visit.house.keys, visit.actor.id, code, visit.now):
            return ""
        return sessions.confirm(session, visit.signed_in.token_hash, visit.now)


def _form(page: Page, visit: Visit, complaint: str) -> Response:
    """The deed's own form once more, filled in as it was sent, with a field for the code."""
    sent = {name: value for name, value in visit.form.items() if name not in ("csrf", "kode")}
    back = page.back.format(**visit.request.path_params)
    trial = demo.code_now(visit.actor.id, visit.now) if visit.house.demo else None
    words: dict[str, Any] = {"weighs": page.weighs, "back": back, "sent": sent, "complaint": complaint}
    words["trial"] = trial
    return shown(visit, "konfirmasi.html", 403 if complaint else 200, **words)
