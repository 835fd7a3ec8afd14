"""`banpol purge` counts before it deletes; `banpol backup` makes a copy that can be used, unopened."""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Iterator

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from banpol import wiring
from banpol.assistant.tables import tracker_event
from banpol.cli import backup, upkeep
from banpol.cli.main import app
from banpol.clock import ManualClock
from banpol.database import Database
from banpol.keys import SECRET_FILES
from banpol.register import audit, drafts, reading
from banpol.register import upkeep as kept
from banpol.register.draft import ReportDraft
from banpol.register.sql.tables import report
from tests.support.desk_work import a_report, row_of
from tests.support.parts import NOW, key_folder

NAME = "Sutarjokanari"


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def house(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A register of one closed report and one file, as the commands find it; the clock two years on."""
    keys, clock = key_folder(tmp_path), ManualClock(NOW)
    media = tmp_path / "media"
    media.mkdir()
    (media / "berkas").write_bytes(b"sealed")
    settings = SimpleNamespace(keys_dir=tmp_path / "keys", media_dir=media)
    for name, value in (("database", database), ("keys", keys), ("clock", clock), ("settings", settings)):
        monkeypatch.setattr(wiring, name, lambda value=value: value)
    office = wiring.office(keys)
    with database.write() as session:
        number = a_report(session, office, name=NAME, narrative=f"motor hilang kata {NAME}")
        session.execute(update(report).values(status="selesai", closed_at=NOW))
        session.execute(
            tracker_event.insert().values(sender_id="r1", seq=0, type="user", sealed=b"x", at=NOW)
        )
    return SimpleNamespace(
        database=database, keys=keys, clock=clock, settings=settings, number=number, office=office
    )


def ran(*words: str):
    return CliRunner().invoke(app, [*words])


def test_without_yes_nothing_is_deleted(house: SimpleNamespace) -> None:
    """It says how much of what is due, and writes nothing."""
    house.clock.advance(timedelta(days=730).total_seconds())
    with house.database.read() as session:
        before = audit.chain_head(session)
    answer = ran("purge")
    assert answer.exit_code == 0 and "1  identities of closed reports" in answer.output
    assert "nothing was" in answer.output
    with house.database.read() as session:
        assert reading.open_report(session, house.keys.opener(), house.number)["name"] == NAME
        assert audit.chain_head(session) == before


def test_with_yes_it_is_gone_and_written_down(house: SimpleNamespace) -> None:
    """Also from the file on disk; a second run finds nothing; the audit chain tells what went."""
    house.clock.advance(timedelta(days=730).total_seconds())
    with house.database.read() as session:
        sealed = bytes(row_of(session, house.number)["sealed_identity"])
    assert ran("purge", "--yes").exit_code == 0
    assert "0 things were deleted" in ran("purge", "--yes").output
    with house.database.read() as session:
        assert "name" not in reading.open_report(session, house.keys.opener(), house.number)
        assert session.execute(select(tracker_event)).all() == []
        [clean, _] = kept.runs(session, house.clock.now())
    assert (clean.well, clean.late) == (True, False)
    if house.database.is_sqlite:
        folder = Path(house.database.url.removeprefix("sqlite:///")).parent
        assert not any(sealed in file.read_bytes() for file in folder.glob("banpol.db*"))


def test_whoever_is_in_the_middle_of_a_story_may_go_on_with_it(house: SimpleNamespace) -> None:
    """The assistant's memory of it stays with the draft, and goes with it."""
    one = ReportDraft("x", narrative="cerita")
    kept_as = {"reporter_id": "r1", "asking": None, "state": "belum_selesai", "now": NOW}
    with house.database.write() as session:
        drafts.keep(session, house.keys.sealer(), one, **kept_as)
    for days, left in ((2, 1), (91, 0)):
        house.clock.advance(timedelta(days=days).total_seconds())
        assert ran("purge", "--yes").exit_code == 0
        with house.database.read() as session:
            assert len(session.execute(select(tracker_event)).all()) == left


def test_a_purge_that_fails_is_written_down_too(
    house: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The administrators' page must not go on saying that all is well."""
    monkeypatch.setattr(upkeep, "carry_out", lambda *_: (_ for _ in ()).throw(OSError("full")))
    assert ran("purge", "--yes").exit_code != 0
    with house.database.read() as session:
        [clean, _] = kept.runs(session, house.clock.now())
    assert (clean.well, clean.late, clean.counts) == (False, True, {"sebab": "OSError"})


def copied(house: SimpleNamespace, folder: Path) -> Path:
    answer = ran("backup", str(folder))
    assert answer.exit_code == 0, answer.output
    [made] = [path for path in folder.iterdir() if not path.name.startswith(".")]
    return made


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_makes_its_own_copies(house: SimpleNamespace, tmp_path: Path) -> None:
    """The command names the tool for it, and copies nothing."""
    answer = ran("backup", str(tmp_path / "cadangan"))
    assert answer.exit_code == 1 and "pg_dump" in answer.output


@ON_SQLITE
def test_a_backup_can_be_used_and_holds_no_key(house: SimpleNamespace, tmp_path: Path) -> None:
    """The same report with the same keys; neither key nor name anywhere in it, in whatever form."""
    made = copied(house, tmp_path / "cadangan")
    store = Database(f"sqlite:///{made / backup.DATABASE}")
    with store.read() as session:
        assert reading.open_report(session, house.keys.opener(), house.number)["name"] == NAME
        head = audit.chain_head(session)
    store.dispose()
    manifest = json.loads((made / backup.MANIFEST).read_text())
    assert (manifest["reports"], manifest["files"], manifest["audit_seq"]) == (1, 1, head.seq)
    everything = b"".join(path.read_bytes() for path in made.rglob("*") if path.is_file())
    for name in SECRET_FILES:
        line = (house.settings.keys_dir / name).read_bytes().split()[0]
        for form in (line, base64.b64decode(line), base64.b64decode(line).hex().encode()):
            assert form not in everything, name
    assert NAME.encode() not in everything and b"motor hilang" not in everything
    with house.database.read() as session:
        [_, copy] = kept.runs(session, house.clock.now())
    assert (copy.well, copy.late, copy.counts) == (True, False, {"berkas": 1, "laporan": 1})


@ON_SQLITE
def test_old_backups_go_and_the_newest_stays(house: SimpleNamespace, tmp_path: Path) -> None:
    """By the age of their manifest; folders of others are not touched."""
    folder = tmp_path / "cadangan"
    copied(house, folder)
    (folder / "banpol-punya-orang").mkdir()
    far = house.clock.now() + timedelta(days=31)
    assert backup.forget_old(folder, 30, far + timedelta(days=20_000)) == 0
    house.clock.advance(1)
    ran("backup", str(folder))
    assert backup.forget_old(folder, 30, far + timedelta(days=20_000)) == 1
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("inside", ["keys", "media"])
def test_a_backup_never_lies_beside_the_keys(house: SimpleNamespace, tmp_path: Path, inside: str) -> None:
    """Nor among the files that it copies; the refusal is written down."""
    answer = ran("backup", str(tmp_path / inside))
    assert answer.exit_code == 1 and ("does not belong" in answer.output or "pg_dump" in answer.output)
    with house.database.read() as session:
        [_, copy] = kept.runs(session, house.clock.now())
    assert (copy.well, copy.late) == (False, True)


@ON_SQLITE
def test_a_damaged_copy_is_no_backup(house: SimpleNamespace, tmp_path: Path, monkeypatch) -> None:
    """Nothing half done is left behind."""

    def broken(_database: Database, file: Path) -> None:
        raise sqlite3.DatabaseError("malformed")

    monkeypatch.setattr(backup, "_copy_database", broken)
    assert ran("backup", str(tmp_path / "c")).exit_code == 1
    assert list((tmp_path / "c").iterdir()) == []


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_purge_that_is_cut_off_is_finished_by_the_next(
    house: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each transaction in turn dies before its end: nothing half done, and the next run leaves nothing."""
    house.clock.advance(timedelta(days=730).total_seconds())
    keys, now, write, begun = house.keys, house.clock.now(), house.database.write, count(1)

    @contextmanager
    def dying() -> Iterator[Session]:
        with write() as session:
            yield session
            if next(begun) == step:
                raise KeyboardInterrupt

    args = (house.database, wiring.office(keys), keys.opener(), house.settings.media_dir, now)
    with monkeypatch.context() as patched:
        patched.setattr(house.database, "write", dying)
        with pytest.raises(KeyboardInterrupt):
            upkeep.carry_out(*args)
    upkeep.carry_out(*args)
    with house.database.read() as session:
        assert "name" not in reading.open_report(session, keys.opener(), house.number)
        assert session.execute(select(tracker_event)).all() == []
    assert not any(upkeep.carry_out(*args).values())
