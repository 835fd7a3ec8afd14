"""The pages of the console over a full register: whole requests, from the guard to the filled template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from banpol.clock import ManualClock
from banpol.console.guard import COOKIE, csrf_of
from banpol.database import Database
from banpol.keys import KeyFolder
from banpol.register.actors import OPERATOR, SUPERVISOR
from benchmarks.register.filling import NOW
from benchmarks.register.stopwatch import Stopwatch
from tests.support.console import ConsoleStage, console_stage

SPAN = "dari=2025-11-25&sampai=2026-11-24"


@dataclass(frozen=True)
class Request:
    """A page as a role asks for it; `looked_for` makes it a search."""

    name: str
    role: str
    path: str
    looked_for: str = ""


REQUESTS = (
    Request("queue, what waits", OPERATOR, "/antrean"),
    Request("queue, emergencies", OPERATOR, "/antrean?tampilan=darurat"),
    Request("queue, everything, one kind, supervisor", SUPERVISOR, "/antrean?tampilan=semua&jenis=curanmor"),
    Request(
        "queue, rows behind a figure",
        SUPERVISOR,
        "/antrean?tampilan=semua&verifikasi=sampai_2_jam&kepuasan=3",
    ),
    Request("queue, what an open page asks", OPERATOR, "/antrean/data"),
    Request("search, commonest word", OPERATOR, "/cari", "kata00000"),
    Request("search, rare word", OPERATOR, "/cari", "kata05000"),
    Request("search, three words", OPERATOR, "/cari", "kata00000 kata00003 kata00040"),
    Request("search, number", SUPERVISOR, "/cari", "BP-261120-0005"),
    Request("statistics of a year", SUPERVISOR, f"/statistik?{SPAN}"),
    Request("statistics of a year, per day", SUPERVISOR, f"/statistik?{SPAN}&per=hari"),
    Request("map of a month", OPERATOR, "/peta"),
    Request("map of a year, one kind", SUPERVISOR, f"/peta?{SPAN}&jenis=curanmor"),
    Request("figures for everybody", SUPERVISOR, "/publik"),
)


def times(
    database: Database, keys: KeyFolder, folder: Path, repeats: int
) -> Iterator[tuple[str, list[Stopwatch]]]:
    """Name and times of each request. Raises RuntimeError for an answer that is not the page."""
    stage = console_stage(database, keys, ManualClock(NOW), folder / "media")
    for request in REQUESTS:
        yield request.name, [_ask(stage, request) for _ in range(repeats)]


def _ask(stage: ConsoleStage, request: Request) -> Stopwatch:
    client = stage.client(request.role)
    sent = {"csrf": csrf_of(client.cookies.get(COOKIE, "")), "q": request.looked_for}
    with Stopwatch() as took:
        answer = client.post(request.path, data=sent) if request.looked_for else client.get(request.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{request.name}: the console answered {answer.status_code}")
    return took
