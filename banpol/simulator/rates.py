"""How fast a business may send: 80 a second in all; to one person 45 at once, then one per six seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from banpol.clock import Clock
from banpol.simulator.graph_errors import refused

ALL_LIMIT, PAIR_LIMIT = 130429, 131056
ALL_AT_ONCE, ALL_PER_SECOND = 80, 80.0
PAIR_AT_ONCE, PAIR_PER_SECOND = 45, 1 / 6


@dataclass
class _Bucket:
    room: float
    per_second: float
    left: float
    at: datetime

    def takes(self, now: datetime) -> bool:
        self.left = min(self.room, self.left + (now - self.at).total_seconds() * self.per_second)
        self.at = now
        # A hair below one, since six times a sixth is not exactly one.
        return self.left > 1 - 1e-9


@dataclass
class Rates:
    """Off unless `on`: most tests want to send as fast as they can. What was refused costs nothing."""

    clock: Clock
    on: bool = False
    _pairs: dict[str, _Bucket] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = _Bucket(ALL_AT_ONCE, ALL_PER_SECOND, ALL_AT_ONCE, self.clock.now())

    def take(self, person: str) -> None:
        """One message to this number or user id. Raises GraphError."""
        if not self.on:
            return
        now = self.clock.now()
        fresh = _Bucket(PAIR_AT_ONCE, PAIR_PER_SECOND, PAIR_AT_ONCE, now)
        pair = self._pairs.setdefault(person, fresh)
        if not self._all.takes(now):
            raise refused(ALL_LIMIT, "Cloud API message throughput has been reached.")
        if not pair.takes(now):
            raise refused(PAIR_LIMIT, "Too many messages to this person in a short time.")
        self._all.left -= 1
        pair.left -= 1
