"""The team's lists: nothing is missing, nothing is there twice, nobody sees what is not theirs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from banpol.database import Database
from banpol.register import queue, sight
from banpol.register.actors import Actor
from banpol.register.errors import UnknownChoice
from banpol.register.sql.tables import report
from tests.support.desk_work import ADE, BUDI, HADI, RATNA, SITI, TONO, a_report, office
from tests.support.parts import NOW

URGENCIES = ("biasa", "darurat", "mendesak")


def filled(session, house) -> list[str]:
    return [
        a_report(session, house, f"d{n}", urgency=URGENCIES[n % 3], now=NOW + timedelta(minutes=n))
        for n in range(13)
    ]


@pytest.mark.parametrize("view", ["terbuka", "semua"])
def test_pages_hold_every_report_once_in_order(database: Database, tmp_path: Path, view: str) -> None:
    """However small the pages are."""
    house = office(tmp_path)
    with database.write() as session:
        numbers = filled(session, house)
        found, after = [], ""
        while True:
            part = queue.page(session, BUDI, house.routing, view, NOW, after=after, limit=4)
            found += part.lines
            if part.after is None:
                break
            after = part.after
    assert sorted(line.number for line in found) == sorted(numbers)
    key = (lambda x: -x.ordinal) if view == "semua" else (lambda x: (x.priority, -x.ordinal))
    assert found == sorted(found, key=key)


def test_each_view_holds_what_its_name_says(database: Database, tmp_path: Path) -> None:
    """New, emergencies, late, mine, waiting for the reporter."""
    house = office(tmp_path)
    with database.write() as session:
        numbers = filled(session, house)
        one, two = numbers[0], numbers[2]
        session.execute(
            update(report).where(report.c.number == one).values(assigned_to="budi", status="selesai")
        )
        session.execute(
            update(report).where(report.c.number == two).values(assigned_to="budi", status="perlu_informasi")
        )
        late = NOW + timedelta(minutes=40)
        counts = queue.counts(session, BUDI, house.routing, late)
        for view, number in counts.items():
            assert len(queue.page(session, BUDI, house.routing, view, late).lines) == number, view
    assert counts == {
        "terbuka": 11,
        "baru": 11,
        "darurat": 4,
        # Emergencies of minutes 1, 4, 7, 10 (due after 5) and the urgent ones of 5 and 8 (due after 30).
        "melewati_tenggat": 6,
        "milik_saya": 1,
        "menunggu_pelapor": 1,
        "semua": 13,
    }


def test_filters_and_days_narrow_a_view(database: Database, tmp_path: Path) -> None:
    """Unknown filters, views and pages are refused, never ignored."""
    house = office(tmp_path)
    with database.write() as session:
        filled(session, house)
        a_report(session, house, "x", kind="pencurian", now=NOW + timedelta(days=1))
        look = (session, BUDI, house.routing, "semua", NOW)
        assert len(queue.page(*look, filters={"jenis": "pencurian", "urgensi": ""}).lines) == 1
        assert len(queue.page(*look, first_day="261124", last_day="261124").lines) == 13
        assert len(queue.page(*look, first_day="261125").lines) == 1
        for wrong in ({"filters": {"nama": "x"}}, {"after": "7"}, {"after": "x.y"}):
            with pytest.raises(UnknownChoice):
                queue.page(*look, **wrong)
        with pytest.raises(UnknownChoice):
            queue.page(session, BUDI, house.routing, "rahasia", NOW)


def test_the_list_and_the_single_look_agree_on_who_sees_what(database: Database, tmp_path: Path) -> None:
    """Every officer against every kind of report: in the list exactly when it may be opened."""
    house = office(tmp_path)
    people = [BUDI, SITI, RATNA, HADI, TONO, ADE, Actor("n", "supervisor", named=True)]
    people += [Actor("t", "auditor", named=True), Actor("u", "operator", "polres-oki", True)]
    people += [Actor("p", "supervisor", "polrestabes-palembang", True), Actor("x", "tamu")]
    people += [Actor("auditor", "auditor"), Actor("pengawas", "supervisor")]
    with database.write() as session:
        for n, (kind, restricted) in enumerate(
            (("curanmor", False), ("kdrt", True), ("pelayanan_polri", True), ("pelayanan_polri", False))
        ):
            for unit in ("polda", "polres-oki", "polsek-plaju", "polrestabes-palembang", None):
                for mine in (None, "budi"):
                    number = a_report(session, house, f"{n}{unit}{mine}", kind=kind, restricted=restricted)
                    values = {"unit": unit, "assigned_to": mine}
                    session.execute(update(report).where(report.c.number == number).values(**values))
        rows = session.execute(select(report)).mappings().all()
        seen = {}
        for actor in people:
            listed = session.execute(select(report.c.number).where(sight.condition(actor, house.routing)))
            numbers = set(listed.scalars())
            assert numbers == {row["number"] for row in rows if sight.sees(actor, row, house.routing)}
            seen[actor.id] = [row for row in rows if row["number"] in numbers]
    assert seen["ade"] == seen["x"] == []
    complaints = [row["number"] for row in rows if row["kind"] == "pelayanan_polri"]
    for unnamed in ("auditor", "pengawas"):  # restricted ones too: nobody need be named first
        assert {row["number"] for row in seen[unnamed]} >= set(complaints)
    assert not [row for row in seen["pengawas"] if row["kind"] == "kdrt"]
    assert {row["kind"] for row in seen["t"]} == {"pelayanan_polri"}
    assert "pelayanan_polri" not in {
        row["kind"] for row in seen["p"] + seen["siti"] + seen["budi"] + seen["u"]
    }
    assert {row["unit"] for row in seen["u"]} == {None, "polres-oki"}
    assert {row["unit"] for row in seen["p"]} == {None, "polrestabes-palembang", "polsek-plaju"}
    assert all(row["assigned_to"] == "budi" for row in seen["budi"] if row["restricted"])
