"""The rows behind a figure of satisfaction: without it PostgreSQL read every report.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_report_rating_ordinal", "report", ["rating", "ordinal"])


def downgrade() -> None:
    op.drop_index("ix_report_rating_ordinal", "report")
