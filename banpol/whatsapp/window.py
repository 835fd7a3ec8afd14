"""The 24 hours in which Meta lets us answer freely, judged when a message is about to leave."""

from __future__ import annotations

from datetime import datetime, timedelta

LENGTH = timedelta(hours=24)
# The two clocks differ a little, and what arrives just too late is refused after it was "accepted".
MARGIN = timedelta(minutes=5)


def is_open(last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether the reporter wrote recently enough to be answered with any kind of message."""
    return last_inbound_at is not None and now < last_inbound_at + LENGTH - MARGIN
