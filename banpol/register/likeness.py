"""Help for verifying, each with its reasons: the machine suggests, a person decides.

- `duplicates`: the same incident told by others (kind, time, place, words).
- `nearby`: what else happened close by in time and space.
- `history`: the same reporter's other reports.
- `prank_signs`: what makes a report worth a second look; never a verdict.
- `surge`: more reports of a kind in a kecamatan than its last weeks let expect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Mapping

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from banpol.register import sight
from banpol.register.actors import Actor
from banpol.register.office import Office
from banpol.register.sql.tables import report, reporter
from banpol.register.sql.team_tables import word_index

WITHIN = timedelta(hours=36)
CANDIDATES = 200
ENOUGH = 0.5
NEARBY = timedelta(days=3)
MANY_REPORTS_A_DAY = 4
SURGE_AT_LEAST, SURGE_TIMES, SURGE_WEEKS = 3, 3.0, 4
_COLUMNS = (
    report.c.id,
    report.c.number,
    report.c.kind,
    report.c.kabupaten_code,
    report.c.kecamatan_code,
    report.c.occurred_from,
    report.c.filed_at,
    report.c.ordinal,
    report.c.reporter_id,
    report.c.status,
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Likeness:
    """`score` 0-1; `reasons` are codes such as sama_jenis, selisih_jam:2, kata_sama:60."""

    number: str
    score: float
    reasons: tuple[str, ...]


def duplicates(session: Session, office: Office, actor: Actor, row: Row, limit: int = 5) -> list[Likeness]:
    """Reports that may tell of the same incident, likeliest first; only those this person may see."""
    near = (report.c.filed_at.between(row["filed_at"] - WITHIN, row["filed_at"] + WITHIN),)
    query = select(*_COLUMNS).where(*near, report.c.id != row["id"], sight.condition(actor, office.routing))
    query = query.where(or_(report.c.kind == row["kind"], report.c.kecamatan_code == row["kecamatan_code"]))
    others = session.execute(query.order_by(report.c.filed_at.desc()).limit(CANDIDATES)).mappings().all()
    words = _words(session, [row["ordinal"], *(other["ordinal"] for other in others)])
    scored = [_compare(row, other, words) for other in others]
    likely = [found for found in scored if found.score >= ENOUGH]
    return sorted(likely, key=lambda found: (-found.score, found.number))[:limit]


def _words(session: Session, ordinals: list[int]) -> dict[int, set[int]]:
    """Tokens by report. The index is keyed by token, so this walks the reports' tokens by a second index."""
    found: dict[int, set[int]] = {ordinal: set() for ordinal in ordinals}
    query = select(word_index.c.ordinal, word_index.c.token).where(word_index.c.ordinal.in_(ordinals))
    for ordinal, token in session.execute(query):
        found[ordinal].add(token)
    return found


def _compare(one: Row, other: Row, words: Mapping[int, set[int]]) -> Likeness:
    parts = (_kind(one, other), _place(one, other), _time(one, other), _text(one, other, words))
    score = round(sum(points for points, _ in parts), 3)
    return Likeness(other["number"], score, tuple(reason for points, reason in parts if points))


def _kind(one: Row, other: Row) -> tuple[float, str]:
    return (0.2 if one["kind"] == other["kind"] else 0.0, "sama_jenis")


def _place(one: Row, other: Row) -> tuple[float, str]:
    if one["kecamatan_code"] and one["kecamatan_code"] == other["kecamatan_code"]:
        return 0.25, "sama_kecamatan"
    if one["kabupaten_code"] and one["kabupaten_code"] == other["kabupaten_code"]:
        return 0.1, "sama_kabupaten"
    return 0.0, ""


def _time(one: Row, other: Row) -> tuple[float, str]:
    """Full points within an hour, none from six hours on; the moment of the incident, else of filing."""
    apart = _moment(one) - _moment(other)
    hours = abs(apart.total_seconds()) / 3600
    return (round(0.25 * max(0.0, 1 - max(0.0, hours - 1) / 5), 3), f"selisih_jam:{hours:.0f}")


def _moment(row: Row) -> datetime:
    moment: datetime = row["occurred_from"] or row["filed_at"]
    return moment


