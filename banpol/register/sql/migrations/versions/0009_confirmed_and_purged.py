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
    ("kept_by", sa.String(length=64)),
    ("kept_at", UtcDateTime(timezone=True)),
    ("identity_purged_at", UtcDateTime(timezone=True)),
    ("content_purged_at", UtcDateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("operator_session", sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "operator_account",
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    for name, kind in REPORT:
        op.add_column("report", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name, _kind in REPORT:
        op.drop_column("report", name)
    op.drop_column("operator_account", "must_change")
    op.drop_column("operator_session", "confirmed_at")
