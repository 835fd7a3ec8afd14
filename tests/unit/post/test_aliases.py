"""A number leads to a random id, and nothing leads back without the key."""

from __future__ import annotations

import pytest

from banpol.database import Database
from banpol.post import aliases
from tests.support.parts import BLIND, CONTACT, NOW

PHONE = "62812000001"


def reporter(database: Database, phone: str | None, user_id: str | None = None) -> str:
    with database.write() as session:
        return aliases.reporter_for(
            session, CONTACT, BLIND, "whatsapp", phone=phone, user_id=user_id, now=NOW
        )


def test_the_same_number_is_the_same_reporter(database: Database) -> None:
    """However often somebody writes, the id stays."""
    assert reporter(database, PHONE) == reporter(database, PHONE)
    assert reporter(database, PHONE) != reporter(database, "62812000002")


def test_a_user_id_learnt_later_leads_to_the_same_reporter(database: Database) -> None:
    """Number and user id are two names of one person."""
    first = reporter(database, PHONE)
    assert reporter(database, PHONE, "ID.abc") == first
    assert reporter(database, None, "ID.abc") == first


def test_a_reporter_can_be_answered(database: Database) -> None:
    """The vault gives the address back with its key."""
    who = reporter(database, PHONE, "ID.abc")
    with database.read() as session:
        assert aliases.address_of(session, CONTACT, who, "whatsapp") == aliases.Address(PHONE, "ID.abc")


def test_a_changed_number_keeps_its_reporter(database: Database) -> None:
    """The new number is the old reporter; the old number is nobody's any more."""
    who = reporter(database, PHONE)
    with database.write() as session:
        aliases.move(session, CONTACT, BLIND, "whatsapp", "phone", PHONE, "62812000009", NOW)
    assert reporter(database, "62812000009") == who
    assert reporter(database, PHONE) != who


def test_the_table_holds_no_readable_number(database: Database) -> None:
    """Neither the index nor the seal shows it."""
    who = reporter(database, PHONE)
    with database.read() as session:
        row = session.execute(aliases.contact_alias.select()).first()
    assert PHONE not in repr(row) and PHONE.encode() not in row.sealed
    assert PHONE not in who


def test_nobody_is_not_a_reporter(database: Database) -> None:
    """A message without a sender is refused, not given to somebody."""
    with pytest.raises(aliases.NobodyThere):
        reporter(database, None)
