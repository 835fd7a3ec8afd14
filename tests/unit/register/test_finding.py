"""Sealed stories are found by number, word, plate and phone; alike ones are suggested with reasons."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from banpol.crypto import BlindIndex
from banpol.database import Database
from banpol.register import finding, likeness, links, manual, sweep
from banpol.register.draft import Place, ReportDraft
from banpol.register.errors import EmptyReport, NotAllowed, UnknownChoice, UnknownReport
from banpol.register.search_index import SearchIndex
from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import word_index
from tests.support.desk_work import ADE, BUDI, RATNA, a_report, office, row_of
from tests.support.parts import NOW

ROBBERY = "tas ibu dijambret dua orang naik motor merah di simpang polda"


def numbers(session, house, text: str, actor=BUDI) -> list[str]:
    return [line.number for line in finding.find(session, house, actor, text).lines]


def test_a_story_is_found_by_its_words_plate_phone_and_number(database: Database, tmp_path: Path) -> None:
    """All that was asked for must be in it; other reports stay out."""
    house = office(tmp_path)
    with database.write() as session:
        one = a_report(session, house, narrative=ROBBERY, plates=("BG 1234 AB",), phones=("0812-0000-4321",))
        two = a_report(session, house, "d2", narrative="motor merah hilang di pasar")
        assert numbers(session, house, "dijambret") == [one]
        assert numbers(session, house, "motor merah") == [two, one]
        assert numbers(session, house, "merah hilang") == [two]
        assert numbers(session, house, "bg1234ab") == numbers(session, house, "BG 1234 AB merah") == [one]
        assert numbers(session, house, "+62 812-0000-4321") == [one]
        assert numbers(session, house, f"cari {one.lower()}") == [one]
        assert numbers(session, house, "kucing") == []
        for nothing in ("", "di ke", "??"):
            with pytest.raises(UnknownChoice):
                numbers(session, house, nothing)


def test_search_shows_nobody_what_they_may_not_see(database: Database, tmp_path: Path) -> None:
    """Not by word and not by number."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house, narrative=ROBBERY, kind="kdrt", restricted=True)
        for text in (number, "dijambret"):
            assert numbers(session, house, text) == numbers(session, house, text, ADE) == []


def test_pages_of_a_search_go_on(database: Database, tmp_path: Path) -> None:
    """Newest first, each once."""
    house = office(tmp_path)
    with database.write() as session:
        made = [a_report(session, house, f"d{n}", narrative="motor merah raib") for n in range(5)]
        first = finding.find(session, house, BUDI, "merah", limit=2)
        second = finding.find(session, house, BUDI, "merah", limit=3, after=first.after or "")
        found = [line.number for line in (*first.lines, *second.lines)]
        assert found == made[::-1] and second.after is None


def test_the_index_holds_no_word_and_another_key_finds_nothing(database: Database, tmp_path: Path) -> None:
    """Tokens are numbers made with a key."""
    house = office(tmp_path)
    with database.write() as session:
        a_report(session, house, narrative=ROBBERY)
        stored = set(session.execute(select(word_index.c.token)).scalars())
    other = SearchIndex(BlindIndex(b"x" * 32), house.index.words_of)
    assert stored & set(house.index.words(ROBBERY)) and not stored & set(other.words(ROBBERY))


def test_the_same_incident_is_suggested_with_reasons(database: Database, tmp_path: Path) -> None:
    """Alike in kind, place, time and words; something else nearby is not."""
    house = office(tmp_path)
    far = Place("kayuagung", "OKI", "16.02", "Kayu Agung", "16.02.01")
    with database.write() as session:
        one = a_report(session, house, narrative=ROBBERY, kind="pencurian_kekerasan")
        alike = "ibu ibu dijambret tasnya motor merah simpang polda barusan"
        two = a_report(
            session,
            house,
            "d2",
            "r2",
            NOW + timedelta(minutes=20),
            narrative=alike,
            kind="pencurian_kekerasan",
        )
        a_report(session, house, "d3", "r3", narrative="rumah kebakaran besar", kind="kebakaran", place=far)
        a_report(
            session, house, "d4", "r4", NOW + timedelta(days=9), narrative=ROBBERY, kind="pencurian_kekerasan"
        )
        found = likeness.duplicates(session, house, BUDI, row_of(session, one))
        assert [each.number for each in found] == [two]
        assert {"sama_jenis", "sama_kecamatan", "selisih_jam:0"} <= set(found[0].reasons)
        assert any(reason.startswith("kata_sama:") for reason in found[0].reasons)
        assert likeness.nearby(session, house, BUDI, row_of(session, one)) == [two]


