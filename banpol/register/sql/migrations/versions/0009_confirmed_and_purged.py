"""fresh codes for weighty deeds, passwords that must be changed, and what was deleted by rule

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from banpol.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REPORT = (
    sa.Column("kept_by", sa.String(length=64), nullable=True),
    sa.Column("kept_at", UtcDateTime(timezone=True), nullable=True),
    sa.Column("identity_purged_at", UtcDateTime(timezone=True), nullable=True),
    sa.Column("content_purged_at", UtcDateTime(timezone=True), nullable=True),
)


def upgrade() -> None:
    op.add_column("operator_session", sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "operator_account",
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    for column in REPORT:
        op.add_column("report", column.copy())


def downgrade() -> None:
    for column in REPORT:
        op.drop_column("report", column.name)
    op.drop_column("operator_account", "must_change")
    op.drop_column("operator_session", "confirmed_at")
