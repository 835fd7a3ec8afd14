"""`python -m benchmarks.register`: fills both databases, times what the pages ask, writes RESULTS.md."""

from __future__ import annotations

import argparse
import statistics as means
import tempfile
import textwrap
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Iterator

from sqlalchemy import event
from sqlalchemy.orm import Session

from banpol.database import Database
from banpol.register import finding, likeness, queue, statistics
from banpol.register.actors import OPERATOR, SUPERVISOR, Actor
from banpol.register.office import Office
from banpol.register.search_index import SearchIndex
from benchmarks.register import pages
from benchmarks.register.filling import NOW, fill
from benchmarks.register.stopwatch import Stopwatch
from tests.support.desk_work import office
from tests.support.parts import key_folder
from tests.support.postgres import Cluster, NoPostgres
from tests.support.schema import migrate

RESULTS = Path(__file__).parent / "RESULTS.md"
LIMIT_MS = 150.0
PLAIN = Actor("petugas07", OPERATOR)
LOCAL = Actor("petugas08", OPERATOR, "polrestabes-palembang", named=True)
HEAD = Actor("kepala", SUPERVISOR, named=True)
YEAR = ("251125", "261124")
INTRODUCTION = (
    "Made by `python -m benchmarks.register`. A page is a whole request through the console's application, "
    "from the guard to the filled template, without a network; a question is one function of the register "
    f"with all of its statements. The goal is a median under {LIMIT_MS:.0f} ms. Absolute figures hold for "
    "one machine only; the processor time beside them is the console's, without a database server's."
)
Question = Callable[[Session, Office], Any]


@dataclass(frozen=True)
class Reading:
    """One question on one database: medians and worst of its repeats in milliseconds, and its statements."""

    name: str
    median_ms: float
    worst_ms: float
    cpu_ms: float
    plans: tuple[str, ...]


def reading(name: str, took: list[Stopwatch], plans: tuple[str, ...]) -> Reading:
    wall = [each.wall_ms for each in took]
    return Reading(name, means.median(wall), max(wall), means.median(each.cpu_ms for each in took), plans)


def questions() -> dict[str, Question]:
    """What the pages of the console ask."""
    asked: dict[str, Question] = {}
    for view in queue.VIEWS:
        asked[f"queue: {view}"] = lambda s, o, v=view: queue.page(s, PLAIN, o.routing, v, NOW)
    local = {"jenis": "curanmor", "status": "selesai"}
    asked["queue: one unit's officer"] = lambda s, o: queue.page(s, LOCAL, o.routing, "terbuka", NOW)
    asked["queue: two filters, page 3"] = lambda s, o: _third_page(s, o, local)
    asked["queue: rare channel"] = lambda s, o: queue.page(
        s, HEAD, o.routing, "semua", NOW, filters={"kanal": "surel"}
    )
    asked["queue: counts of all views"] = lambda s, o: queue.counts(s, PLAIN, o.routing, NOW)
    for name, text in (("commonest word", "kata00000"), ("rare word", "kata05000")):
        asked[f"search: {name}"] = lambda s, o, t=text: finding.find(s, o, PLAIN, t)
    asked["search: three words"] = lambda s, o: finding.find(s, o, PLAIN, "kata00000 kata00003 kata00040")
    asked["search: number"] = lambda s, o: finding.find(s, o, PLAIN, "BP-261120-0005")
    asked["statistics: page of a year"] = _statistics
    asked["statistics: one filter"] = lambda s, o: statistics.filtered(
        s, "status", *YEAR, HEAD, o, jenis="curanmor"
    )
    asked["report: likely duplicates"] = _duplicates
    asked["report: surge"] = lambda s, o: likeness.surge(s, NOW)
    return asked


def _third_page(session: Session, house: Office, filters: dict[str, str]) -> Any:
    first = queue.page(session, HEAD, house.routing, "semua", NOW, filters=filters)
    second = queue.page(session, HEAD, house.routing, "semua", NOW, filters=filters, after=first.after or "")
    return queue.page(session, HEAD, house.routing, "semua", NOW, filters=filters, after=second.after or "")


def _statistics(session: Session, _house: Office) -> Any:
    found = statistics.tables(session, *YEAR)
    months = statistics.per_period(session, "bulan", *YEAR, "status")
    return statistics.overview(found), months, statistics.per_period(session, "hari", *YEAR)


