"""the tries of a PIN, who confirmed a data request, and when a silent reporter was reminded

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from banpol.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("pin_misses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("report", sa.Column("pin_locked_until", UtcDateTime(), nullable=True))
    op.add_column("data_request", sa.Column("confirmed_by", sa.String(16), nullable=True))
    op.add_column("draft", sa.Column("reminded_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    for table, column in (
        ("draft", "reminded_at"),
        ("data_request", "confirmed_by"),
        ("report", "pin_locked_until"),
        ("report", "pin_misses"),
    ):
        # A copied table would take the rows that point to it along; SQLite drops a column in place.
        op.drop_column(table, column)
