"""Who is signed in: rows that can be ended at once; the browser holds only a random token."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from banpol.register.actors import Actor
from banpol.register.operators import actor_of
from banpol.register.sql.operator_tables import operator_account, operator_session

IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=8)
CONFIRMED_FOR = timedelta(minutes=5)
_TOUCH_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class SignedIn:
    """An open session; `stale` when its time of last use should be written again.

    `confirmed_at`: when its officer last gave a fresh code; `must_change`: another made the password."""

    actor: Actor
    token_hash: str
    stale: bool
    confirmed_at: datetime | None = None
    must_change: bool = False

    def confirmed(self, now: datetime) -> bool:
        """Whether a code was given lately enough for a deed of weight."""
        return self.confirmed_at is not None and self.confirmed_at > now - CONFIRMED_FOR


def begin(session: Session, account_id: str, now: datetime) -> str:
    """A new token; every other session of this account ends."""
    end_all(session, account_id)
    token = secrets.token_urlsafe(32)
    session.execute(
        insert(operator_session).values(
            token_hash=hashed(token), operator_id=account_id, created_at=now, seen_at=now
        )
    )
    return token


def look_up(session: Session, token: str, now: datetime) -> SignedIn | None:
    """None when the token is unknown, was idle for 15 minutes, is 8 hours old, or the account is closed."""
    joined = operator_session.join(operator_account, operator_account.c.id == operator_session.c.operator_id)
    row: Any = session.execute(
        select(operator_account, operator_session.c.token_hash, *_times())
        .select_from(joined)
        .where(operator_session.c.token_hash == hashed(token), operator_account.c.active.is_(True))
    ).first()
    if row is None or now >= row.seen + IDLE or now >= row.begun + LONGEST:
        return None
    stale = now >= row.seen + _TOUCH_AFTER
    return SignedIn(actor_of(row), row.token_hash, stale, row.confirmed_at, row.must_change)


def touch(session: Session, token_hash: str, now: datetime) -> None:
    session.execute(
        update(operator_session).where(operator_session.c.token_hash == token_hash).values(seen_at=now)
    )


def confirm(session: Session, token_hash: str, now: datetime) -> None:
    """A fresh code was given in this session just now."""
    session.execute(
        update(operator_session).where(operator_session.c.token_hash == token_hash).values(confirmed_at=now)
    )


def end(session: Session, token_hash: str) -> None:
    session.execute(delete(operator_session).where(operator_session.c.token_hash == token_hash))


def end_all(session: Session, account_id: str) -> None:
    """After a change of password, role or authenticator."""
    session.execute(delete(operator_session).where(operator_session.c.operator_id == account_id))


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _times() -> tuple[Any, Any, Any]:
    told = operator_session.c
    return told.seen_at.label("seen"), told.created_at.label("begun"), told.confirmed_at
