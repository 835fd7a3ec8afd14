"""Row ids are random and say nothing."""

from __future__ import annotations

import uuid


def new_id() -> str:
    """32 hexadecimal characters."""
    return uuid.uuid4().hex
