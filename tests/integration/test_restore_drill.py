"""The drill: a backup in an empty place, with the keys, is the same register; damage is found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine.url import make_url

from banpol import wiring
from banpol.cli import restore
from banpol.database import Database
from banpol.keys import KeyFolder
from banpol.register import audit, evidence, filing, reading
from banpol.register.draft import ReportDraft
from banpol.register.sql.tables import audit_entry
from banpol.register.sql.tables import evidence as evidence_table
from tests.support.parts import NOW, key_folder
from tests.support.postgres import Cluster

NAME = "Sutarjokanari"
PICTURE = b"\x89PNG rekaan" * 40_000
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Place:
    """A folder with keys and sealed files, a database somewhere: what the commands are told."""

    folder: Path
    url: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        settings = {"BANPOL_DATA_DIR": str(self.folder), "BANPOL_DATABASE_URL": self.url}
        command = [sys.executable, "-m", "banpol.cli.main", *words]
        return subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True)

    @property
    def media(self) -> Path:
        return self.folder / "media"


@pytest.fixture
def home(database: Database, database_url: str, tmp_path: Path) -> Place:
    """A register of three reports, one with a name, one with a picture, and a chain of entries."""
    place = Place(tmp_path / "rumah", database_url)
    keys = key_folder(place.folder)
    office = wiring.office(keys)
    with database.write() as session:
        for draft_id, name in (("d1", NAME), ("d2", None), ("d3", None)):
            draft = ReportDraft(
                draft_id=draft_id, narrative="motor hilang di pasar", kind="curanmor", name=name
            )
            parts = (session, keys.sealer(), keys.audit_key(), draft)
            filing.file_report(*parts, reporter_id="r1", source_channel="whatsapp", now=NOW, rules=office)
        evidence.expect(session, keys.ring("session.key"), "e1", "r1", "m1", "image/png", {}, NOW)
        evidence.store(session, keys.sealer(), place.media, "e1", PICTURE, "image/png")
    return place


def same_keys(home: Place, place: Place) -> Place:
    shutil.copytree(home.folder / "keys", place.folder / "keys")
    return place


def is_the_same(home: Place, place: Place) -> None:
    """Chain, names and pictures, read by the code that the console uses."""
    keys, found = KeyFolder(place.folder / "keys"), []
    for url in (home.url, place.url):
        store = Database(url)
        with store.read() as session:
            audit.verify(session, keys.audit_key())
            reports = reading.open_reports_of(session, keys.opener())
            sha = session.execute(select(evidence_table.c.sha256)).scalar_one()
            found.append(([(one["number"], one["narrative"], one.get("name")) for one in reports], sha))
            if url == place.url:
                assert evidence.read_file(session, keys.opener(), place.media, "e1") == PICTURE
        store.dispose()
    assert found[0] == found[1] and NAME in str(found[1]) and len(found[1][0]) == 3


@ON_SQLITE
def test_a_backup_becomes_the_same_register_in_an_empty_place(home: Place, tmp_path: Path) -> None:
    """By the commands an administrator types, in processes of their own; the restoring is written down."""
    assert home.run("backup", str(tmp_path / "cadangan")).returncode == 0
    [made] = (tmp_path / "cadangan").iterdir()
    new = same_keys(home, Place(tmp_path / "baru", f"sqlite:///{tmp_path / 'baru' / 'banpol.db'}"))
    restored = new.run("restore", str(made))
    assert restored.returncode == 0, restored.stderr
    assert "3 of 3 reports open" in restored.stdout and "1 of 1 files" in restored.stdout
    head = json.loads((made / "isi.json").read_text())
    anchored = new.run("audit", "verify", "--anchor", f"{head['audit_seq']}:{head['audit_hash']}")
    assert anchored.returncode == 0, anchored.stderr
    is_the_same(home, new)
    store = Database(new.url)
    with store.read() as session:
        written = select(audit_entry.c.act).order_by(audit_entry.c.seq.desc()).limit(1)
        assert session.execute(written).scalar_one() == restore.RESTORED
    with store.write() as session:
        session.execute(evidence_table.update().values(sha256="0" * 64))
    store.dispose()
    assert new.run("check").returncode == 2
    again = new.run("restore", str(made))
    assert again.returncode == 1 and "empty place" in again.stderr


@ON_SQLITE
@pytest.mark.parametrize("damage", ["database", "file", "file gone", "keys", "manifest"])
def test_a_backup_that_is_not_whole_is_not_called_so(home: Place, tmp_path: Path, damage: str) -> None:
    """A flipped byte, a lost picture, other keys: each is said, with an exit code that is not 0."""
    assert home.run("backup", str(tmp_path / "cadangan")).returncode == 0
    [made] = (tmp_path / "cadangan").iterdir()
    new = Place(tmp_path / "baru", f"sqlite:///{tmp_path / 'baru' / 'banpol.db'}")
    if damage == "keys":
        key_folder(new.folder)
    else:
        same_keys(home, new)
    broken = {"database": made / "banpol.db", "file": made / "media" / "e1"}.get(damage)
    if broken:
        content = bytearray(broken.read_bytes())
        content[-20] ^= 1
        broken.write_bytes(content)
    if damage == "file gone":
        (made / "media" / "e1").unlink()
    if damage == "manifest":
        (made / "isi.json").unlink()
    answer = new.run("restore", str(made))
    assert answer.returncode == (2 if damage in ("file", "keys") else 1)
    assert ("NOT everything" in answer.stdout) == (answer.returncode == 2)
    said = {"database": "not the one", "file": "file e1", "file gone": "0 of 1", "manifest": "no backup"}
    assert said.get(damage, "does not open") in answer.stderr and NAME not in answer.stdout + answer.stderr


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_dump_of_postgresql_becomes_the_same_register(
    home: Place, tmp_path: Path, postgres: Cluster
) -> None:
    """By pg_dump and pg_restore, as the manual says; `banpol check` proves it."""
    dump, server = tmp_path / "banpol.dump", ["-h", str(postgres.folder), "-U", "banpol"]
    refused = home.run("backup", str(tmp_path / "cadangan"))
    assert refused.returncode == 1 and "pg_dump" in refused.stderr
    name = make_url(home.url).database
    program = postgres.program("pg_dump")
    subprocess.run([program, *server, "--format=custom", f"--file={dump}", str(name)], check=True)
    new = same_keys(home, Place(tmp_path / "baru", postgres.new_database("template0")))
    shutil.copytree(home.media, new.media)
    program, target = postgres.program("pg_restore"), str(make_url(new.url).database)
    subprocess.run([program, *server, "--no-owner", f"--dbname={target}", str(dump)], check=True)
    assert new.run("db", "migrate").returncode == 0
    checked = new.run("check")
    assert checked.returncode == 0 and "3 of 3 reports open" in checked.stdout, checked.stderr
    is_the_same(home, new)
    (new.media / "e1").write_bytes(b"lain")
    assert new.run("check").returncode == 2
    postgres.drop(new.url)
