"""Tables of the post room. `sealed` columns hold ciphertext; everything else is free of personal data."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from banpol.database import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

# SQLite numbers rows by itself only for INTEGER PRIMARY KEY; PostgreSQL wants BIGINT to last.
RowNumber = BigInteger().with_variant(Integer, "sqlite")

contact_alias = Table(
    "contact_alias",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reporter_id", String(32), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("kind", String(16), nullable=False),  # phone | user_id | name
    Column("blind_index", String(64), nullable=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("valid_from", UtcDateTime, nullable=False),
    Column("valid_to", UtcDateTime, nullable=True),
    Index("ix_contact_alias_reporter_id", "reporter_id"),
)
Index(
    "uq_contact_alias_current",
    contact_alias.c.blind_index,
    unique=True,
    sqlite_where=text("valid_to IS NULL"),
    postgresql_where=text("valid_to IS NULL"),
)

turn = Table(
    "turn",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reporter_id", String(32), nullable=False),
    Column("status", String(8), nullable=False),  # open | done | dead
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String(64), nullable=True),
    Column("lease_until", Float, nullable=True),  # machine seconds, never the injected clock
    Column("next_try_at", Float, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, nullable=True),
    Index("ix_turn_status_next_try_at", "status", "next_try_at"),
)
Index(
    "uq_turn_open",
    turn.c.reporter_id,
    unique=True,
    sqlite_where=text("status = 'open'"),
    postgresql_where=text("status = 'open'"),
)

inbox_message = Table(
    "inbox_message",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("id", String(200), nullable=False, unique=True),  # the channel's own message id
    Column("reporter_id", String(32), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),  # which of our numbers was written to
    Column("kind", String(16), nullable=False),
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("sealed", LargeBinary, nullable=False),
    Column("status", String(8), nullable=False),  # new | taken | done | dead
    Column("turn_id", String(32), ForeignKey("turn.id"), nullable=True),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Index("ix_inbox_message_status_reporter_id", "status", "reporter_id"),
    Index("ix_inbox_message_turn_id", "turn_id"),
    Index("ix_inbox_message_reporter_id_seq", "reporter_id", "seq"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reason", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
)

outbox_message = Table(
    "outbox_message",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("reporter_id", String(32), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("turn_id", String(64), nullable=False),  # the turn, or who else caused it
    Column("ordinal", Integer, nullable=False),
    Column("asks", String(32), nullable=True),  # the slot that this message asks for
    Column("sealed", LargeBinary, nullable=False),
    # queued | sending | sent | failed | parked | uncertain
    Column("status", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Float, nullable=False, server_default="0"),
    Column("lease_owner", String(64), nullable=True),
    Column("lease_until", Float, nullable=True),
    Column("channel_message_id", String(200), nullable=True),
    Column("error_code", Integer, nullable=True),
    Column("reason", String(200), nullable=True),  # the channel's words for it, without personal data
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime, nullable=True),
    UniqueConstraint("turn_id", "ordinal"),
    Index("ix_outbox_message_status_next_try_at", "status", "next_try_at"),
    Index("ix_outbox_message_reporter_id_seq", "reporter_id", "seq"),
    Index("ix_outbox_message_channel_message_id", "channel_message_id"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("channel_message_id", String(200), primary_key=True),
    Column("status", String(12), primary_key=True),  # sent | delivered | read | played | failed
    Column("outbox_id", String(64), nullable=True),
    Column("error_code", Integer, nullable=True),
    Column("reason", String(200), nullable=True),  # the channel's words for it, without personal data
    Column("at", UtcDateTime, nullable=False),
    Index("ix_delivery_outbox_id", "outbox_id"),
)

unreachable = Table(
    "unreachable",
    metadata,
    Column("reporter_id", String(32), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("error_code", Integer, nullable=True),
    Column("since", UtcDateTime, nullable=False),
)
