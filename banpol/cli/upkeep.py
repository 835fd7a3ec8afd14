"""`banpol purge` and `banpol backup`: what time takes away, and a copy of the rest that can be used."""

from __future__ import annotations

import getpass
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any, Mapping

import typer
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from banpol import wiring
from banpol.assistant.tables import tracker_event
from banpol.cli import backup as copying
from banpol.cli.backup import BackupProblem
from banpol.clock import WIB
from banpol.crypto import ContentOpener
from banpol.database import Database
from banpol.post import forgetting
from banpol.register import audit, purging
from banpol.register.actors import ADMIN, Actor
from banpol.register.office import Office
from banpol.register.upkeep import BACKUP, BACKUP_FAILED, PURGE, PURGE_FAILED

WORDS = {
    "identitas": "identities of closed reports",
    "isi_laporan": "contents of closed reports",
    "draf": "drafts that became no report",
    "draf_terkirim": "drafts whose report holds the same",
    "kontak": "contacts of whom nothing else is left",
    "berkas_lepas": "files without a report, or of one without content",
    "pesan_masuk": "texts of messages that came in",
    "baris_masuk": "old rows of messages that came in",
    "pesan_keluar": "texts of messages that went out",
    "karantina": "bodies in quarantine",
    "percakapan_asisten": "talks that the assistant remembers",
}


def purge(yes: bool) -> None:
    """Says what is over its time; with `yes` takes it away for good. Raises RegisterError, CryptoError."""
    database, now = wiring.database(), wiring.clock().now()
    with database.read() as session:
        due = {**purging.due(session, now), **forgetting.due(session, now)}
        due["percakapan_asisten"] = _count_talks(session, now)
    if not yes:
        _show(due, "would be deleted; nothing was (run again with --yes)")
        return
    office, me = wiring.office(wiring.keys()), Actor(f"cli:{getpass.getuser()}"[:64], ADMIN)
    try:
        done = carry_out(database, office, wiring.keys().opener(), wiring.settings().media_dir, now)
    except BaseException as problem:
        _audited(database, office, me, PURGE_FAILED, "semua", now, sebab=type(problem).__name__)
        raise
    _audited(database, office, me, PURGE, "semua", now, **{name: n for name, n in done.items() if n})
    _show(done, "were deleted")


def carry_out(
    database: Database, office: Office, opener: ContentOpener, media: Path, now: datetime
) -> Mapping[str, int]:
    """In short transactions, so that citizens are served meanwhile; how many of each class."""
    done: Counter[str] = Counter()
    while True:
        with database.write() as session:
            audit.serialise(session)
            block = purging.forget_reports(session, office, opener, now)
        done.update(block)
        if not any(block.values()):
            break
    with database.write() as session:
        done.update(purging.forget_small(session, now))
        done.update(forgetting.forget(session, now))
        done["percakapan_asisten"] = _count_talks(session, now)
        session.execute(delete(tracker_event).where(tracker_event.c.sender_id.in_(_old_talks(now))))
    with database.write() as session:
        files = purging.forget_files(session, media, now)
    for file in files:
        file.unlink(missing_ok=True)
    done["berkas_lepas"] = len(files)
    database.forget_free_space()
    return done


def _old_talks(now: datetime) -> Any:
    """Whose last event is a day old, without those in the middle of a story: they may still go on with it."""
    newest = select(tracker_event.c.sender_id).group_by(tracker_event.c.sender_id)
    old = newest.having(func.max(tracker_event.c.at) <= now - purging.BRIEF)
    return old.where(tracker_event.c.sender_id.not_in(purging.in_a_story()))


def _count_talks(session: Session, now: datetime) -> int:
    return int(session.execute(select(func.count()).select_from(_old_talks(now).subquery())).scalar_one())


def _show(counts: Mapping[str, int], what: str) -> None:
    for name, words in WORDS.items():
        if counts.get(name):
            typer.echo(f"{counts[name]:>8}  {words}")
    typer.echo(f"{sum(counts.values())} things {what}")


def backup(folder: Path, keep_days: int) -> None:
    """A new folder inside `folder`, checked before it gets its name. Raises BackupProblem."""
    settings, database, now = wiring.settings(), wiring.database(), wiring.clock().now()
    office, me = wiring.office(wiring.keys()), Actor(f"cli:{getpass.getuser()}"[:64], ADMIN)
    name = f"banpol-{now.astimezone(WIB):%Y%m%d-%H%M%S}"
    try:
        made = copying.make(database, settings, folder / name)
    except BackupProblem:
        _audited(database, office, me, BACKUP_FAILED, name, now)
        raise
    gone = copying.forget_old(folder, keep_days, now)
    _audited(database, office, me, BACKUP, name, now, laporan=made["reports"], berkas=made["files"])
    typer.echo(f"{folder / name}: {made['reports']} reports, {made['files']} files, {made['bytes']} bytes")
    typer.echo(f"it ends with entry {made['audit_seq']} of the audit chain; {gone} old backups are gone")
    typer.echo("The keys are NOT in it, and without content.private nobody reads it: keep them elsewhere.")


def _audited(
    database: Database, office: Office, me: Actor, act: str, subject: str, now: datetime, **detail: object
) -> None:
    with database.write() as session:
        office.audited(session, me, act, subject, now, **detail)
