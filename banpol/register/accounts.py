"""Accounts as administrators make and change them, and passwords as their owners do: never one's own role.

Whatever gives more than an officer has, or hands an account to whoever holds a code, raises an alert for
supervisors and auditors (`account_changes`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from banpol.register import account_changes, audit, authenticators, operators, passwords, sessions
from banpol.register.actors import ADMIN, ROLES, Actor
from banpol.register.errors import NotAllowed
from banpol.register.operators import AccountRefused, NewAccount, TeamKeys
from banpol.register.passwords import WeakPassword
from banpol.register.sql.operator_tables import operator_account


def make(session: Session, keys: TeamKeys, account: NewAccount, *, by: Actor, now: datetime) -> str:
    """A new account; the code with which its owner sets the authenticator up.

    Raises AccountRefused, WeakPassword, NotAllowed."""
    audit.serialise(session)
    _still_admin(session, by)
    operators.add(session, keys, account, by=by.id, now=now)
    if account_changes.weighs(account.role, account.named):
        account_changes.tell(session, now)
    return authenticators.await_setup(session, keys, operators.find(session, account.login), now)


def switch(session: Session, keys: TeamKeys, login: str, active: bool, *, by: Actor, now: datetime) -> None:
    """Opens or closes somebody else's account. Raises AccountRefused, NotAllowed."""
    _changed_by(session, login, by)
    operators.set_active(session, keys, login, active, by=by.id, now=now)
    if active:
        account_changes.tell(session, now)


def change_role(
    session: Session,
    keys: TeamKeys,
    login: str,
    role: str,
    unit: str | None,
    named: bool,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Another role, unit or task for somebody else; their sessions end. Raises AccountRefused, NotAllowed."""
    row = _changed_by(session, login, by)
    if role not in ROLES:
        raise AccountRefused(f"there is no role {role!r}")
    if role != ADMIN:
        operators.keep_an_admin(session, row)
    before = {"dari": row.role, "satuan_dari": row.unit or "", "khusus_dari": bool(row.named)}
    after = {"ke": role, "satuan": unit or "", "khusus": named}
    _write(session, row, role=role, unit=unit, named=named)
    audit.append(
        session,
        keys.audit_key,
        actor=by.id,
        act="peran_diubah",
        subject=login,
        now=now,
        detail=before | after,
    )
    account_changes.tell(session, now)


def reset_password(session: Session, keys: TeamKeys, login: str, *, by: Actor, now: datetime) -> str:
    """A one-time password for somebody else, which they must change. Raises AccountRefused, NotAllowed."""
    row = _changed_by(session, login, by)
    made = passwords.one_time()
    values = {"password_hash": passwords.hashed(made), "must_change": True, "failures": 0, "failed_at": None}
    _write(session, row, **values)
    audit.append(session, keys.audit_key, actor=by.id, act="sandi_disetel_ulang", subject=login, now=now)
    account_changes.tell(session, now)
    return made


def reset_authenticator(session: Session, keys: TeamKeys, login: str, *, by: Actor, now: datetime) -> str:
    """The set-up code for somebody else whose telephone is lost. Raises AccountRefused, NotAllowed."""
    _changed_by(session, login, by)
    code = authenticators.reset(session, keys, login, by=by.id, now=now)
    account_changes.tell(session, now)
    return code


def change_password(
    session: Session, keys: TeamKeys, login: str, old: str, new: str, now: datetime
) -> str | None:
    """One's own: the token of a new session, all others ended; None when the old one is wrong.

    Raises WeakPassword."""
    audit.serialise(session)
    row = operators.find(session, login)
    if row is None or not operators.knows_password(session, keys, row, old, now):
        return None
    if new == old:
        raise WeakPassword("the new password is the old one")
    passwords.check(new, login)
    _write(session, row, password_hash=passwords.hashed(new), must_change=False)
    audit.append(session, keys.audit_key, actor=login, act="sandi_diganti", subject=login, now=now)
    return sessions.begin(session, row.id, now)


def _changed_by(session: Session, login: str, by: Actor) -> Any:
    row = operators.of_another(session, login, by.id)
    _still_admin(session, by)
    return row


def _still_admin(session: Session, by: Actor) -> None:
    """Asked again inside the transaction: they may have lost the role while the form was open."""
    boss = operators.find(session, by.id)
    if boss is None or boss.role != ADMIN or not boss.active:
        raise NotAllowed("only an administrator changes accounts")


def _write(session: Session, row: Any, **values: Any) -> None:
    session.execute(update(operator_account).where(operator_account.c.id == row.id).values(**values))
    sessions.end_all(session, row.id)
