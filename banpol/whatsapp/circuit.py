"""Whether sending makes sense at all right now, and when to try again. Time is in machine seconds."""

from __future__ import annotations

PROBE_SECONDS = 60.0
OUTAGE_AFTER = 3
OUTAGE_PROBE_SECONDS = 5.0


class Circuit:
    """Closed: send. Open: Meta refuses us (token, policy, payment) or is down; single messages probe."""

    def __init__(self, probe_s: float = PROBE_SECONDS, outage_probe_s: float = OUTAGE_PROBE_SECONDS) -> None:
        self._probe_s, self._outage_probe_s = probe_s, outage_probe_s
        self._failures = 0
        self._resume_at = 0.0
        self.refusal: int | None = None

    def room(self, now_s: float, free: int) -> int:
        """How many messages may be taken up now, `free` being what the sender has room for."""
        if now_s < self._resume_at:
            return 0
        return min(free, 1) if self.refusal is not None or self.outage else free

    @property
    def outage(self) -> bool:
        """Several failures in a row and no success between: it is not the messages."""
        return self._failures >= OUTAGE_AFTER

    @property
    def is_closed(self) -> bool:
        return self.refusal is None and not self.outage

    def worked(self) -> None:
        self._failures, self.refusal, self._resume_at = 0, None, 0.0

    def answered(self) -> None:
        """Meta answered, though not with success: it is up and knows us."""
        self._failures = 0

    def failed(self, now_s: float) -> None:
        self._failures += 1
        if self.outage:
            self._resume_at = now_s + self._outage_probe_s

    def slow_down(self, now_s: float, seconds: float) -> None:
        self._resume_at = max(self._resume_at, now_s + seconds)

    def open(self, now_s: float, code: int | None) -> None:
        """Meta refuses us altogether; everything stays queued."""
        self.refusal = code if code is not None else -1
        self._resume_at = now_s + self._probe_s
