"""why a message failed, and who cannot be reached

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import banpol.database

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = banpol.database.UtcDateTime(timezone=True)
    op.create_table(
        "unreachable",
        sa.Column("reporter_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("since", moment, nullable=False),
        sa.PrimaryKeyConstraint("reporter_id", "channel", name=op.f("pk_unreachable")),
    )
    for table in ("delivery", "outbox_message"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("reason", sa.String(length=200), nullable=True))
    op.create_index("ix_delivery_outbox_id", "delivery", ["outbox_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_delivery_outbox_id", table_name="delivery")
    for table in ("outbox_message", "delivery"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("reason")
    op.drop_table("unreachable")