def test_what_a_person_decided_stays_decided(database: Database, tmp_path: Path) -> None:
    """Both reports keep their numbers and their status."""
    house = office(tmp_path)
    with database.write() as session:
        one, two = a_report(session, house), a_report(session, house, "d2", "r2")
        row = row_of(session, one)
        assert links.of_report(session, row["id"]) == []
        for _ in range(2):
            links.decide(session, house, BUDI, two, one, True, NOW)
        assert [(x["number"], x["state"]) for x in links.of_report(session, row["id"])] == [
            (two, "dibenarkan")
        ]
        with pytest.raises(UnknownChoice):
            links.decide(session, house, BUDI, one, one, True, NOW)
        with pytest.raises(UnknownReport):
            links.decide(session, house, ADE, one, two, False, NOW)
        assert {row_of(session, n)["status"] for n in (one, two)} == {"diterima"}


def test_signs_of_a_prank_are_named_and_decide_nothing(database: Database, tmp_path: Path) -> None:
    """An ordinary report has none."""
    house = office(tmp_path)
    with database.write() as session:
        plain = a_report(session, house, narrative=ROBBERY)
        assert likeness.prank_signs(session, row_of(session, plain)) == ()
        for n in range(4):
            last = a_report(
                session, house, f"p{n}", "r9", NOW + timedelta(minutes=n), narrative="ha", place=None
            )
        session.execute(update(report).where(report.c.draft_id == "p0").values(status="tidak_valid"))
        signs = likeness.prank_signs(session, row_of(session, last))
        assert set(signs) == {"pernah_iseng", "banyak_laporan_sehari", "hampir_kosong"}
        assert [h["number"] for h in likeness.history(session, house, BUDI, row_of(session, last))][
            -1
        ].endswith("2")
        assert row_of(session, last)["status"] == "diterima"


def test_a_surge_is_more_than_usual(database: Database, tmp_path: Path) -> None:
    """Three in a day where there were none; the same three where three a day are usual are no surge."""
    house = office(tmp_path)
    usual = Place("sako", "Kota Palembang", "16.71", "Sako", "16.71.08")
    with database.write() as session:
        for day in range(1, 29):
            for n in range(2):
                a_report(session, house, f"o{day}.{n}", now=NOW - timedelta(days=day, hours=1), place=usual)
        for n in range(3):
            a_report(session, house, f"a{n}", now=NOW - timedelta(hours=n))
            a_report(session, house, f"b{n}", now=NOW - timedelta(hours=n), place=usual)
        found = likeness.surge(session, NOW)
        assert [(one.kecamatan_code, one.reports) for one in found] == [("16.71.14", 3)]


def test_a_report_by_telephone_is_filed_like_any_other(database: Database, tmp_path: Path) -> None:
    """With a number, a deadline and words to be found by; the same form twice is one report."""
    house = office(tmp_path)
    draft = ReportDraft(draft_id="form-1", narrative=ROBBERY, kind="pencurian_kekerasan", urgency="mendesak")
    with database.write() as session:
        made = [manual.file(session, house, BUDI, "telepon", draft, NOW) for _ in range(2)]
        assert made[0].number == made[1].number and not made[1].new
        row = row_of(session, made[0].number)
        assert (row["source_channel"], row["unit"], row["due_at"]) == (
            "telepon",
            "polda",
            NOW + timedelta(minutes=30),
        )
        assert numbers(session, house, "dijambret", RATNA) == [made[0].number]
        assert sweep.sweep(session, house, NOW + timedelta(minutes=30)).escalated == 1
        with pytest.raises(NotAllowed):
            manual.file(session, house, ADE, "telepon", draft, NOW)
        with pytest.raises(UnknownChoice):
            manual.file(session, house, BUDI, "merpati", draft, NOW)
        with pytest.raises(EmptyReport):
            manual.file(session, house, BUDI, "surel", ReportDraft(draft_id="f2"), NOW)
