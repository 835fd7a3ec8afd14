"""Where files are kept once they are here. The carrier knows only this shape, so another project can hand in
a place of its own; ours is the register's evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Sequence

from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer, KeyRing


class ExpectedFile(Protocol):
    """A file that was announced and is not here yet; `attempts` counts the tries so far."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> dict[str, Any]: ...
    @property
    def media_type(self) -> str: ...
    @property
    def attempts(self) -> int: ...


class Shelf(Protocol):
    """Announce a file; claim those that are due, so that nobody else fetches them before `until_s` (machine
    seconds), and hold them while it takes longer; put them there or give them up."""

    def expect(
        self,
        session: Session,
        file_id: str,
        reporter_id: str,
        message_id: str,
        media_type: str,
        source: dict[str, Any],
        received_at: datetime,
    ) -> None: ...

    def claim(
        self, session: Session, now_s: float, limit: int, until_s: float
    ) -> Sequence[ExpectedFile]: ...

    def hold(self, session: Session, file_id: str, until_s: float) -> None: ...

    def store(
        self, session: Session, file_id: str, data: bytes, media_type: str, quarantined: bool
    ) -> None: ...

    def postpone(self, session: Session, file_id: str, next_try_at: float) -> None: ...

    def give_up(self, session: Session, file_id: str) -> None: ...

    def waiting(self, session: Session) -> int: ...


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
        _evidence().expect(
            session, self.ring, file_id, reporter_id, message_id, media_type, source, received_at
        )

    def claim(self, session: Session, now_s: float, limit: int, until_s: float) -> Sequence[ExpectedFile]:
        found: Sequence[ExpectedFile] = _evidence().claim(session, self.ring, now_s, limit, until_s)
        return found

    def hold(self, session: Session, file_id: str, until_s: float) -> None:
        _evidence().hold(session, file_id, until_s)

    def store(self, session: Session, file_id: str, data: bytes, media_type: str, quarantined: bool) -> None:
        state = "karantina" if quarantined else "tersimpan"
        _evidence().store(session, self.sealer, self.folder, file_id, data, media_type, state)

    def postpone(self, session: Session, file_id: str, next_try_at: float) -> None:
        _evidence().postpone(session, file_id, next_try_at)

    def give_up(self, session: Session, file_id: str) -> None:
        _evidence().give_up(session, file_id)

    def waiting(self, session: Session) -> int:
        return _evidence().waiting(session)


def _evidence() -> Any:
    # Imported when used: a project that hands in its own shelf never loads the register.
    from banpol.register import evidence

    return evidence
