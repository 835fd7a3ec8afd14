"""`banpol restore` and `banpol check`: a backup into an empty place, and proof that everything opens."""

from __future__ import annotations

import getpass
import json
import shutil
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.engine.url import make_url

from banpol import wiring
from banpol.cli.backup import DATABASE, MANIFEST, BackupProblem, digest
from banpol.register import audit, soundness
from banpol.register.audit import ChainBroken, ChainHead
from banpol.register.sql.migrate import upgrade
from banpol.settings import Settings

POSTGRES = (
    "the database is PostgreSQL; `pg_restore --no-owner --dbname=ADDRESS banpol.dump` into an empty one, "
    "copy the folder of sealed files to its place, then `banpol db migrate` and `banpol check`"
)
RESTORED = "cadangan_dipulihkan"


def restore(folder: Path) -> int:
    """0 when all of it is usable, 2 when not. Raises BackupProblem before anything is written over."""
    manifest = _manifest(folder)
    settings = wiring.settings()
    _put_back(settings, folder, manifest)
    database = wiring.database()
    upgrade(database)
    head = ChainHead(manifest["audit_seq"], manifest["audit_hash"])
    chain_holds, whole = _look(head)
    if chain_holds:
        me, now, key = f"cli:{getpass.getuser()}"[:64], wiring.clock().now(), wiring.keys().audit_key()
        with database.write() as session:
            name, detail = folder.name[:64], {"utuh": whole}
            audit.append(session, key, actor=me, act=RESTORED, subject=name, now=now, detail=detail)
    return 0 if whole else 2


def check() -> int:
    """0 when chain, reports and files hold, 2 when not; says what does not open, never what it holds."""
    return 0 if _look(None)[1] else 2


def _look(head: ChainHead | None) -> tuple[bool, bool]:
    """Whether the chain holds, and whether all does."""
    keys, settings = wiring.keys(), wiring.settings()
    opener = keys.opener()
    with wiring.database().read() as session:
        try:
            entries = audit.verify(session, keys.audit_key(), head)
        except ChainBroken as broken:
            typer.echo(f"banpol: {broken}", err=True)
            entries = 0
        found = soundness.look_through(session, opener, settings.media_dir)
    for number in found.closed_reports:
        typer.echo(f"banpol: report {number} does not open with these keys", err=True)
    for evidence_id in found.broken_files:
        typer.echo(f"banpol: file {evidence_id} is missing or is not the one that was kept", err=True)
    whole = bool(entries) and found.well
    typer.echo(f"{entries} audit entries hold")
    typer.echo(f"{found.reports - len(found.closed_reports)} of {found.reports} reports open")
    typer.echo(f"{found.files - len(found.broken_files)} of {found.files} files are those that were kept")
    typer.echo("everything is usable" if whole else "NOT everything is usable")
    return bool(entries), whole


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        intact = digest(folder / DATABASE) == manifest["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupProblem(f"{folder} holds no backup of ours") from None
    if not intact:
        raise BackupProblem("the database in the backup is not the one that was copied; take another backup")
    return manifest


def _put_back(settings: Settings, folder: Path, manifest: dict[str, Any]) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise BackupProblem(POSTGRES)
    target = Path(str(url.database))
    if target.exists() or (settings.media_dir.is_dir() and any(settings.media_dir.iterdir())):
        raise BackupProblem(
            f"{target} or {settings.media_dir} is not empty; a backup goes into an empty place"
        )
    files = [path for path in (folder / "media").glob("*") if path.is_file()]
    if len(files) < manifest["files"]:
        raise BackupProblem(f"the backup holds {len(files)} of {manifest['files']} sealed files")
    for place in (target.parent, settings.media_dir):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in files:
        shutil.copy2(path, settings.media_dir / path.name)
    shutil.copyfile(folder / DATABASE, target)
    target.chmod(0o600)
