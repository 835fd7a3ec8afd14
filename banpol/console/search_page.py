"""Search by number, plate, telephone number or words; what is looked for never stands in an address."""

from __future__ import annotations

from starlette.responses import Response

from banpol.console.house import Visit
from banpol.console.queue_page import row_words
from banpol.console.replies import shown
from banpol.register import finding
from banpol.register.errors import UnknownChoice

_NOTHING = "Tulis nomor laporan, pelat, nomor telepon, atau kata yang terdiri dari tiga huruf atau lebih."
LONGEST = 200


def form(visit: Visit) -> Response:
    return shown(visit, "cari.html", asked="", rows=None, after=None, complaint="")


def find(visit: Visit) -> Response:
    """Newest first, fifty a page. That somebody searched is audited, without what was looked for."""
    asked = visit.form.get("q", "").strip()[:LONGEST]
    try:
        with visit.house.database.write() as session:
            office = visit.office(session)
            page = finding.find(session, office, visit.actor, asked, after=visit.form.get("sesudah", "")[:20])
            hits = len(page.lines)
            office.audited(session, visit.actor, "pencarian", "laporan", visit.now, hasil=hits)
    except UnknownChoice:
        return shown(visit, "cari.html", 422, asked=asked, rows=None, after=None, complaint=_NOTHING)
    rows = [row_words(line, office.routing, visit) for line in page.lines]
    return shown(visit, "cari.html", asked=asked, rows=rows, after=page.after, complaint="")