def _text(one: Row, other: Row, words: Mapping[int, set[int]]) -> tuple[float, str]:
    mine, theirs = words[one["ordinal"]], words[other["ordinal"]]
    if not mine or not theirs:
        return 0.0, ""
    share = len(mine & theirs) / min(len(mine), len(theirs))
    return round(0.3 * share, 3), f"kata_sama:{100 * share:.0f}"


def nearby(session: Session, office: Office, actor: Actor, row: Row, limit: int = 10) -> list[str]:
    """Numbers of reports from the same kecamatan (or kabupaten) within three days, newest first."""
    column = report.c.kecamatan_code if row["kecamatan_code"] else report.c.kabupaten_code
    place = row["kecamatan_code"] or row["kabupaten_code"]
    if not place:
        return []
    query = (
        select(report.c.number)
        .where(column == place, report.c.id != row["id"], sight.condition(actor, office.routing))
        .where(report.c.filed_at.between(row["filed_at"] - NEARBY, row["filed_at"] + NEARBY))
    )
    return list(session.execute(query.order_by(report.c.filed_at.desc()).limit(limit)).scalars())


def history(session: Session, office: Office, actor: Actor, row: Row, limit: int = 20) -> list[Row]:
    """Number, status, kind and outcome of the same reporter's other reports, newest first."""
    columns = (report.c.number, report.c.status, report.c.kind, report.c.outcome, report.c.filed_at)
    query = (
        select(*columns)
        .where(report.c.reporter_id == row["reporter_id"], report.c.id != row["id"])
        .where(sight.condition(actor, office.routing))
    )
    return list(session.execute(query.order_by(report.c.filed_at.desc()).limit(limit)).mappings())


def prank_signs(session: Session, row: Row) -> tuple[str, ...]:
    """Codes of what speaks for a prank; empty is the rule, and they decide nothing."""
    pranks, same_day = _of_the_reporter(session, row)
    found = ["pernah_iseng"] if pranks else []
    if same_day >= MANY_REPORTS_A_DAY:
        found.append("banyak_laporan_sehari")
    if row["completeness"] < 20:
        found.append("hampir_kosong")
    known = session.execute(select(reporter.c.created_at).where(reporter.c.id == row["reporter_id"])).scalar()
    if known and row["filed_at"] - known < timedelta(minutes=1) and row["urgency"] == "darurat":
        found.append("pelapor_baru")
    return tuple(found)


def _of_the_reporter(session: Session, row: Row) -> tuple[int, int]:
    """How many other reports of this reporter were none, and how many came within the day before this one."""
    prank = (report.c.status == "tidak_valid") & (report.c.id != row["id"])
    same_day = report.c.filed_at.between(row["filed_at"] - timedelta(days=1), row["filed_at"])
    # The reporter alone narrows the rows: beside a status SQLite would walk all reports that have it.
    query = select(func.count(case((prank, 1))), func.count(case((same_day, 1)))).where(
        report.c.reporter_id == row["reporter_id"]
    )
    pranks, day = session.execute(query).one()
    return int(pranks), int(day)


@dataclass(frozen=True)
class Surge:
    """A kind in a kecamatan: how many in the last 24 hours, and how many a day were usual before."""

    kind: str
    kecamatan_code: str
    reports: int
    usual: float


def surge(session: Session, now: datetime) -> list[Surge]:
    """Kinds and kecamatan with at least three reports in a day and three times what was usual."""
    day, before = now - timedelta(days=1), now - timedelta(days=1, weeks=SURGE_WEEKS)
    recent, past = _by_area(session, day, now), _by_area(session, before, day)
    found = []
    for (kind, area), number in recent.items():
        usual = past.get((kind, area), 0) / (SURGE_WEEKS * 7)
        if number >= SURGE_AT_LEAST and number >= SURGE_TIMES * usual:
            found.append(Surge(kind, area, number, round(usual, 2)))
    return sorted(found, key=lambda one: (-one.reports, one.kind, one.kecamatan_code))


def _by_area(session: Session, start: datetime, end: datetime) -> dict[tuple[str, str], int]:
    query = (
        select(report.c.kind, report.c.kecamatan_code, func.count())
        .where(report.c.filed_at > start, report.c.filed_at <= end, report.c.kecamatan_code.is_not(None))
        .group_by(report.c.kind, report.c.kecamatan_code)
    )
    return {(kind, area): int(number) for kind, area, number in session.execute(query)}
