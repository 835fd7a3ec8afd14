"""A copy of the register that can be used: the database by SQLite's own backup, the sealed files as they are.

Nothing is opened for it, so what is sealed stays sealed, and the keys are never in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine.url import make_url

from banpol import wiring
from banpol.database import Database, DatabaseProblem
from banpol.register import audit
from banpol.register.sql.migrate import newest_revision
from banpol.register.sql.tables import report
from banpol.settings import Settings

MANIFEST = "isi.json"
DATABASE = "banpol.db"
PREFIX = "banpol-"
POSTGRES = (
    "the database is PostgreSQL; let it make its own copy, for example "
    "`pg_dump --format=custom --file=banpol.dump` with the same address, and copy the folder of sealed files"
)


class BackupProblem(DatabaseProblem):
    """The copy could not be made or is not sound; the sentence says why. Nothing half done is left."""


def make(database: Database, settings: Settings, target: Path) -> dict[str, Any]:
    """What the manifest says. Raises BackupProblem."""
    if not database.is_sqlite:
        raise BackupProblem(POSTGRES)
    _refuse_unfit(settings, target)
    half = target.with_name(f".{target.name}.setengah")
    try:
        half.mkdir(parents=True, mode=0o700)
        _copy_database(database, half / DATABASE)
        files = _copy_files(settings.media_dir, half / "media")
        manifest = _manifest(half, files)
        (half / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        half.rename(target)
    except (OSError, sqlite3.Error) as problem:
        raise BackupProblem(f"the copy was not made: {type(problem).__name__}") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return manifest


def forget_old(folder: Path, keep_days: int, now: datetime) -> int:
    """Removes our own older copies; how many. The newest one always stays."""
    made = sorted(path for path in folder.glob(f"{PREFIX}*") if (path / MANIFEST).is_file())
    oldest = (now - timedelta(days=keep_days)).timestamp()
    gone = [path for path in made[:-1] if (path / MANIFEST).stat().st_mtime < oldest]
    for path in gone:
        shutil.rmtree(path)
    return len(gone)


def _refuse_unfit(settings: Settings, target: Path) -> None:
    if target.exists():
        raise BackupProblem(f"{target} is there already")
    for inside in (settings.keys_dir, settings.media_dir):
        if target.resolve().is_relative_to(inside.resolve()):
            raise BackupProblem(f"a backup does not belong into {inside}")


def _copy_database(database: Database, file: Path) -> None:
    """One state of it, while others go on writing; read through once before it counts."""
    source = sqlite3.connect(f"file:{make_url(database.url).database}?mode=ro", uri=True)
    copy = sqlite3.connect(file)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupProblem("the copy is not sound; the database may be damaged")
    finally:
        copy.close()
        source.close()
    file.chmod(0o600)


def _copy_files(media: Path, target: Path) -> int:
    """Sealed files never change, so one that is removed meanwhile is none that is missing."""
    target.mkdir(mode=0o700)
    found = sorted(path for path in media.glob("*") if path.is_file()) if media.is_dir() else []
    for path in found:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(path, target / path.name)
    return sum(1 for _ in target.iterdir())


def _manifest(folder: Path, files: int) -> dict[str, Any]:
    copy = wiring.database_in(folder / DATABASE)
    try:
        with copy.read() as session:
            reports = session.execute(select(func.count()).select_from(report)).scalar_one()
            head = audit.chain_head(session)
    finally:
        copy.dispose()
    for leftover in folder.glob(f"{DATABASE}-*"):
        leftover.unlink()
    database = folder / DATABASE
    return {
        "schema": newest_revision(),
        "sha256": digest(database),
        "bytes": database.stat().st_size,
        "reports": reports,
        "files": files,
        "audit_seq": head.seq,
        "audit_hash": head.hash,
    }


def digest(file: Path) -> str:
    """SHA-256 in hex. Raises OSError."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(1 << 20):
            found.update(piece)
    return found.hexdigest()
