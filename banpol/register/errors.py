"""Refusals of the register.

RegisterError
├── UnknownReport        no such report, or not this person's to see: the two look the same on purpose
├── EmptyReport          a report without any narrative
├── UnknownStatus        a status that the workflow does not have
├── NotAllowed           this role may not do that (403)
├── MoveImpossible       that move does not start from this status (409)
├── SomethingMissing     a move or request lacks what it needs; `what` names the field (422)
├── VersionConflict      somebody changed the report meanwhile; both versions are in it (409)
├── LockedByOther        somebody else is editing the report just now (409)
├── UnknownChoice        a code that its table does not have (422)
├── NoWayToReporter      the reporter cannot be written to, with the reason (409)
└── NoRecipient          an alert would reach nobody
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class RegisterError(Exception):
    """Family of refusals; each is translated once, at the edge that called."""


class UnknownReport(RegisterError):
    """No report of this reporter has that number."""


class EmptyReport(RegisterError):
    """A report needs a narrative before it can be filed."""


class UnknownChange(RegisterError):
    """No change of an account has that number."""


class UnknownRequest(RegisterError):
    """Nobody has asked that about their data."""


class UnknownStatus(RegisterError):
    """The workflow has no such status."""


class NotAllowed(RegisterError):
    """The role of this person does not include that."""


class MoveImpossible(RegisterError):
    """The report is in a status from which that move does not start."""


class SomethingMissing(RegisterError):
    """What was asked for lacks something; `what` is the name of the field."""

    def __init__(self, what: str, sentence: str) -> None:
        super().__init__(sentence)
        self.what = what


@dataclass(frozen=True)
class SeenVersion:
    """What the register holds now, for showing beside what somebody wanted to write."""

    version: int
    status: str
    changed_by: str | None
    changed_at: datetime | None


class VersionConflict(RegisterError):
    """The report is no longer the one that was read: nothing was written."""

    def __init__(self, number: str, yours: int, current: SeenVersion) -> None:
        super().__init__(f"report {number} is at version {current.version}, the change was made to {yours}")
        self.number, self.yours, self.current = number, yours, current


class LockedByOther(RegisterError):
    """Somebody else holds the edit lock."""

    def __init__(self, number: str, holder: str, until: datetime) -> None:
        super().__init__(f"report {number} is being edited by {holder}")
        self.holder, self.until = holder, until


class UnknownChoice(RegisterError):
    """A code that its table does not have."""


class NoWayToReporter(RegisterError):
    """There is no channel on which this reporter may be written to."""


class NoRecipient(RegisterError):
    """An alert that nobody would receive."""
