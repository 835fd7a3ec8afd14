"""an index for the alerts of a report

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_alert_report_id", "alert", ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_alert_report_id", table_name="alert")
