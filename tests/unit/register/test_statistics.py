"""Every published table equals a naive recount, whatever happened to the reports."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from banpol.clock import WIB
from banpol.database import Database
from banpol.register import closing, filters, moving, statistics, tallies, workflow
from banpol.register.actors import HOUSE, REPORTER
from banpol.register.draft import Place
from banpol.register.errors import NotAllowed, RegisterError, UnknownChoice
from banpol.register.moving import Details
from banpol.register.sql.tables import report
from banpol.register.statistics import Cell, Figures, Reported
from tests.support.desk_work import ADE, BUDI, RATNA, a_report, office, row_of
from tests.support.parts import NOW

ALWAYS = ("000101", "991231")
KINDS, URGENCIES = ("curanmor", "penipuan", "lainnya", "kdrt"), ("biasa", "mendesak", "darurat")
PLACES = (None, Place("x", "K", "16.71", "P", "16.71.14"), Place("y", "O", "16.02"), Place("z", outside=True))
CHANNELS = ("whatsapp", "telepon", "surel")
WHY = "sudah diperiksa di tempat bersama ketua RT"


def random_life(session, house, chance: random.Random, steps: int) -> None:
    """Files and moves reports as chance has it; refused moves are part of life."""
    numbers: list[str] = []
    now = NOW
    for step in range(steps):
        now += timedelta(minutes=chance.randrange(1, 600))
        if not numbers or chance.random() < 0.25:
            choice = {"kind": chance.choice(KINDS), "urgency": chance.choice(URGENCIES)}
            choice |= {"place": chance.choice(PLACES), "channel": chance.choice(CHANNELS)}
            numbers.append(a_report(session, house, f"d{step}", f"r{step % 5}", now, **choice))
            continue
        row = row_of(session, chance.choice(numbers))
        try:
            _something(session, house, chance, row, numbers, now)
        except RegisterError:
            continue


def _something(session, house, chance: random.Random, row, numbers, now: datetime) -> None:
    if row["status"] == "selesai" and chance.random() < 0.6:
        closing.confirm(session, house, row["reporter_id"], row["number"], now)
        closing.rate(session, house, row["reporter_id"], row["number"], chance.randrange(1, 6), now)
        return
    fitting = [move for move in workflow.MOVES if row["status"] in move.sources]
    move = chance.choice(fitting)
    actor = {"pelapor": REPORTER, "sistem": HOUSE}.get(move.roles[0], RATNA)
    outcome = "iseng" if move.target == "tidak_valid" else "dimediasi"
    details = Details(WHY, outcome, chance.choice(("polda", "polres-oki")), "budi", chance.choice(numbers))
    moving.move(session, house, actor, row["number"], move.name, row["version"], now, details)


def naive(rows) -> dict[str, Counter]:
    """Counts as a beginner would write them: one loop, no shared code with what is tested."""
    found: dict[str, Counter] = {name: Counter() for name in tallies.DIMENSIONS}
    for row in rows:
        found["laporan"]["semua"] += 1
        for name, column in (
            ("status", "status"),
            ("jenis", "kind"),
            ("kanal", "source_channel"),
            ("urgensi", "urgency"),
            ("satuan", "unit"),
            ("hasil", "outcome"),
            ("jawaban_pelapor", "answer"),
        ):
            found[name][row[column] or "belum"] += 1
        place = "luar" if row["outside_province"] else (row["kabupaten_code"] or "belum_diketahui")
        found["tempat"][place] += 1
        for name, end in (
            ("jawaban_pertama", row["first_answer_at"]),
            ("verifikasi", row["verified_at"]),
            ("penyelesaian", row["closed_at"]),
        ):
            found[name][_class(row["filed_at"], end)] += 1
        found["dibuka_kembali"]["ya" if row["reopened"] > 0 else "tidak"] += 1
        found["kepuasan"][str(row["rating"]) if row["rating"] else "belum"] += 1
    return found


def _class(start, end) -> str:
    if end is None:
        return "belum"
    minutes = (end - start).total_seconds() / 60
    for edge, name in (
        (5, "sampai_5_menit"),
        (30, "sampai_30_menit"),
        (120, "sampai_2_jam"),
        (1440, "sampai_24_jam"),
        (4320, "sampai_3_hari"),
        (10080, "sampai_7_hari"),
    ):
        if minutes <= edge:
            return name
    return "lebih_7_hari"


@pytest.mark.parametrize("seed", range(6))
def test_every_table_equals_a_naive_recount(database: Database, tmp_path: Path, seed: int) -> None:
    """After a random life of reports: all dimensions, all periods, means, and percentages that add up."""
    house = office(tmp_path)
    with database.write() as session:
        random_life(session, house, random.Random(seed), 140)
    with database.read() as session:
        rows = session.execute(select(report)).mappings().all()
        days = sorted({row["day"] for row in rows})
        middle = days[len(days) // 2]
        for first, last in (ALWAYS, (days[0], middle), (middle, middle), ("000101", "000102")):
            inside = [r for r in rows if first <= r["filed_at"].astimezone(WIB).strftime("%y%m%d") <= last]
            expected = naive(inside)
            found = statistics.tables(session, first, last)
            for name in tallies.DIMENSIONS:
                assert {c.item: c.reports for c in found[name].cells} == dict(expected[name]), name
                assert found[name].total == len(inside)
                assert not inside or round(sum(c.percent for c in found[name].cells), 6) == 100.0
            _means(statistics.overview(found), inside)
        per_day = statistics.per_period(session, "hari", *ALWAYS)
        assert [(day, n) for day, _, n in per_day] == sorted(Counter(r["day"] for r in rows).items())
        for dimension in ("status", "jenis", "kanal", "tempat"):
            same = statistics.filtered(session, dimension, *ALWAYS, RATNA_ALL, house)
            assert {c.item: c.reports for c in same.cells} == dict(naive(rows)[dimension])
        _rows_behind(session, naive(rows))


def _rows_behind(session, expected: dict[str, Counter]) -> None:
    """The list that a figure links to holds exactly as many reports as the figure says."""
    for dimension, items in expected.items():
        name = filters.filter_of(dimension)
        for item, number in items.items():
            chosen = filters.conditions({name: item} if name else {})
            behind = select(func.count()).select_from(report).where(*chosen)
            assert session.execute(behind).scalar_one() == number, (dimension, item)


RATNA_ALL = type(RATNA)("kepala", "supervisor", named=True)


def _means(top: statistics.Overview, rows) -> None:
    for mean, column in (
        (top.first_answer_seconds, "first_answer_at"),
        (top.verify_seconds, "verified_at"),
        (top.close_seconds, "closed_at"),
    ):
        spans = [int((r[column] - r["filed_at"]).total_seconds()) for r in rows if r[column]]
        assert mean == (sum(spans) / len(spans) if spans else None)
    ratings = [r["rating"] for r in rows if r["rating"]]
    assert top.satisfaction == (sum(ratings) / len(ratings) if ratings else None)
    assert top.other_share == (sum(r["kind"] == "lainnya" for r in rows) / len(rows) if rows else None)
    assert top.reopened_share == (sum(r["reopened"] > 0 for r in rows) / len(rows) if rows else None)


def test_a_recount_finds_the_same_figures(database: Database, tmp_path: Path) -> None:
    """What was kept step by step is what the reports say."""
    house = office(tmp_path)
    with database.write() as session:
        random_life(session, house, random.Random(99), 80)
        kept = statistics.tables(session, *ALWAYS)
        assert tallies.recount(session) == kept["laporan"].total
        assert statistics.tables(session, *ALWAYS) == kept


@given(st.lists(st.integers(0, 10_000), max_size=30))
def test_percentages_add_up(counts: list[int]) -> None:
    """To 100.0 exactly, none further off than a tenth."""
    shares = statistics.percentages(counts)
    total = sum(counts)
    assert round(sum(shares), 6) == (100.0 if total else 0.0)
    assert all(abs(share - 100 * n / total) < 0.1 for share, n in zip(shares, counts, strict=True) if total)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_a_public_table_gives_no_small_cell_away(counts: list[int]) -> None:
    """No count from 1 to 4 is shown, nor can a single hidden one be worked out from the total."""
    cells = tuple(Cell(f"i{n}", number, 0.0) for n, number in enumerate(counts))
    shown = statistics.public(Figures("jenis", cells, sum(counts))).cells
    visible = [cell.reports for cell in shown if cell.reports is not None]
    assert not [number for number in visible if 0 < number < statistics.SMALLEST_PUBLIC]
    hidden = len(shown) - len(visible)
    assert hidden != 1 or len(shown) == 1
    assert all(cell.percent is None for cell in shown if cell.reports is None)


def test_published_totals_stand_apart(database: Database, tmp_path: Path) -> None:
    """They are kept once, changed by nobody but an administrator, and no counted table knows them."""
    house, rows = office(tmp_path), [Reported("2023-01-01", "2023-12-31", 22982, "diumumkan")]
    with database.write() as session:
        with pytest.raises(NotAllowed):
            statistics.import_reported(session, house, BUDI, rows, NOW)
        for wrong in (
            Reported("2023-13-01", "2023-12-31", 1, "x"),
            Reported("2023-02-01", "2023-01-01", 1, "x"),
        ):
            with pytest.raises(UnknownChoice):
                statistics.import_reported(session, house, ADE, [wrong], NOW)
        assert statistics.import_reported(session, house, ADE, rows, NOW) == 1
        assert statistics.import_reported(session, house, ADE, rows, NOW) == 0
        assert statistics.reported(session) == rows
        assert statistics.table(session, "laporan", *ALWAYS).total == 0


def test_unknown_tables_and_days_are_refused(database: Database) -> None:
    """With a sentence, not with an empty table."""
    with database.read() as session:
        for wrong in (("warna", *ALWAYS), ("jenis", "2026-1", "991231")):
            with pytest.raises(UnknownChoice):
                statistics.table(session, *wrong)
        with pytest.raises(UnknownChoice):
            statistics.per_period(session, "minggu", *ALWAYS)
