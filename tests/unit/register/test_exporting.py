"""What leaves the house holds no identity, no story and no formula; what the PDF says can be checked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from banpol.database import Database
from banpol.register import casework, dossier, exporting
from banpol.register.errors import NotAllowed, UnknownChoice, UnknownReport
from banpol.register.exporting import Extract
from banpol.register.sql.tables import audit_entry, report
from tests.support.desk_work import ADE, BUDI, RATNA, TONO, a_report, office, row_of
from tests.support.parts import NOW, content_keys

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
HOSTILE = (
    '=HYPERLINK("http://x")',
    "+62",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\u00a0=1",
    "\uff1d1",
    "|cmd",
    "%0A",
)


@given(st.text(max_size=40))
def test_no_text_begins_a_formula(text: str) -> None:
    """Whatever somebody typed; and nothing of it is lost but NUL."""
    cell = exporting.safe_cell(text)
    assert not cell.startswith(DANGEROUS) and not cell.lstrip(" \u00a0").startswith(DANGEROUS)
    assert cell.removeprefix("'") == text.replace("\0", "").removeprefix("'")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts_in_both_files(text: str) -> None:
    """Read again as a spreadsheet program would."""
    table = Extract(("kepala",), ((text,), (7,)))
    rows = list(csv.reader(io.StringIO(exporting.to_csv(table).decode("utf-8-sig"))))
    assert not rows[1][0].lstrip(" \u00a0").startswith(DANGEROUS) and rows[2] == ["7"]
    with zipfile.ZipFile(io.BytesIO(exporting.to_xlsx(table))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet.lower()
        assert not [name for name in book.namelist() if "externalLink" in name or "vba" in name]


def test_only_a_supervisor_takes_a_list_along_and_it_is_noted(database: Database, tmp_path: Path) -> None:
    """With the filters of the queue; without name, number of a phone, or story."""
    house = office(tmp_path)
    with database.write() as session:
        number = a_report(session, house, name="Seseorang", phones=("081200001234",))
        a_report(session, house, "d2", kind="pencurian")
        days = ("261124", "261124", NOW)
        for actor in (BUDI, TONO, ADE):
            with pytest.raises(NotAllowed):
                exporting.extract(session, house, actor, *days)
        for wrong in ({"nama": "x"},):
            with pytest.raises(UnknownChoice):
                exporting.extract(session, house, RATNA, *days, wrong)
        table = exporting.extract(session, house, RATNA, *days, {"jenis": "curanmor"})
        assert [row[0] for row in table.rows] == [number] and table.header[0] == "nomor"
        files = exporting.to_csv(table).decode("utf-8-sig")
        for secret in ("Seseorang", "081200001234", "parkiran", "pasar 16", "r1,"):
            assert secret not in files
        entry = session.execute(select(audit_entry).where(audit_entry.c.act == "daftar_diekspor")).one()
        assert json.loads(entry.detail)["baris"] == 1 and entry.actor == "ratna"


def test_a_list_holds_only_what_its_taker_may_see(database: Database, tmp_path: Path) -> None:
    """A restricted report stays out of the list of a supervisor who is not named for it."""
    house = office(tmp_path)
    with database.write() as session:
        a_report(session, house, kind="kdrt", restricted=True)
        assert exporting.extract(session, house, RATNA, "261124", "261124", NOW).rows == ()


def test_a_dossier_names_its_evidence_and_who_looked(database: Database, tmp_path: Path) -> None:
    """The manifest changes with any file; the PDF opens, and holds neither name nor markup that would run."""
    house, opener = office(tmp_path), content_keys(tmp_path)[1]
    story = "<script>alert(1)</script> **tebal** \u202eterbalik \U0001f6a8 dekat masjid"
    with database.write() as session:
        number = a_report(session, house, narrative=story, name="Seseorang")
        act = (session, house, opener, BUDI, number, NOW)
        empty = dossier.make(*act).manifest
        casework.add_evidence(session, house, BUDI, number, tmp_path / "m", b"foto", "image/jpeg", NOW)
        made = dossier.make(*act)
        assert made.pdf.startswith(b"%PDF-") and made.manifest != empty
        sha = hashlib.sha256(b"foto").hexdigest()
        [(file_id)] = [row["id"] for row in dossier.reading.open_report(session, opener, number)["evidence"]]
        by_hand = json.dumps([[file_id, sha]], separators=(",", ":"))
        assert made.manifest == hashlib.sha256(by_hand.encode()).hexdigest()
        for secret in (b"Seseorang", b"/JavaScript", b"/JS", b"/Launch", b"/URI"):
            assert secret not in made.pdf
        looks = dossier._looks(session, row_of(session, number)["id"], number)
        assert [line.act for line in looks][-1] == "berkas_dibuat"
        session.execute(update(report).values(restricted=True))
        with pytest.raises(UnknownReport):
            dossier.make(*act)


def test_a_dossier_tells_the_story_and_never_the_name(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line that is drawn is looked at."""
    house, opener = office(tmp_path), content_keys(tmp_path)[1]
    lines: list[str] = []
    monkeypatch.setattr(dossier._Page, "_line", lambda _page, _size, text: lines.append(text))
    with database.write() as session:
        number = a_report(session, house, name="Seseorang", narrative="motor raib di pasar, kata Seseorang")
        casework.add_note(session, house, BUDI, number, "seseorang sudah dihubungi", NOW)
        dossier.make(session, house, opener, BUDI, number, NOW)
    drawn = "\n".join(lines)
    assert "motor raib di pasar" in drawn and "sudah dihubungi" in drawn and "berkas_dibuat" in drawn
    assert "seseorang" not in drawn.lower()


def test_a_dossier_speaks_in_the_words_it_is_given(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status, kind, channel, notes and deeds are asked for by code and group."""
    house, opener = office(tmp_path), content_keys(tmp_path)[1]
    lines: list[str] = []
    monkeypatch.setattr(dossier._Page, "_line", lambda _page, _size, text: lines.append(text))
    with database.write() as session:
        number = a_report(session, house)
        casework.add_note(session, house, BUDI, number, "sudah dihubungi", NOW)
        dossier.make(session, house, opener, BUDI, number, NOW, lambda code, group: f"<{group}/{code}>")
    drawn = "\n".join(lines)
    for words in ("<status/diterima>", "<jenis/curanmor>", "<kanal/whatsapp>", "<catatan/internal>"):
        assert words in drawn
    assert "<tindakan/berkas_dibuat>" in drawn and "Status: <status/diterima>" in drawn
