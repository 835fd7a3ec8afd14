"""Counts kept with every change, so that statistics never have to walk all reports.

Every report stands in exactly one item of every dimension, on the day (WIB) it was filed. A change of a
report takes it out of the old item and puts it into the new one in the same transaction, so each dimension of
a period adds up to the number of reports filed in it. `recount` makes the same figures from the reports.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Iterable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import tally

Facts = dict[str, tuple[str, int]]
NOT_YET = "belum"
# Upper edge in seconds of each class of duration, and its name.
CLASSES = (
    (300, "sampai_5_menit"),
    (1_800, "sampai_30_menit"),
    (7_200, "sampai_2_jam"),
    (86_400, "sampai_24_jam"),
    (259_200, "sampai_3_hari"),
    (604_800, "sampai_7_hari"),
)
LONGER = "lebih_7_hari"
DURATIONS = {"jawaban_pertama": "first_answer_at", "verifikasi": "verified_at", "penyelesaian": "closed_at"}
PLAIN = {
    "status": "status",
    "jenis": "kind",
    "kanal": "source_channel",
    "urgensi": "urgency",
    "satuan": "unit",
    "hasil": "outcome",
    "jawaban_pelapor": "answer",
}
DIMENSIONS = ("laporan", *PLAIN, "tempat", *DURATIONS, "dibuka_kembali", "kepuasan")
COLUMNS = (
    report.c.day,
    report.c.status,
    report.c.kind,
    report.c.source_channel,
    report.c.urgency,
    report.c.unit,
    report.c.outcome,
    report.c.answer,
    report.c.kabupaten_code,
    report.c.outside_province,
    report.c.filed_at,
    report.c.first_answer_at,
    report.c.verified_at,
    report.c.closed_at,
    report.c.reopened,
    report.c.rating,
)


def facts(row: Mapping[str, Any]) -> Facts:
    """Dimension → (item, seconds) of one report; `row` holds at least the COLUMNS."""
    found: Facts = {"laporan": ("semua", 0)}
    for dimension, column in PLAIN.items():
        found[dimension] = (row[column] or NOT_YET, 0)
    found["tempat"] = (_place(row), 0)
    for dimension, column in DURATIONS.items():
        found[dimension] = _duration(row["filed_at"], row[column])
    found["dibuka_kembali"] = ("ya" if row["reopened"] else "tidak", 0)
    found["kepuasan"] = (str(row["rating"] or NOT_YET), 0)
    return found


def _place(row: Mapping[str, Any]) -> str:
    return "luar" if row["outside_province"] else row["kabupaten_code"] or "belum_diketahui"


def _duration(start: datetime, end: datetime | None) -> tuple[str, int]:
    if end is None:
        return NOT_YET, 0
    seconds = max(0, int((end - start).total_seconds()))
    return next((name for edge, name in CLASSES if seconds <= edge), LONGER), seconds


def changed(session: Session, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """Books a new report (`before` is None) or a changed one. The filing day of a report never changes."""
    old, new = facts(before) if before else {}, facts(after)
    steps: list[dict[str, Any]] = []
    for dimension, entry in new.items():
        if old.get(dimension) == entry:
            continue
        if dimension in old:
            steps.append(_step(after["day"], dimension, old[dimension], -1))
        steps.append(_step(after["day"], dimension, entry, 1))
    _book(session, steps)


def _step(day: str, dimension: str, entry: tuple[str, int], sign: int) -> dict[str, Any]:
    item, seconds = entry
    return {"dimension": dimension, "day": day, "item": item, "reports": sign, "seconds": sign * seconds}


def _book(session: Session, steps: Iterable[dict[str, Any]]) -> None:
    totals: dict[tuple[str, str, str], dict[str, Any]] = {}
    for step in steps:
        key = (step["dimension"], step["day"], step["item"])
        known = totals.setdefault(key, {**step, "reports": 0, "seconds": 0})
        known["reports"] += step["reports"]
        known["seconds"] += step["seconds"]
    if not totals:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(tally).values([totals[key] for key in sorted(totals)])
    added = {
        "reports": tally.c.reports + statement.excluded.reports,
        "seconds": tally.c.seconds + statement.excluded.seconds,
    }
    session.execute(statement.on_conflict_do_update(index_elements=["dimension", "day", "item"], set_=added))


def recount(session: Session) -> int:
    """Throws all counts away and makes them anew from the reports; the number of reports counted."""
    session.execute(delete(tally))
    totals: dict[tuple[str, str, str], list[int]] = {}
    number = 0
    for row in session.execute(select(*COLUMNS)).mappings():
        number += 1
        for dimension, (item, seconds) in facts(row).items():
            count = totals.setdefault((dimension, row["day"], item), [0, 0])
            count[0] += 1
            count[1] += seconds
    rows = [
        {"dimension": d, "day": day, "item": item, "reports": n, "seconds": s}
        for (d, day, item), (n, s) in sorted(totals.items())
    ]
    if rows:
        session.execute(tally.insert(), rows)
    return number
