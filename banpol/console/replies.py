"""Answers in the console's frame: a page, or a refusal in a plain sentence."""

from __future__ import annotations

from typing import Any

from starlette.responses import HTMLResponse, Response

from banpol.console.house import Visit
from banpol.console.navigation import entries_for

_SENTENCES = {
    403: "Halaman ini bukan untuk peran Anda, atau formulirnya sudah kedaluwarsa.",
    404: "Yang Anda cari tidak ada, atau bukan untuk Anda.",
    405: "Cara itu tidak dilayani di sini.",
    409: "Laporan ini baru saja diubah orang lain.",
    413: "Isian terlalu besar.",
    500: "Ada yang salah pada kami. Tidak ada yang berubah; silakan coba lagi.",
}


def shown(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A filled template."""
    actor = visit.signed_in.actor if visit.signed_in else None
    frame: dict[str, Any] = {"actor": actor, "csrf": visit.csrf, "now": visit.now, "demo": visit.house.demo}
    frame["path"] = visit.request.url.path
    # Whoever still owes a password or a set-up has one page: no entries, and no bell that asks for others.
    frame["free"] = visit.signed_in is not None and not visit.signed_in.owes
    frame["entries"] = entries_for(actor) if frame["free"] else ()
    return HTMLResponse(visit.house.pages.fill(template, **frame, **values), status)


def problem(visit: Visit, status: int) -> Response:
    """Why not, and the way back."""
    sentence = _SENTENCES.get(status, _SENTENCES[500])
    return shown(visit, "masalah.html", status, code=status, sentence=sentence)
