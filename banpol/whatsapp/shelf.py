"""Where files are kept once they are here. The carrier knows only this shape, so another project can hand in
a place of its own; ours is the register's evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Iterator, Protocol, Sequence

from sqlalchemy.orm import Session


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


class Sink(Protocol):
    """A file on its way to the shelf, piece by piece; sealed before it touches the disk."""

    def write(self, data: bytes) -> None: ...

    def read_back(self) -> Iterator[bytes]:
        """What was written, for a scanner; nothing can be written after it."""

    def discard(self) -> None:
        """Nothing of it stays."""


class Shelf(Protocol):
    """Announce a file; claim those that are due, so that nobody else fetches them before `until_s` (machine
    seconds), and hold them while it takes longer; begin to write one and store it, or give it up."""

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

    def claim(self, session: Session, now_s: float, limit: int, until_s: float) -> Sequence[ExpectedFile]: ...

    def hold(self, session: Session, file_id: str, until_s: float) -> None: ...

    def begin(self, file_id: str) -> Sink: ...

    def store(
        self, session: Session, file_id: str, sink: Sink, media_type: str, quarantined: bool
    ) -> None: ...

    def postpone(self, session: Session, file_id: str, next_try_at: float) -> None: ...

    def give_up(self, session: Session, file_id: str) -> None: ...

    def waiting(self, session: Session) -> int: ...
