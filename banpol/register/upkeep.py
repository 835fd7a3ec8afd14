"""When the house was last cleaned and copied, and whether it went well: for the administrators' page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.register.sql.tables import audit_entry

PURGE, PURGE_FAILED = "data_dihapus", "penghapusan_gagal"
BACKUP, BACKUP_FAILED = "cadangan_dibuat", "cadangan_gagal"
LATE_AFTER = timedelta(hours=26)  # both belong into every night
_KINDS = {"penghapusan": (PURGE, PURGE_FAILED), "cadangan": (BACKUP, BACKUP_FAILED)}


@dataclass(frozen=True)
class Run:
    """The newest run of one kind; `at` is None when there was none. `late`: none went well for a day."""

    kind: str
    at: datetime | None
    well: bool
    late: bool
    counts: Mapping[str, Any] = field(default_factory=dict)


def runs(session: Session, now: datetime) -> list[Run]:
    return [_newest(session, kind, now) for kind in _KINDS]


def _newest(session: Session, kind: str, now: datetime) -> Run:
    good, bad = _KINDS[kind]
    last = _entry(session, (good, bad))
    if last is None:
        return Run(kind, None, False, True)
    well = last if last.act == good else _entry(session, (good,))
    late = well is None or well.at < now - LATE_AFTER
    return Run(kind, last.at, last.act == good, late, json.loads(last.detail))


def _entry(session: Session, acts: tuple[str, ...]) -> Any:
    query = select(audit_entry).where(audit_entry.c.act.in_(acts)).order_by(audit_entry.c.seq.desc())
    return session.execute(query.limit(1)).first()
