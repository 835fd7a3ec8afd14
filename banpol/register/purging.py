"""What time takes from the register, by the rules of `RULES`: first whose it was, later what it said.

A report's number, status and dates stay, and so do the digests of its evidence. A report that is held keeps
everything. Each step is a transaction of its own and may be repeated: a run that is killed goes on later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Sequence

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.post import forgetting
from banpol.register import changing, erasing
from banpol.register.actors import SUPERVISOR, Actor
from banpol.register.casework import own
from banpol.register.errors import NotAllowed
from banpol.register.office import Office
from banpol.register.sql.tables import draft, evidence, report

AT_ONCE = 50
BRIEF, UNFINISHED, SILENT = timedelta(hours=24), timedelta(days=90), timedelta(days=30)
FILED_DRAFT = timedelta(days=7)


@dataclass(frozen=True)
class Rule:
    """How long after it was closed a report in one of these states keeps identity and content."""

    statuses: tuple[str, ...]
    identity: timedelta
    content: timedelta


RULES = (
    Rule(("tidak_valid",), timedelta(days=30), timedelta(days=90)),
    Rule(("selesai", "duplikat"), timedelta(days=365), timedelta(days=5 * 365)),
)


def due(session: Session, now: datetime) -> dict[str, int]:
    """How much of each class is over its time; nothing is changed."""
    counts = {"identitas": len(_identities(session, now)), "isi_laporan": len(_contents(session, now))}
    counts["draf"] = _count(session, draft, _old_drafts(now))
    counts["draf_terkirim"] = _count(session, draft, _filed_drafts(now))
    counts["berkas_lepas"] = len(_loose_files(session, now))
    counts["kontak"] = len(_contacts(session, now))
    return counts


def forget_small(session: Session, now: datetime) -> dict[str, int]:
    """Drafts, and contacts of whom nothing is left, in the caller's transaction."""
    counts = {"draf": _count(session, draft, _old_drafts(now))}
    counts["draf_terkirim"] = _count(session, draft, _filed_drafts(now))
    session.execute(delete(draft).where(_old_drafts(now)))
    empty = {"wrapped_key": erasing.EMPTY, "sealed": erasing.EMPTY}
    session.execute(update(draft).where(_filed_drafts(now)).values(**empty))
    gone = _contacts(session, now)
    for reporter_id in gone:
        forgetting.forget_contact(session, reporter_id)
    return {**counts, "kontak": len(gone)}


def forget_reports(session: Session, office: Office, opener: ContentOpener, now: datetime) -> dict[str, int]:
    """At most AT_ONCE reports lose their identity, as many their content, in the caller's transaction."""
    contents = _contents(session, now)[:AT_ONCE]
    for row in contents:
        erasing.content(session, row, now)
    identities = [row for row in _identities(session, now) if row not in contents][:AT_ONCE]
    for row in identities:
        erasing.identity(session, office, opener, row, now)
    return {"identitas": len(identities), "isi_laporan": len(contents)}


def forget_files(session: Session, folder: Path, now: datetime) -> list[Path]:
    """Their keys are destroyed in the caller's transaction; the files may be removed once it is through."""
    for row in _loose_files(session, now):
        erasing.file_key(session, row.id)
    found = session.execute(select(evidence.c.file).where(evidence.c.state == erasing.GONE)).scalars()
    return [folder / name for name in found if name and (folder / name).exists()]


def in_a_story() -> Any:
    """Query for the reporters who have told something that they have not sent yet."""
    open_story = and_(draft.c.has_narrative.is_(True), draft.c.state.in_(("berjalan", "belum_selesai")))
    return select(draft.c.reporter_id).where(open_story)


def hold(session: Session, office: Office, actor: Actor, number: str, keep: bool, now: datetime) -> None:
    """A supervisor keeps a report from time, or lets it go. Raises UnknownReport, NotAllowed."""
    row = own(session, office, actor, number)
    if actor.role != SUPERVISOR:
        raise NotAllowed("only a supervisor keeps a report")
    kept = {"kept_by": actor.id if keep else None, "kept_at": now if keep else None}
    session.execute(update(report).where(report.c.id == row["id"]).values(**kept))
    act = "penghapusan_ditahan" if keep else "penghapusan_dilepas"
    office.audited(session, actor, act, row["id"], now)


def _closed_before(rule: Rule, span: timedelta, now: datetime) -> Any:
    since = func.coalesce(report.c.closed_at, report.c.changed_at, report.c.filed_at)
    return and_(report.c.status.in_(rule.statuses), since <= now - span)


def _identities(session: Session, now: datetime) -> Sequence[changing.Row]:
    over = or_(*(_closed_before(rule, rule.identity, now) for rule in RULES))
    return _reports(session, and_(over, report.c.identity_purged_at.is_(None)))


def _contents(session: Session, now: datetime) -> Sequence[changing.Row]:
    over = or_(*(_closed_before(rule, rule.content, now) for rule in RULES))
    return _reports(session, and_(over, report.c.content_purged_at.is_(None)))


def _reports(session: Session, where: Any) -> Sequence[changing.Row]:
    query = select(report).where(where, report.c.kept_at.is_(None)).order_by(report.c.ordinal)
    return session.execute(query).mappings().all()


def _old_drafts(now: datetime) -> Any:
    """Without a story a day, with one that nobody filed ninety days, cancelled ones thirty."""
    age, told = draft.c.updated_at, draft.c.has_narrative.is_(True)
    return and_(
        draft.c.state != "terkirim",
        or_(
            and_(~told, age <= now - BRIEF),
            and_(draft.c.state == "dibatalkan", age <= now - SILENT),
            age <= now - UNFINISHED,
        ),
    )


def _filed_drafts(now: datetime) -> Any:
    """The report holds what they held."""
    filed = and_(draft.c.state == "terkirim", draft.c.updated_at <= now - FILED_DRAFT)
    return and_(filed, draft.c.sealed != erasing.EMPTY)


def _loose_files(session: Session, now: datetime) -> Sequence[Any]:
    """Files that came to no report, or whose report has lost its content."""
    gone = select(report.c.id).where(report.c.content_purged_at.is_not(None))
    loose = and_(evidence.c.report_id.is_(None), evidence.c.received_at <= now - UNFINISHED)
    where = and_(evidence.c.state != erasing.GONE, or_(loose, evidence.c.report_id.in_(gone)))
    return session.execute(select(evidence).where(where)).all()


def _contacts(session: Session, now: datetime) -> list[str]:
    """Reporters without a report that still has an identity, without a draft, silent for thirty days."""
    with_report = set(
        session.execute(
            select(report.c.reporter_id).where(report.c.identity_purged_at.is_(None)).distinct()
        ).scalars()
    )
    open_draft = and_(draft.c.state != "terkirim", ~_old_drafts(now))
    busy = with_report | set(session.execute(select(draft.c.reporter_id).where(open_draft)).scalars())
    idle = [one for one in forgetting.contacts(session) if one not in busy]
    return [one for one in idle if not forgetting.wrote_after(session, one, now - SILENT)]


def _count(session: Session, table: Any, where: Any) -> int:
    return int(session.execute(select(func.count()).select_from(table).where(where)).scalar_one())
