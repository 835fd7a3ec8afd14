"""an index for requests about a reporter's own data: every open page asks how many wait

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_data_request_state_due_at", "data_request", ["state", "due_at"], unique=False)
    op.create_index("ix_feedback_at", "feedback", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_feedback_at", table_name="feedback")
    op.drop_index("ix_data_request_state_due_at", table_name="data_request")
