"""How fast we may send: Meta's limit per recipient and per number. Time is in machine seconds."""

from __future__ import annotations

from dataclasses import dataclass

PAIR_SECONDS, PAIR_BURST = 6.0, 45.0
NUMBER_PER_SECOND, NUMBER_BURST = 80.0, 80.0
_KEPT_RECIPIENTS = 10_000


@dataclass
class Bucket:
    """Fills by `rate` a second up to `size`; may be drawn below zero, which is the time to wait."""

    rate: float
    size: float
    level: float
    at: float

    def take(self, now_s: float) -> float:
        """Takes one; the seconds to wait before using it."""
        self.level = min(self.size, self.level + max(0.0, now_s - self.at) * self.rate) - 1
        self.at = now_s
        return max(0.0, -self.level / self.rate)

    def spares(self, now_s: float) -> bool:
        """Takes one if there is one; nobody waits for it otherwise."""
        self.level = min(self.size, self.level + max(0.0, now_s - self.at) * self.rate)
        self.at = now_s
        if self.level < 1:
            return False
        self.level -= 1
        return True

    def pause_s(self, now_s: float) -> float:
        """How long until there is one to take; takes nothing."""
        level = min(self.size, self.level + max(0.0, now_s - self.at) * self.rate)
        return max(0.0, (1 - level) / self.rate)

    def is_full(self, now_s: float) -> bool:
        return self.level + (now_s - self.at) * self.rate >= self.size


class Pace:
    """One bucket for the whole number and one for each recipient."""

    def __init__(self, pair_seconds: float = PAIR_SECONDS, per_second: float = NUMBER_PER_SECOND) -> None:
        self._pair_rate = 1 / pair_seconds
        self._number = Bucket(per_second, NUMBER_BURST, NUMBER_BURST, 0.0)
        self._pairs: dict[str, Bucket] = {}

    def pause_for(self, reporter_id: str, now_s: float) -> float:
        """Seconds until this recipient may hear from us again; books nothing."""
        pair = self._pairs.get(reporter_id)
        return pair.pause_s(now_s) if pair else 0.0

    def wait_for(self, reporter_id: str, now_s: float) -> float:
        """Books one message to this recipient; the seconds to wait before it may leave."""
        if len(self._pairs) > _KEPT_RECIPIENTS:
            self._pairs = {key: pair for key, pair in self._pairs.items() if not pair.is_full(now_s)}
        pair = self._pairs.get(reporter_id)
        if pair is None:
            pair = self._pairs[reporter_id] = Bucket(self._pair_rate, PAIR_BURST, PAIR_BURST, now_s)
        return max(pair.take(now_s), self._number.take(now_s))
