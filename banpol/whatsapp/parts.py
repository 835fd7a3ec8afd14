"""What the loops of the carrier share; built in `main`, in tests and by whoever hosts the gateway."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Callable

from banpol.clock import Clock
from banpol.crypto import BlindIndex, KeyRing
from banpol.database import Database
from banpol.keys import KeyFolder
from banpol.whatsapp.button_ids import ButtonIds
from banpol.whatsapp.group_commit import GroupCommit

CHANNEL = "whatsapp"


def seconds_since_1970() -> float:
    """Machine seconds for leases and back-off. They outlive a restart of the machine, which a monotonic
    clock does not, and they never come from the injected clock, which may stand still."""
    return time.time()


@dataclass(frozen=True)
class CarrierKeys:
    """The keys that only the carrier's process holds together."""

    session: KeyRing
    contact: KeyRing
    blind: BlindIndex

    @staticmethod
    def from_folder(folder: KeyFolder) -> CarrierKeys:
        """Raises KeyFileProblem."""
        return CarrierKeys(folder.ring("session.key"), folder.ring("contact.key"), folder.blind_index())


@dataclass(frozen=True)
class Parts:
    """Database, keys and time; and the one thread that writes at the pace of messages."""

    database: Database
    keys: CarrierKeys
    clock: Clock
    machine_s: Callable[[], float] = field(default=seconds_since_1970)
    writer: GroupCommit = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "writer", GroupCommit(self.database))

    def button_ids(self) -> ButtonIds:
        return ButtonIds(self.keys.session.derive("button ids"))

    def known_as(self, message_id: str) -> str:
        """What stands in the database for a message id. Meta's own carries the citizen's number in base64."""
        return self.keys.blind.of("message id", message_id)
