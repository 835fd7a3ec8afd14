"""Accounts of the team: made by an administrator, proved by password and code together."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from banpol.crypto import KeyRing, place
from banpol.post.ids import new_id
from banpol.register import audit, passwords, totp
from banpol.register.actors import ADMIN, ROLES, TEAM, Actor
from banpol.register.errors import RegisterError
from banpol.register.sql.operator_tables import operator_account, operator_session

FAILURES, DELAY = 5, timedelta(seconds=60)
_LOGIN = re.compile(r"[a-z][a-z0-9.]{2,31}")


class AccountRefused(RegisterError):
    """The account cannot be made; the sentence says why."""


class LastAdmin(AccountRefused):
    """The house would be left without an administrator."""


@dataclass(frozen=True)
class TeamKeys:
    """`ring` (contact) seals the authenticator secrets."""

    ring: KeyRing = field(repr=False)
    audit_key: bytes = field(repr=False)


@dataclass(frozen=True)
class NewAccount:
    """What the command line or an administrator gives."""

    login: str
    role: str
    password: str = field(repr=False)
    unit: str | None = None
    named: bool = False
    must_change: bool = False  # the password was made by another


def add(
    session: Session,
    keys: TeamKeys,
    account: NewAccount,
    *,
    by: str,
    now: datetime,
    secret: bytes | None = None,
) -> bytes:
    """Makes an account; its authenticator secret, shown once. Raises AccountRefused, WeakPassword."""
    _check(session, account)
    account_id, secret = new_id(), secret or os.urandom(20)
    session.execute(
        insert(operator_account).values(
            id=account_id,
            login=account.login,
            role=account.role,
            unit=account.unit,
            named=account.named,
            password_hash=passwords.hashed(account.password),
            must_change=account.must_change,
            sealed_totp=sealed_secret(keys, account_id, secret),
            created_at=now,
        )
    )
    detail = {"peran": account.role}
    audit.append(
        session, keys.audit_key, actor=by, act="akun_dibuat", subject=account.login, now=now, detail=detail
    )
    return secret


def _check(session: Session, account: NewAccount) -> None:
    if not _LOGIN.fullmatch(account.login):
        raise AccountRefused("a login is 3 to 32 small letters, digits or dots, and begins with a letter")
    if account.role not in ROLES:
        raise AccountRefused(f"there is no role {account.role!r}; the roles are {', '.join(ROLES)}")
    passwords.check(account.password, account.login)
    if find(session, account.login) is not None:
        raise AccountRefused(f"there is an account {account.login} already")


def find(session: Session, login: str) -> Any:
    """The account's row, or None."""
    return session.execute(select(operator_account).where(operator_account.c.login == login)).first()


def everybody(session: Session) -> list[Any]:
    """All accounts, open and closed, by login."""
    return list(session.execute(select(operator_account).order_by(operator_account.c.login)).all())


def set_active(session: Session, keys: TeamKeys, login: str, active: bool, *, by: str, now: datetime) -> None:
    """Opens or closes an account; closing ends its sessions at once. Raises AccountRefused."""
    row = of_another(session, login, by)
    if not active:
        keep_an_admin(session, row)
    session.execute(_of(row).values(active=active))
    if not active:
        session.execute(delete(operator_session).where(operator_session.c.operator_id == row.id))
    act = "akun_dibuka" if active else "akun_ditutup"
    audit.append(session, keys.audit_key, actor=by, act=act, subject=login, now=now)


def of_another(session: Session, login: str, by: str) -> Any:
    """The account's row, locked for a change by somebody else. Raises AccountRefused."""
    audit.serialise(session)
    row = find(session, login)
    if row is None:
        raise AccountRefused(f"there is no account {login}")
    if login == by:
        raise AccountRefused("nobody changes their own account")
    return row


def keep_an_admin(session: Session, row: Any) -> None:
    """Raises LastAdmin when nobody could administer the house without this account.

    Asked inside the transaction: two administrators who take each other's role at once are not both right."""
    others = select(func.count()).where(
        operator_account.c.role == ADMIN, operator_account.c.active.is_(True), operator_account.c.id != row.id
    )
    if row.role == ADMIN and row.active and not session.execute(others).scalar_one():
        raise LastAdmin(f"{row.login} is the last administrator")


def actor_of(row: Any) -> Actor:
    return Actor(row.login, row.role, row.unit, row.named)


