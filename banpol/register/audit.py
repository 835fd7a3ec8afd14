"""The audit chain: every entry holds the hash of the one before it, and a keyed seal over its own.

An altered, removed, inserted or reordered entry breaks the chain; cutting the tail off is found by comparing
with a head that was written down elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from banpol.clock import to_utc
from banpol.register.sql.tables import audit_entry

GENESIS = "0" * 64
_ADVISORY_LOCK = 7_211_990


@dataclass(frozen=True)
class ChainHead:
    """The last entry: enough to notice later that the tail was cut off."""

    seq: int
    hash: str


class ChainBroken(Exception):
    """The audit chain does not hold; the sentence names the first entry that fails."""


def serialise(session: Session) -> None:
    """Lets one appender at a time through; whoever also changes reports calls it before the first row."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite's writers queue already; here two appenders would read the same head.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def append(
    session: Session,
    key: bytes,
    *,
    actor: str,
    act: str,
    subject: str,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> ChainHead:
    """Adds one entry in the caller's transaction: what it speaks of and the entry stand or fall together."""
    serialise(session)
    head = chain_head(session)
    row = {
        "seq": head.seq + 1,
        "actor": actor,
        "act": act,
        "subject": subject,
        "detail": json.dumps(dict(detail or {}), sort_keys=True, separators=(",", ":")),
        "at": to_utc(now),
        "previous": head.hash,
    }
    digest = _hash(row)
    session.execute(insert(audit_entry).values(**row, hash=digest, mac=_mac(key, digest)))
    return ChainHead(head.seq + 1, digest)


def chain_head(session: Session) -> ChainHead:
    row = session.execute(
        select(audit_entry.c.seq, audit_entry.c.hash).order_by(audit_entry.c.seq.desc()).limit(1)
    ).first()
    return ChainHead(row.seq, row.hash) if row else ChainHead(0, GENESIS)


def verify(session: Session, key: bytes, anchor: ChainHead | None = None) -> int:
    """The number of entries when the chain holds. Raises ChainBroken."""
    previous, count = GENESIS, 0
    for row in session.execute(select(audit_entry).order_by(audit_entry.c.seq)):
        count += 1
        values = dict(row._mapping)
        digest = _hash(values)
        fits = row.seq == count and row.previous == previous and row.hash == digest
        if not fits or not hmac.compare_digest(row.mac, _mac(key, digest)):
            raise ChainBroken(f"audit entry {row.seq} was altered, or one before it is missing")
        if anchor and row.seq == anchor.seq and row.hash != anchor.hash:
            raise ChainBroken(f"audit entry {row.seq} is not the one that was anchored")
        previous = row.hash
    if anchor and count < anchor.seq:
        raise ChainBroken(f"the audit chain ends at {count}, but {anchor.seq} entries were anchored")
    return count


def size(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(audit_entry)).scalar_one())


def _hash(row: Mapping[str, Any]) -> str:
    fields = [row["seq"], row["actor"], row["act"], row["subject"], row["detail"]]
    fields += [to_utc(row["at"]).isoformat(), row["previous"]]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def _mac(key: bytes, digest: str) -> str:
    return hmac.new(key, digest.encode(), hashlib.sha256).hexdigest()
