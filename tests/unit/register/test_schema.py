"""The migrations make exactly the tables that the code speaks of, and nothing readable that should not be."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import LargeBinary, String

from banpol.assistant.tables import metadata as tracker_tables
from banpol.database import Database
from banpol.post.tables import metadata as post_tables
from banpol.register.sql import operator_tables, team_tables  # noqa: F401  (join the register's metadata)
from banpol.register.sql.migrate import downgrade, upgrade
from banpol.register.sql.tables import metadata as register_tables
from tests.support.desk_work import a_report, office, row_of

ALL = [post_tables, register_tables, tracker_tables]

# Every text column stored readably, and why it may be: it holds ids, codes or words of our own making.
PUBLIC_TEXT = {
    "ids": """id reporter_id draft_id report_id turn_id cause_id evidence_id outbox_id message_id
        channel_message_id sender_id subject file lease_owner note_id other_id alert_id target""",
    "codes": """status state kind type channel account source_channel urgency asks asking confidentiality
        direction reason reason_code confirmed_by kabupaten_code kecamatan_code unit media_type day number act
        detail actor operator operator_id seen_by login role assigned_to locked_by changed_by decided_by
        asked_by reviewed_by added_by kept_by returns_to outcome answer before move fields basis name
        dimension item first_day last_day source""",
    "hashes": "blind_index sha256 pin_hash password_hash token_hash born setup_hash previous hash mac",
}


def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    """No column is missing and none is left over."""
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), ALL) == []


def test_the_schema_can_be_taken_back_and_made_again(database: Database) -> None:
    """Down to nothing and up again."""
    downgrade(database, "base")
    upgrade(database)
    upgrade(database)


def test_every_readable_text_column_is_declared() -> None:
    """A new text column must be sealed, or declared here with its reason."""
    allowed = {name for names in PUBLIC_TEXT.values() for name in names.split()}
    undeclared = [
        f"{table.name}.{column.name}"
        for metadata in ALL
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.name not in allowed
    ]
    assert undeclared == []


def test_sealed_columns_are_binary() -> None:
    """What is sealed cannot be a text by mistake."""
    for metadata in ALL:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if column.name.startswith("sealed"):
                    assert isinstance(column.type, LargeBinary), f"{table.name}.{column.name}"


def test_a_schema_with_reports_in_it_can_be_taken_back(database: Database, tmp_path: Path) -> None:
    """An upgrade that has to be undone keeps the reports and their first status."""
    with database.write() as session:
        a_report(session, office(tmp_path))
    downgrade(database, "0002")
    with database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT number FROM report").scalars().all()
        history = connection.exec_driver_sql("SELECT status FROM status_change").scalars().all()
    upgrade(database)
    assert kept == ["BP-261124-0001"] and history == ["diterima"]
    with database.read() as session:
        assert row_of(session, kept[0])["ordinal"] == 261124_000001