def team(session: Session) -> list[Actor]:
    """Everybody with an open account who works on reports, by login."""
    query = select(operator_account).where(
        operator_account.c.active.is_(True), operator_account.c.role.in_(TEAM)
    )
    return [actor_of(row) for row in session.execute(query.order_by(operator_account.c.login))]


def count(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(operator_account)).scalar_one())


def prove(session: Session, keys: TeamKeys, login: str, password: str, code: str, now: datetime) -> Any:
    """The account's row when password and code are right; else None, the failure counted and audited.

    Five failures delay the account for a minute and never for good: nobody can lock an officer out."""
    row = find(session, login)
    right = passwords.fits(password, row.password_hash if row else _nobody())
    if row is None:
        return None
    look = _step if row.setup_hash is None else _setup
    step = look(keys, row, code, now) if right and row.active and not delayed(row, now) else None
    if step is None:
        _failed(session, keys, row, now)
        return None
    _passed(session, keys, row, step, "masuk" if row.setup_hash is None else "masuk_memasang", now)
    return row


def confirm(session: Session, keys: TeamKeys, login: str, code: str, now: datetime) -> bool:
    """Whether somebody who is signed in gave a fresh code; a wrong one counts like a failed sign-in."""
    row = find(session, login)
    ready = row is not None and row.setup_hash is None
    return ready and confirm_with(session, keys, row, code, "kode_diberikan", now)


def confirm_with(session: Session, keys: TeamKeys, row: Any, code: str, act: str, now: datetime) -> bool:
    """Whether a code fits the secret that is kept; what it was for is written down, a wrong one counts."""
    step = None if delayed(row, now) else _step(keys, row, code, now)
    if step is None:
        _failed(session, keys, row, now)
        return False
    _passed(session, keys, row, step, act, now)
    return True


def knows_password(session: Session, keys: TeamKeys, row: Any, password: str, now: datetime) -> bool:
    """Whether whoever is signed in knows the account's password; a wrong one counts like a failed sign-in."""
    if not delayed(row, now) and passwords.fits(password, row.password_hash):
        return True
    _failed(session, keys, row, now)
    return False


def delayed(row: Any, now: datetime) -> bool:
    """Whether this account must wait."""
    return bool(row.failures >= FAILURES and row.failed_at and now < row.failed_at + DELAY)


def _step(keys: TeamKeys, row: Any, code: str, now: datetime) -> int | None:
    return totp.accepted_step(secret_of(keys, row), code, now, row.totp_step)


def _setup(_keys: TeamKeys, row: Any, code: str, now: datetime) -> int | None:
    """Instead of the app's code, while the app does not hold the secret: step 0, for none was used."""
    fits = hmac.compare_digest(setup_mark(code), row.setup_hash) and now < row.setup_until
    return 0 if fits else None


def setup_mark(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


def secret_of(keys: TeamKeys, row: Any) -> bytes:
    """The authenticator secret of an account."""
    return keys.ring.open(row.sealed_totp, _where(row.id))


def sealed_secret(keys: TeamKeys, account_id: str, secret: bytes) -> bytes:
    return keys.ring.seal(secret, _where(account_id))


def _passed(session: Session, keys: TeamKeys, row: Any, step: int, act: str, now: datetime) -> None:
    """The code counts once, and what failed before is forgotten."""
    session.execute(_of(row).values(totp_step=step, failures=0, failed_at=None))
    audit.append(session, keys.audit_key, actor=row.login, act=act, subject=row.login, now=now)


def _failed(session: Session, keys: TeamKeys, row: Any, now: datetime) -> None:
    if delayed(row, now):
        return  # What comes during the delay neither prolongs it nor fills the audit chain.
    earlier = row.failures if row.failed_at and now < row.failed_at + DELAY else 0
    session.execute(_of(row).values(failures=earlier + 1, failed_at=now))
    audit.append(session, keys.audit_key, actor=row.login, act="masuk_gagal", subject=row.login, now=now)


def _of(row: Any) -> Any:
    return update(operator_account).where(operator_account.c.id == row.id)


_NOBODY: list[str] = []


def _nobody() -> str:
    """A hash to compare with where there is no account: the answer must take equally long."""
    if not _NOBODY:
        _NOBODY.append(passwords.hashed(os.urandom(16).hex()))
    return _NOBODY[0]


def _where(account_id: str) -> str:
    return place("operator_account", "totp", account_id)
