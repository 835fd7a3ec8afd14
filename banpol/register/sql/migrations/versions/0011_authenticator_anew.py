"""an authenticator that is set up anew, sessions that change their token, and finding entries by their act

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from banpol.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operator_account", sa.Column("setup_hash", sa.String(length=64), nullable=True))
    op.add_column("operator_account", sa.Column("setup_until", UtcDateTime(timezone=True), nullable=True))
    # Whoever is signed in while this runs signs in once more; their token tells no beginning.
    op.execute("DELETE FROM operator_session")
    with op.batch_alter_table("operator_session") as table:
        table.add_column(sa.Column("born", sa.String(length=64), nullable=False))
        table.create_unique_constraint("uq_operator_session_born", ["born"])
    op.create_index("ix_audit_entry_act_seq", "audit_entry", ["act", "seq"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_audit_entry_act_seq", table_name="audit_entry")
    with op.batch_alter_table("operator_session") as table:
        table.drop_constraint("uq_operator_session_born", type_="unique")
        table.drop_column("born")
    op.drop_column("operator_account", "setup_until")
    op.drop_column("operator_account", "setup_hash")
