"""Files as evidence of the register: the shelf of this installation, handed in where its parts are built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Sequence

from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer, KeyRing
from banpol.register import evidence
from banpol.sealed_files import SealedWriter
from banpol.whatsapp.shelf import ExpectedFile, Sink


@dataclass(frozen=True)
class EvidenceShelf:
    """Files as evidence of the register, sealed so that only the console opens them."""

    ring: KeyRing
    sealer: ContentSealer
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
        evidence.expect(session, self.ring, file_id, reporter_id, message_id, media_type, source, received_at)

    def claim(self, session: Session, now_s: float, limit: int, until_s: float) -> Sequence[ExpectedFile]:
        return evidence.claim(session, self.ring, now_s, limit, until_s)

    def hold(self, session: Session, file_id: str, until_s: float) -> None:
        evidence.hold(session, file_id, until_s)

    def begin(self, file_id: str) -> SealedWriter:
        return evidence.begin(self.sealer, self.folder, file_id)

    def store(self, session: Session, file_id: str, sink: Sink, media_type: str, quarantined: bool) -> None:
        assert isinstance(sink, SealedWriter)
        state = "karantina" if quarantined else "tersimpan"
        evidence.keep(session, sink, file_id, media_type, state)

    def postpone(self, session: Session, file_id: str, next_try_at: float) -> None:
        evidence.postpone(session, file_id, next_try_at)

    def give_up(self, session: Session, file_id: str) -> None:
        evidence.give_up(session, file_id)

    def waiting(self, session: Session) -> int:
        return evidence.waiting(session)
