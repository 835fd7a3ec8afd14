"""A shelf of one folder and one table, for projects without a home for files of their own."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, Sequence

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, String, Table, func, select, update
from sqlalchemy.orm import Session

from banpol.crypto import DataKey, KeyRing, place
from banpol.database import UtcDateTime
from banpol.durable import write_durably
from banpol.post.inserts import insert_once
from banpol.sealed_files import SealedWriter, read_sealed
from banpol.whatsapp.shelf import Sink

metadata = MetaData()
whatsapp_file = Table(
    "whatsapp_file",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reporter_id", String(32), nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("state", String(12), nullable=False),  # expected | stored | quarantined | lost
    Column("sealed_source", LargeBinary, nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Float, nullable=False, server_default="0"),
    Column("received_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True)
class FolderFile:
    """A file that was announced and is not here yet."""

    id: str
    source: dict[str, Any]
    media_type: str
    attempts: int


@dataclass(frozen=True)
class FolderShelf:
    """Sealed files, named by their id, each with its key beside it, which `ring` seals; `read` opens one."""

    ring: KeyRing
    folder: Path

    def expect(
        self,
        session: Session,
        file_id: str,
        reporter_id: str,
        message_id: str,
        media_type: str,
        source: dict[str, Any],
        received_at: datetime,
    ) -> None:
        row = {
            "id": file_id,
            "reporter_id": reporter_id,
            "message_id": message_id,
            "media_type": media_type[:64],
            "state": "expected",
            "sealed_source": self.ring.seal(json.dumps(source).encode(), _source_place(file_id)),
            "received_at": received_at,
        }
        insert_once(session, whatsapp_file, row)

    def claim(self, session: Session, now_s: float, limit: int, until_s: float) -> Sequence[FolderFile]:
        rows = session.execute(
            select(whatsapp_file)
            .where(whatsapp_file.c.state == "expected", whatsapp_file.c.next_try_at <= now_s)
            .order_by(whatsapp_file.c.received_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            self.hold(session, row.id, until_s)
        return [self._opened(row) for row in rows]

    def hold(self, session: Session, file_id: str, until_s: float) -> None:
        _change(session, file_id, next_try_at=until_s)

    def begin(self, file_id: str) -> SealedWriter:
        key = os.urandom(32)
        write_durably(self._key_file(file_id), self.ring.seal(key, _key_place(file_id)))
        return SealedWriter(self.folder / file_id, DataKey(key, b""), _file_place(file_id))

    def store(self, session: Session, file_id: str, sink: Sink, media_type: str, quarantined: bool) -> None:
        assert isinstance(sink, SealedWriter)
        sink.finish()
        state = "quarantined" if quarantined else "stored"
        _change(session, file_id, state=state, media_type=media_type, sealed_source=None)

    def postpone(self, session: Session, file_id: str, next_try_at: float) -> None:
        _change(session, file_id, attempts=whatsapp_file.c.attempts + 1, next_try_at=next_try_at)

    def give_up(self, session: Session, file_id: str) -> None:
        _change(session, file_id, state="lost", sealed_source=None)

    def waiting(self, session: Session) -> int:
        rows = select(func.count()).where(whatsapp_file.c.state == "expected")
        return int(session.execute(rows).scalar_one())

    def read(self, file_id: str) -> Iterator[bytes]:
        """The original bytes, piece by piece. Raises SealBroken; FileNotFoundError when it is not here."""
        key = self.ring.open(self._key_file(file_id).read_bytes(), _key_place(file_id))
        return read_sealed(self.folder / file_id, DataKey(key, b""), _file_place(file_id))

    def _key_file(self, file_id: str) -> Path:
        return self.folder / f"{file_id}.key"

    def _opened(self, row: Any) -> FolderFile:
        source = json.loads(self.ring.open(row.sealed_source, _source_place(row.id)))
        return FolderFile(row.id, source, row.media_type, row.attempts)


def _source_place(file_id: str) -> str:
    return place("whatsapp_file", "sealed_source", file_id)


def _file_place(file_id: str) -> str:
    return place("whatsapp_file", "file", file_id)


def _key_place(file_id: str) -> str:
    return place("whatsapp_file", "file.key", file_id)


def _change(session: Session, file_id: str, **values: Any) -> None:
    session.execute(update(whatsapp_file).where(whatsapp_file.c.id == file_id).values(**values))
