"""The queue: what matters most on top, kept fresh while open; view, filters, page stand in the address."""

from __future__ import annotations

import re
from typing import Any, Mapping
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response, StreamingResponse

from banpol.console.filter_words import words_of_filter
from banpol.console.guard_token import still_signed_in
from banpol.console.house import Visit
from banpol.console.pages import ago, label, labels, left, when
from banpol.console.replies import shown
from banpol.register import data_rights, queue, second_looks, talks, workflow
from banpol.register.errors import UnknownChoice
from banpol.register.filters import FILTERS
from banpol.register.queue import Line
from banpol.register.routing import Routing

FIRST_VIEW = "terbuka"
# Offered as lists on the page; the register's other filters come by links from other pages.
OFFERED = ("jenis", "urgensi", "status", "kabupaten", "kanal")
_CODE = re.compile(r"[a-z0-9_.\-]{1,64}")
_DAY = re.compile(r"\d{6}")


def show(visit: Visit) -> Response:
    chosen, view = filters(visit), view_of(visit)
    rows, counts, after = _read(visit)
    values: dict[str, Any] = {
        "rows": rows,
        "counts": counts,
        "view": view,
        "filters": chosen,
        "views": labels()["tampilan"],
    }
    values |= {"groups": {name: labels()[name] for name in OFFERED}, "hidden": _not_offered(visit, chosen)}
    values |= {"query": urlencode(chosen), "next": _address(view, chosen, after) if after else ""}
    values["news"] = labels()["kabar"].get(visit.request.query_params.get("kabar", ""), "")
    return shown(visit, "antrean.html", **values, first="sesudah" not in visit.request.query_params)


def data(visit: Visit) -> Response:
    """The same rows for the script of the open page."""
    rows, counts, _ = _read(visit)
    return JSONResponse({"rows": rows, "counts": counts})


def alarm(visit: Visit) -> Response:
    """What every open page must know: how many wait, and which emergencies."""
    with visit.house.database.read() as session:
        routing = visit.office(session).routing
        counts = queue.counts(session, visit.actor, routing, visit.now)
        numbers = queue.emergencies(session, visit.actor, routing, visit.now)
        counts["percakapan"] = talks.waiting(session)
        counts["warga"] = data_rights.waiting(session, visit.actor)
        counts["identitas"] = second_looks.waiting(session, visit.actor, routing)
    return JSONResponse({"counts": _capped(counts), "emergencies": numbers})


def live(visit: Visit) -> Response:
    welcome = still_signed_in(visit)
    return StreamingResponse(visit.house.bell.rings(welcome), media_type="text/event-stream")


def _read(visit: Visit) -> tuple[list[dict[str, Any]], dict[str, str], str | None]:
    with visit.house.database.read() as session:
        routing = visit.office(session).routing
        days: dict[str, Any] = {"first_day": _day(visit, "dari"), "last_day": _day(visit, "sampai")}
        asked: dict[str, Any] = {"filters": register_filters(visit), "after": _after(visit), **days}
        page = queue.page(session, visit.actor, routing, view_of(visit), visit.now, **asked)
        counts = queue.counts(session, visit.actor, routing, visit.now)
    return [row_words(line, routing, visit) for line in page.lines], _capped(counts), page.after


def row_words(line: Line, routing: Routing, visit: Visit) -> dict[str, Any]:
    """Words; codes only of urgency and status, which give the colours."""
    unit = routing.units.get(line.unit or "")
    return {
        "number": line.number,
        "urgency": line.urgency,
        "status": line.status,
        "urgency_words": label(line.urgency, "urgensi"),
        "status_words": label(line.status, "status"),
        "kind": label(line.kind, "jenis"),
        "place": label(line.kabupaten_code, "kabupaten"),
        "unit": unit.name if unit else "–",
        "channel": label(line.source_channel, "kanal"),
        "filed": ago(line.filed_at, visit.now),
        "filed_at": line.filed_at.isoformat(),
        "filed_words": when(line.filed_at),
        "due": left(line.due_at, visit.now) if line.status not in workflow.OVER else "–",
        "late": line.late(visit.now),
        "assigned": line.assigned_to or "–",
        "restricted": line.restricted,
    }


def view_of(visit: Visit) -> str:
    asked = visit.request.query_params.get("tampilan", FIRST_VIEW)
    return asked if asked in queue.VIEWS else FIRST_VIEW


def filters(visit: Visit) -> dict[str, str]:
    """What the address asks for and the register knows; anything else in it counts for nothing."""
    days = {name: _day(visit, name) for name in ("dari", "sampai")}
    return {**register_filters(visit), **{name: day for name, day in days.items() if day}}


def register_filters(visit: Visit) -> dict[str, str]:
    asked = visit.request.query_params
    return {name: asked[name] for name in FILTERS if _known(name, asked.get(name, ""))}


def _known(name: str, code: str) -> bool:
    return code in labels()[name] if name in OFFERED else bool(_CODE.fullmatch(code))


def _day(visit: Visit, name: str) -> str:
    asked = visit.request.query_params.get(name, "")
    return asked if _DAY.fullmatch(asked) else ""


def _after(visit: Visit) -> str:
    """Where the page before ended; an address that was written by hand begins at the top."""
    asked = visit.request.query_params.get("sesudah", "")
    try:
        queue.place_of(asked)
    except UnknownChoice:
        return ""
    return asked


def _not_offered(visit: Visit, chosen: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What a link from a figure narrows down besides, as name, code, and the words for the code."""
    more = {name: value for name, value in chosen.items() if name not in OFFERED}
    if not more:
        return []
    with visit.house.database.read() as session:
        office = visit.office(session)
    return [(name, value, words_of_filter(name, value, office)) for name, value in more.items()]


def _address(view: str, chosen: Mapping[str, str], after: str) -> str:
    return "/antrean?" + urlencode({"tampilan": view, **chosen, "sesudah": after})


def _capped(counts: Mapping[str, int]) -> dict[str, str]:
    most = queue.COUNT_UP_TO
    return {view: f"{most}+" if number >= most else str(number) for view, number in counts.items()}
