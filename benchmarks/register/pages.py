"""The pages of the console over a full register: whole requests, from the guard to the filled template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Iterator

from banpol.clock import ManualClock
from banpol.console.guard import COOKIE
from banpol.database import Database
from banpol.keys import KeyFolder
from banpol.post import inbox
from banpol.post.inserts import insert_once
from banpol.register import casework, transcripts
from banpol.register.actors import OPERATOR, SUPERVISOR, Actor
from banpol.register.sql.tables import report_counter
from benchmarks.register.filling import NOW
from benchmarks.register.stopwatch import Stopwatch
from tests.support.console import ConsoleStage, console_stage, csrf_of
from tests.support.parts import arrival

OFFICER = Actor("petugas", OPERATOR)
SPAN = "dari=2025-11-25&sampai=2026-11-24"


@dataclass(frozen=True)
class Request:
    """A page as a role asks for it; `looked_for` makes it a search.

    `{number}` in a path stands for a report with a long talk."""

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
    Request("report with a long talk", OPERATOR, "/laporan/{number}"),
    Request("report, its supervisor's view", SUPERVISOR, "/laporan/{number}"),
    Request("report, what an open page asks", OPERATOR, "/laporan/{number}/keadaan"),
    Request("alerts", SUPERVISOR, "/peringatan"),
    Request("requests for identities", SUPERVISOR, "/permintaan"),
)
LINES, NOTES, WORDS = 60, 8, 60


def times(
    database: Database, keys: KeyFolder, folder: Path, repeats: int
) -> Iterator[tuple[str, list[Stopwatch]]]:
    """Name and times of each request. Raises RuntimeError for an answer that is not the page."""
    stage = console_stage(database, keys, ManualClock(NOW), folder / "media")
    number = told_at_length(stage)
    for request in REQUESTS:
        asked = replace(request, path=request.path.format(number=number))
        yield request.name, [_ask(stage, asked) for _ in range(repeats)]


def told_at_length(stage: ConsoleStage) -> str:
    """The number of a report whose words many others have too, with a talk, notes and an answer."""
    house = stage.house
    with house.database.write() as session:  # the filling has taken numbers without counting them
        insert_once(session, report_counter, {"day": "261124", "last": 9000})
    words = " ".join(f"kata{n:05d}" for n in range(WORDS))
    number = stage.file("panjang", reporter="panjang", narrative=words, name="Seseorang", plates=("BG 1 AB",))
    line = {"reporter_id": "panjang", "draft_id": "panjang", "at": NOW}
    with house.database.write() as session:
        inbox.receive(session, house.office.ring, [arrival(reporter="panjang")])
        for place in range(LINES):
            way = ("masuk", "keluar")[place % 2]
            transcripts.note(session, stage.sealer, f"panjang-{place}", direction=way, text=words, **line)
        for _ in range(NOTES):
            casework.add_note(session, house.office, OFFICER, number, words, NOW)
        casework.reply(session, house.office, OFFICER, number, "Petugas di jalan.", "panjang", NOW)
    return number


def _ask(stage: ConsoleStage, request: Request) -> Stopwatch:
    client = stage.client(request.role)
    sent = {"csrf": csrf_of(client.cookies.get(COOKIE, "")), "q": request.looked_for}
    with Stopwatch() as took:
        answer = client.post(request.path, data=sent) if request.looked_for else client.get(request.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{request.name}: the console answered {answer.status_code}")
    return took