def _duplicates(session: Session, house: Office) -> Any:
    newest = queue.page(session, HEAD, house.routing, "semua", NOW, limit=1).lines[0]
    row = queue.row_for(session, HEAD, house.routing, newest.number)
    return likeness.duplicates(session, house, HEAD, row)


def read(database: Database, house: Office, repeats: int) -> Iterator[Reading]:
    """Each question as often as told, on a session of its own as a request has one."""
    for name, ask in questions().items():
        took = []
        for _ in range(repeats):
            with database.read() as session, Stopwatch() as watch:
                ask(session, house)
            took.append(watch)
        yield reading(name, took, plans_of(database, house, ask))


def plans_of(database: Database, house: Office, ask: Question) -> tuple[str, ...]:
    """The plan of every statement that a question sends, shortened to its steps."""
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        statements.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.read() as session:
        ask(session, house)
    event.remove(database.engine, "before_cursor_execute", note)
    words = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    plans = []
    with database.engine.connect() as connection:
        for statement, parameters in statements:
            rows = connection.exec_driver_sql(f"{words} {statement}", parameters).fetchall()
            plans.append("; ".join(str(row[-1]).strip() for row in rows))
    return tuple(dict.fromkeys(plans))


def table(title: str, filled: str, shown: list[Reading], readings: list[Reading]) -> list[str]:
    lines = [f"## {title}", "", filled, ""]
    for words, some in (("page", shown), ("question", readings)):
        lines += [f"| {words} | median ms | worst ms | processor ms |", "|---|---|---|---|"]
        lines += [f"| {r.name} | {r.median_ms:.1f} | {r.worst_ms:.1f} | {r.cpu_ms:.1f} |" for r in some] + [
            ""
        ]
    lines += ["<details><summary>Query plans</summary>", ""]
    for one in readings:
        lines += [f"**{one.name}**", "", "```", *(plan[:600] for plan in one.plans), "```", ""]
    return [*lines, "</details>", ""]


def run(url: str, title: str, reports: int, repeats: int, folder: Path) -> tuple[list[str], list[Reading]]:
    migrate(url)
    keys = key_folder(folder / title)
    database, index = Database(url), SearchIndex(keys.blind_index(), lambda text: text.split())
    start = time.perf_counter()
    rows = fill(database, index, reports)
    filled = f"{reports:,} reports ({rows:,} rows) were written in {time.perf_counter() - start:.0f} s."
    print(title, filled, flush=True)
    if not database.is_sqlite:  # PostgreSQL does it by itself after a while; nobody does it for SQLite in use
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    shown = [reading(name, took, ()) for name, took in pages.times(database, keys, folder, repeats)]
    house = replace(office(folder / title), index=index)
    readings = list(read(database, house, repeats))
    for each in (*shown, *readings):
        print(f"  {each.name:<42} {each.median_ms:8.1f} ms  processor {each.cpu_ms:8.1f} ms", flush=True)
    database.dispose()
    return table(title, filled, shown, readings), [*shown, *readings]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=21)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    told = parser.parse_args()
    text = ["# A full register", "", *textwrap.wrap(INTRODUCTION, 118), ""]
    all_readings: list[Reading] = []
    with tempfile.TemporaryDirectory(prefix="banpol-bench-") as name:
        folder = Path(name)
        if told.only != "postgresql":
            part, readings = run(f"sqlite:///{folder / 'b.db'}", "SQLite", told.reports, told.repeats, folder)
            text, all_readings = [*text, *part], [*all_readings, *readings]
        if told.only != "sqlite":
            part, readings = _on_postgres(told.reports, told.repeats, folder)
            text, all_readings = [*text, *part], [*all_readings, *readings]
    if told.only is None:
        RESULTS.write_text("\n".join(text), "utf-8")
    slow = [r.name for r in all_readings if r.median_ms >= LIMIT_MS]
    print(f"over {LIMIT_MS:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def _on_postgres(reports: int, repeats: int, folder: Path) -> tuple[list[str], list[Reading]]:
    try:
        cluster = Cluster()
    except NoPostgres as reason:
        return [f"PostgreSQL was not measured: {reason}", ""], []
    try:
        return run(cluster.new_database(), "PostgreSQL", reports, repeats, folder)
    finally:
        cluster.stop()


if __name__ == "__main__":
    raise SystemExit(main())
