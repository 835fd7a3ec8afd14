"""One turn as a unit of work: everything it wants to change waits here for the one transaction at its end."""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from banpol.database import Database
from banpol.post.turns import Bubble, TurnLease
from banpol.register.desk import Deed

# Private-use characters, which nobody types and which no font shows.
_OPEN, _CLOSE = "\ue0b0", "\ue0b1"


@dataclass
class RunningTurn:
    """What happened so far. Rasa swallows errors, so the marker `failures` and `saved` tell the truth."""

    lease: TurnLease
    bubbles: list[Bubble]
    now: datetime
    store: Database
    deeds: list[Deed] = field(default_factory=list)
    utterances: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    saved: bool = False
    held: bool = False  # an officer has this talk
    in_danger: bool = False  # and its reporter cries for help meanwhile

    @property
    def channel(self) -> str:
        return self.bubbles[0].channel

    @property
    def account(self) -> str:
        return self.bubbles[-1].account

    @property
    def succeeded(self) -> bool:
        return self.saved and not self.failures

    def do(self, deed: Deed) -> str:
        """Keeps the deed for the end of the turn; the token stands for what it will give back."""
        self.deeds.append(deed)
        return f"{_OPEN}{len(self.deeds) - 1}{_CLOSE}"

    def look(self) -> AbstractContextManager[Session]:
        return self.store.read()

    def carry_out(self, session: Session) -> dict[str, str]:
        """Runs the deeds in order; what each token stands for."""
        return {f"{_OPEN}{number}{_CLOSE}": deed(session) for number, deed in enumerate(self.deeds)}


current_turn: ContextVar[RunningTurn | None] = ContextVar("current_turn", default=None)
