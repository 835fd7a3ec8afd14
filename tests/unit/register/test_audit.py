"""Nobody alters the audit unnoticed."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from banpol.database import Database
from banpol.register import audit
from banpol.register.audit import ChainBroken
from banpol.register.sql.tables import audit_entry
from tests.support.parts import AUDIT_KEY, NOW


@pytest.fixture
def chain(database: Database) -> Database:
    with database.write() as session:
        for number in range(10):
            audit.append(
                session, AUDIT_KEY, actor="a", act="lihat", subject=str(number), now=NOW, detail={"n": number}
            )
    return database


def verify(database: Database, **options) -> int:
    with database.read() as session:
        return audit.verify(session, AUDIT_KEY, **options)


def test_an_untouched_chain_holds(chain: Database) -> None:
    """Ten entries, all fitting."""
    assert verify(chain) == 10


@pytest.mark.parametrize("column", ["actor", "act", "subject", "detail", "previous", "hash", "mac"])
def test_an_altered_entry_is_found(chain: Database, column: str) -> None:
    """Whatever column was touched."""
    with chain.write() as session:
        session.execute(update(audit_entry).where(audit_entry.c.seq == 4).values({column: "0" * 40}))
    with pytest.raises(ChainBroken, match="4"):
        verify(chain)


def test_a_removed_entry_is_found(chain: Database) -> None:
    """A gap breaks the chain."""
    with chain.write() as session:
        session.execute(delete(audit_entry).where(audit_entry.c.seq == 4))
    with pytest.raises(ChainBroken):
        verify(chain)


def test_a_tail_cut_off_is_found_by_its_anchor(chain: Database) -> None:
    """The chain alone cannot know how long it was; the head written down elsewhere can."""
    with chain.read() as session:
        head = audit.chain_head(session)
    with chain.write() as session:
        session.execute(delete(audit_entry).where(audit_entry.c.seq > 8))
    assert verify(chain) == 8
    with pytest.raises(ChainBroken, match="10"):
        verify(chain, anchor=head)


def test_a_chain_written_anew_without_the_key_is_found(chain: Database) -> None:
    """Hashes can be computed by anybody, the keyed seal cannot."""
    with pytest.raises(ChainBroken), chain.read() as session:
        audit.verify(session, b"x" * 32)
