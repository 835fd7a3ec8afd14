"""The 24 hours in which a channel lets us answer freely, counted from what the reporter wrote last."""

from __future__ import annotations

from datetime import datetime, timedelta

LENGTH = timedelta(hours=24)
# The two clocks differ a little, and what arrives just too late is refused after it was "accepted".
MARGIN = timedelta(minutes=5)


def closes_at(last_inbound_at: datetime) -> datetime:
    return last_inbound_at + LENGTH - MARGIN
