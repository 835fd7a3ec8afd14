"""The talk as Rasa remembers it: one sealed row per event, only ever appended."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

from banpol.database import UtcDateTime
from banpol.post.tables import NAMING

metadata = MetaData(naming_convention=NAMING)

tracker_event = Table(
    "tracker_event",
    metadata,
    Column("sender_id", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("type", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
