"""The access log of one report: without it every entry of the audit was read.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_entry_subject_seq", "audit_entry", ["subject", "seq"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_audit_entry_subject_seq", table_name="audit_entry")
