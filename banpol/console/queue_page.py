"""The queue: what matters most on top, kept fresh while it is open; view and filters stand in the address."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse

from banpol.console.guard_token import still_signed_in
from banpol.console.house import Visit
from banpol.console.pages import label, labels, when
from banpol.console.replies import shown
from banpol.register import watchlist
from banpol.register.reading import ReportSummary

VIEW_NAMES = {
    "terbuka": "Perlu tindakan",
    "baru": "Baru",
    "darurat": "Darurat",
    "menunggu_pelapor": "Menunggu pelapor",
    "semua": "Semua",
}


def show(visit: Visit) -> Response:
    chosen = _filters(visit)
    rows, counts = _read(visit)
    groups = {name: labels()[name] for name in watchlist.FILTERS}
    return shown(
        visit,
        "antrean.html",
        rows=rows,
        counts=counts,
        views=VIEW_NAMES,
        view=_view(visit),
        filters=chosen,
        groups=groups,
        query=_query(visit),
    )


def data(visit: Visit) -> Response:
    """The same rows for the script of the open page."""
    rows, counts = _read(visit)
    return JSONResponse({"rows": rows, "counts": counts})


def live(visit: Visit) -> Response:
    welcome = still_signed_in(visit)
    return StreamingResponse(visit.house.bell.rings(welcome), media_type="text/event-stream")


def _read(visit: Visit) -> tuple[list[dict[str, Any]], dict[str, int]]:
    with visit.house.database.read() as session:
        rows = watchlist.lines(session, visit.actor, _view(visit), _filters(visit))
        return [_row(line) for line in rows], watchlist.counts(session, visit.actor)


def _row(line: ReportSummary) -> dict[str, Any]:
    """Words; codes only of urgency and status, which give the colours."""
    return {
        "number": line.number,
        "urgency": line.urgency,
        "status": line.status,
        "urgency_words": label(line.urgency, "urgensi"),
        "status_words": label(line.status, "status"),
        "kind": label(line.kind, "jenis"),
        "place": label(line.kabupaten_code, "kabupaten"),
        "channel": label(line.source_channel, "kanal"),
        "filed": when(line.filed_at),
        "filed_at": line.filed_at.isoformat(),
        "restricted": line.restricted,
    }


def _view(visit: Visit) -> str:
    asked = visit.request.query_params.get("tampilan", "terbuka")
    return asked if asked in VIEW_NAMES else "terbuka"


def _filters(visit: Visit) -> dict[str, str]:
    """Only words that the lists know; anything else in the address counts for nothing."""
    asked = visit.request.query_params
    return {name: asked[name] for name in watchlist.FILTERS if asked.get(name, "") in labels()[name]}


def _query(visit: Visit) -> str:
    return "&".join(f"{name}={value}" for name, value in _filters(visit).items())
