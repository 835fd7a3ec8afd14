"""Tables of the team's accounts; they share the register's metadata and its rule for `sealed*` columns."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from banpol.database import UtcDateTime
from banpol.register.sql.tables import metadata

operator_account = Table(
    "operator_account",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("login", String(32), nullable=False, unique=True),
    Column("role", String(16), nullable=False),  # operator | supervisor | auditor | admin
    Column("unit", String(64), nullable=True),
    Column("named", Boolean, nullable=False, server_default=text("false")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("password_hash", String(200), nullable=False),
    Column("must_change", Boolean, nullable=False, server_default=text("false")),  # it was given by another
    Column("sealed_totp", LargeBinary, nullable=False),  # under the contact key
    Column("totp_step", Integer, nullable=False, server_default="0"),  # the newest step that was used
    Column("setup_hash", String(64), nullable=True),  # of the code that opens the set-up; empty: it is done
    Column("setup_until", UtcDateTime, nullable=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failed_at", UtcDateTime, nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
)

operator_session = Table(
    "operator_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column(
        "born", String(64), nullable=False, unique=True
    ),  # the first token_hash; stays when the token changes
    Column("operator_id", String(32), ForeignKey("operator_account.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=True),  # when a fresh code was last given
    Index("ix_operator_session_operator_id", "operator_id"),
)
