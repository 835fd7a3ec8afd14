"""indexes behind search and the help for verifying

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_word_index_ordinal", "word_index", ["ordinal"]),
    ("ix_report_filed_at", "report", ["filed_at"]),
    ("ix_report_kecamatan_code_filed_at", "report", ["kecamatan_code", "filed_at"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table)
