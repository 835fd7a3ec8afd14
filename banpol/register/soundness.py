"""Whether what is kept can be used: every report opened once, every file compared with its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener, CryptoError
from banpol.register import evidence, reading
from banpol.register.sql.tables import evidence as evidence_table
from banpol.register.sql.tables import report


@dataclass
class Soundness:
    """How many there are, and which of them do not open: numbers of reports, ids of files. No content."""

    reports: int = 0
    files: int = 0
    closed_reports: list[str] = field(default_factory=list)
    broken_files: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not self.closed_reports and not self.broken_files


def look_through(session: Session, opener: ContentOpener, media: Path) -> Soundness:
    """Reads everything and keeps nothing of it; for quiet hours and drills, since it takes its time."""
    found = Soundness()
    for number in session.execute(select(report.c.number).order_by(report.c.number)).scalars().all():
        found.reports += 1
        try:
            reading.open_report(session, opener, number)
        except (CryptoError, ValueError):
            found.closed_reports.append(number)
    kept = select(evidence_table.c.id, evidence_table.c.sha256).where(evidence_table.c.file.is_not(None))
    for row in session.execute(kept.order_by(evidence_table.c.id)).all():
        found.files += 1
        if _digest(session, opener, media, row.id) != row.sha256:
            found.broken_files.append(row.id)
    return found


def _digest(session: Session, opener: ContentOpener, media: Path, evidence_id: str) -> str | None:
    """Of the original; None when it does not open."""
    found = hashlib.sha256()
    try:
        for piece in evidence.read_pieces(session, opener, media, evidence_id):
            found.update(piece)
    except (CryptoError, LookupError, OSError, ValueError):
        return None
    return found.hexdigest()
