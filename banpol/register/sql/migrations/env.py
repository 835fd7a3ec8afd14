"""Alembic runs this for every command; the connection is handed in by banpol.register.sql.migrate."""

from __future__ import annotations

from alembic import context

from banpol.post.tables import metadata as post_tables
from banpol.register.sql import operator_tables, team_tables  # noqa: F401  (join the register's metadata)
from banpol.register.sql.tables import metadata as register_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[post_tables, register_tables, *context.config.attributes.get("more_metadata", [])],
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
