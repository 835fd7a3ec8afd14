"""The 24 hours in which Meta lets us answer freely, judged when a message is about to leave."""

from __future__ import annotations

from datetime import datetime

from banpol.post.window import closes_at


def is_open(last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether the reporter wrote recently enough to be answered with any kind of message."""
    return last_inbound_at is not None and now < closes_at(last_inbound_at)
