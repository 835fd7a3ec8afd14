"""Photos, recordings, documents: announced with the message, fetched at once, kept encrypted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, Sequence

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener, ContentSealer, KeyRing, place
from banpol.post.inserts import insert_once
from banpol.register.sql.tables import evidence
from banpol.sealed_files import SealedWriter, read_sealed


@dataclass(frozen=True)
class Expected:
    """A file that was announced and is not here yet; `source` is what the channel needs to fetch it."""

    id: str
    source: dict[str, Any]
    media_type: str
    attempts: int
    received_at: datetime


def expect(
    session: Session,
    ring: KeyRing,
    evidence_id: str,
    reporter_id: str,
    message_id: str,
    media_type: str,
    source: dict[str, Any],
    received_at: datetime,
) -> bool:
    """Notes that a file was announced, in the transaction that stores its message. True when it is new."""
    row = {
        "id": evidence_id,
        "reporter_id": reporter_id,
        "message_id": message_id,
        "state": "menunggu",
        "media_type": media_type,
        "sealed_source": ring.seal(json.dumps(source).encode(), _where(evidence_id)),
        "received_at": received_at,
    }
    return insert_once(session, evidence, row)


def claim(session: Session, ring: KeyRing, now_s: float, limit: int, until_s: float) -> list[Expected]:
    """Files that should be fetched now, oldest first; nobody else gets them before `until_s`."""
    rows = session.execute(
        select(evidence)
        .where(evidence.c.state == "menunggu", evidence.c.next_try_at <= now_s)
        .order_by(evidence.c.received_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        hold(session, row.id, until_s)
    return [_expected(ring, row) for row in rows]


def hold(session: Session, evidence_id: str, until_s: float) -> None:
    """Whoever fetches it needs it until then."""
    _change(session, evidence_id, next_try_at=until_s)


def _expected(ring: KeyRing, row: Any) -> Expected:
    source = json.loads(ring.open(row.sealed_source, _where(row.id)))
    return Expected(row.id, source, row.media_type or "", row.attempts, row.received_at)


def begin(sealer: ContentSealer, folder: Path, evidence_id: str) -> SealedWriter:
    """A file to be written piece by piece, sealed with a key of its own; `keep` or discard it."""
    key = sealer.new_key(place("evidence", "file.key", evidence_id))
    return SealedWriter(folder / evidence_id, key, place("evidence", "file", evidence_id))


def keep(
    session: Session, writer: SealedWriter, evidence_id: str, media_type: str, state: str = "tersimpan"
) -> str:
    """Puts the file in place, then its row; the SHA-256 of the original in hex.

    `state`: tersimpan | karantina."""
    writer.finish()
    _change(
        session,
        evidence_id,
        state=state,
        media_type=media_type,
        size=writer.size,
        sha256=writer.sha256,
        wrapped_key=writer.key.wrapped,
        file=evidence_id,
        sealed_source=None,
    )
    return writer.sha256


def store(
    session: Session,
    sealer: ContentSealer,
    folder: Path,
    evidence_id: str,
    data: bytes,
    media_type: str,
    state: str = "tersimpan",
) -> str:
    """The same for a file that is in memory anyway."""
    writer = begin(sealer, folder, evidence_id)
    writer.write(data)
    return keep(session, writer, evidence_id, media_type, state)


def postpone(session: Session, evidence_id: str, next_try_at: float) -> None:
    _change(session, evidence_id, attempts=evidence.c.attempts + 1, next_try_at=next_try_at)


def give_up(session: Session, evidence_id: str) -> None:
    """The file cannot be had; the row stays and says so."""
    _change(session, evidence_id, state="gagal")


def link(session: Session, evidence_ids: Sequence[str], reporter_id: str, report_id: str) -> int:
    """Ties files to a report; only the reporter's own and only those not tied yet."""
    if not evidence_ids:
        return 0
    result = session.execute(
        update(evidence)
        .where(
            evidence.c.id.in_(list(evidence_ids)),
            evidence.c.reporter_id == reporter_id,
            or_(evidence.c.report_id.is_(None), evidence.c.report_id == report_id),
        )
        .values(report_id=report_id)
    )
    return int(result.rowcount)


def read_file(session: Session, opener: ContentOpener, folder: Path, evidence_id: str) -> bytes:
    """The original bytes, whole; `read_pieces` spares the memory. Raises the same."""
    return b"".join(read_pieces(session, opener, folder, evidence_id))


def read_pieces(session: Session, opener: ContentOpener, folder: Path, evidence_id: str) -> Iterator[bytes]:
    """The original bytes, piece by piece, also after the session has ended.

    Raises KeyMissing; LookupError when there is no file; SealBroken, at the piece that is not intact."""
    row = session.execute(select(evidence).where(evidence.c.id == evidence_id)).first()
    if row is None or not row.file or not row.wrapped_key:
        raise LookupError("this evidence has no file")
    key = opener.unwrap(row.wrapped_key, place("evidence", "file.key", evidence_id))
    return read_sealed(folder / row.file, key, place("evidence", "file", evidence_id))


def waiting(session: Session) -> int:
    rows = select(func.count()).where(evidence.c.state == "menunggu")
    return int(session.execute(rows).scalar_one())


def _change(session: Session, evidence_id: str, **values: Any) -> None:
    session.execute(update(evidence).where(evidence.c.id == evidence_id).values(**values))


def _where(evidence_id: str) -> str:
    return place("evidence", "sealed_source", evidence_id)
