"""Takes identity or content from one report for good: the keys go, and with them what they sealed.

The name may stand in the story as well, and once it is forgotten nobody could blot it out any more. So the
texts are sealed anew without it before the identity goes, and the talk, in which it was said, goes with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener, ContentSealer
from banpol.register.masking import masked
from banpol.register.office import Office
from banpol.register.seals import open_json, seal_json
from banpol.register.sql.tables import addition, evidence, feedback, report, transcript
from banpol.register.sql.team_tables import note, word_index

EMPTY = b""
GONE = "dihapus"
Row = Mapping[str, Any]


def identity(session: Session, office: Office, opener: ContentOpener, row: Row, now: datetime) -> None:
    """Name and talk; the story stays, without the name. Raises SealBroken or KeyMissing."""
    sealer = office.sealer
    name = _name(opener, row)
    if name and row["content_purged_at"] is None:
        _blot_report(session, sealer, opener, row, name)
        for table in (addition, note):
            _blot_rows(session, sealer, opener, table, row["id"], name)
        if office.index is not None:
            own = (word_index.c.ordinal == row["ordinal"], word_index.c.token.in_(office.index.words(name)))
            session.execute(delete(word_index).where(*own))
    _forget_talk(session, row)
    gone = {"identity_key": None, "sealed_identity": None, "identity_purged_at": now}
    session.execute(update(report).where(report.c.id == row["id"]).values(**gone))


def content(session: Session, row: Row, now: datetime) -> None:
    """Everything that was said, also the identity; files lose their keys with `file_key`."""
    for table in (addition, note, feedback):
        session.execute(delete(table).where(table.c.report_id == row["id"]))
    session.execute(delete(word_index).where(word_index.c.ordinal == row["ordinal"]))
    _forget_talk(session, row)
    gone: dict[str, Any] = {"content_key": EMPTY, "sealed_content": EMPTY, "content_purged_at": now}
    gone |= {"identity_key": None, "sealed_identity": None}
    gone["identity_purged_at"] = row["identity_purged_at"] or now
    session.execute(update(report).where(report.c.id == row["id"]).values(**gone))


def file_key(session: Session, evidence_id: str) -> None:
    """The sealed file can be opened by nobody from now on; its digest stays."""
    gone = {"wrapped_key": None, "sealed_source": None, "state": GONE}
    session.execute(update(evidence).where(evidence.c.id == evidence_id).values(**gone))


def _name(opener: ContentOpener, row: Row) -> str:
    if not row["sealed_identity"]:
        return ""
    said = open_json(opener, "report", "identity", row["id"], row["identity_key"], row["sealed_identity"])
    return str(said.get("name") or "")


def _blot_report(session: Session, sealer: ContentSealer, opener: ContentOpener, row: Row, name: str) -> None:
    said = open_json(opener, "report", "content", row["id"], row["content_key"], row["sealed_content"])
    key, sealed = seal_json(sealer, "report", "content", row["id"], masked(said, name))
    anew = {"content_key": key, "sealed_content": sealed}
    session.execute(update(report).where(report.c.id == row["id"]).values(**anew))


def _blot_rows(
    session: Session, sealer: ContentSealer, opener: ContentOpener, table: Any, report_id: str, name: str
) -> None:
    for row in session.execute(select(table).where(table.c.report_id == report_id)).all():
        said = open_json(opener, table.name, "sealed", row.id, row.wrapped_key, row.sealed)
        key, sealed = seal_json(sealer, table.name, "sealed", row.id, masked(said, name))
        session.execute(update(table).where(table.c.id == row.id).values(wrapped_key=key, sealed=sealed))


def _forget_talk(session: Session, row: Row) -> None:
    """Its own lines, and where this was the reporter's last report with an identity, all others."""
    other = select(report.c.id).where(
        report.c.reporter_id == row["reporter_id"],
        report.c.id != row["id"],
        report.c.identity_purged_at.is_(None),
    )
    last = session.execute(other.limit(1)).first() is None
    own = transcript.c.draft_id == row["draft_id"]
    which = or_(own, transcript.c.reporter_id == row["reporter_id"]) if last else own
    session.execute(delete(transcript).where(which))
