"""Who is signed in: rows that can be ended at once; the browser holds only a random token.

The token is a new one after signing in and after each fresh code, so that one which somebody planted or
copied before is worth nothing for what comes after. `born` stays: forms and streams opened before go on."""

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

    `confirmed_at`: when its officer last gave a fresh code; `must_change`: another made the password;
    `must_set_up`: the authenticator app does not hold the account's secret yet."""

    actor: Actor
    token_hash: str
    born: str
    stale: bool
    confirmed_at: datetime | None = None
    must_change: bool = False
    must_set_up: bool = False

    @property
    def owes(self) -> bool:
        """Whether one page must be done before all others open."""
        return self.must_change or self.must_set_up

    def confirmed(self, now: datetime) -> bool:
        """Whether a code was given lately enough for a deed of weight."""
        return self.confirmed_at is not None and self.confirmed_at > now - CONFIRMED_FOR


def begin(session: Session, account_id: str, now: datetime) -> str:
    """A new token; every other session of this account ends."""
    end_all(session, account_id)
    token = _drawn()
    values = {"token_hash": hashed(token), "born": hashed(token), "operator_id": account_id}
    session.execute(insert(operator_session).values(**values, created_at=now, seen_at=now))
    return token


def look_up(session: Session, token: str, now: datetime) -> SignedIn | None:
    """None when the token is unknown, was idle for 15 minutes, is 8 hours old, or the account is closed."""
    return _open(session, operator_session.c.token_hash == hashed(token), now)


def is_open(session: Session, born: str, now: datetime) -> bool:
    """Whether a session that began so goes on, whatever its token is by now."""
    return _open(session, operator_session.c.born == born, now) is not None


def _open(session: Session, which: Any, now: datetime) -> SignedIn | None:
    joined = operator_session.join(operator_account, operator_account.c.id == operator_session.c.operator_id)
    columns = (operator_session.c.token_hash, operator_session.c.born, *_times())
    query = select(operator_account, *columns).select_from(joined)
    row: Any = session.execute(query.where(which, operator_account.c.active.is_(True))).first()
    if row is None or now >= row.seen + IDLE or now >= row.begun + LONGEST:
        return None
    stale = now >= row.seen + _TOUCH_AFTER
    owed = (row.must_change, row.setup_hash is not None)
    return SignedIn(actor_of(row), row.token_hash, row.born, stale, row.confirmed_at, *owed)


def touch(session: Session, token_hash: str, now: datetime) -> None:
    session.execute(
        update(operator_session).where(operator_session.c.token_hash == token_hash).values(seen_at=now)
    )


def confirm(session: Session, token_hash: str, now: datetime) -> str:
    """A fresh code was given in this session just now; the token that it goes on with."""
    token = _drawn()
    mine = update(operator_session).where(operator_session.c.token_hash == token_hash)
    session.execute(mine.values(confirmed_at=now, token_hash=hashed(token)))
    return token


def end(session: Session, token_hash: str) -> None:
    session.execute(delete(operator_session).where(operator_session.c.token_hash == token_hash))


def end_all(session: Session, account_id: str) -> None:
    """After a change of password, role or authenticator."""
    session.execute(delete(operator_session).where(operator_session.c.operator_id == account_id))


def _drawn() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _times() -> tuple[Any, Any, Any]:
    told = operator_session.c
    return told.seen_at.label("seen"), told.created_at.label("begun"), told.confirmed_at
