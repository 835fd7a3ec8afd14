"""An authenticator app that is set up anew: after a lost telephone, and for an account that was just made.

Another person hands over a set-up code of twelve digits. With the password it opens one page, which shows a
secret that nobody else has seen; a code made from it ends the set-up. Until then the account does nothing."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from banpol.register import audit, operators, sessions
from banpol.register.operators import TeamKeys
from banpol.register.sql.operator_tables import operator_account

SETUP_FOR = timedelta(hours=24)
_DIGITS = 12


def await_setup(session: Session, keys: TeamKeys, row: Any, now: datetime) -> str:
    """The set-up code, for 24 hours; the old secret is gone and all sessions end."""
    code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    values = {"setup_hash": operators.setup_mark(code), "setup_until": now + SETUP_FOR}
    _keep_new_secret(session, keys, row, **values, failures=0, failed_at=None)
    sessions.end_all(session, row.id)
    return "-".join(code[start : start + 4] for start in range(0, _DIGITS, 4))


def reset(session: Session, keys: TeamKeys, login: str, *, by: str, now: datetime) -> str:
    """The set-up code for somebody else whose telephone is lost. Raises AccountRefused."""
    row = operators.of_another(session, login, by)
    code = await_setup(session, keys, row, now)
    audit.append(session, keys.audit_key, actor=by, act="autentikator_disetel_ulang", subject=login, now=now)
    return code


def draw(session: Session, keys: TeamKeys, row: Any) -> None:
    """Another secret at each sign-in with the code: one that was read before is worth nothing."""
    _keep_new_secret(session, keys, row)


def shown(session: Session, keys: TeamKeys, login: str) -> bytes | None:
    """The secret to type into the app; None once it is set up."""
    row = operators.find(session, login)
    return operators.secret_of(keys, row) if row is not None and row.setup_hash is not None else None


def finish(session: Session, keys: TeamKeys, login: str, code: str, now: datetime) -> str | None:
    """The token of a new session when the app gives the right code; None, and counted, when it does not."""
    audit.serialise(session)
    row = operators.find(session, login)
    if row is None or row.setup_hash is None:
        return None
    if not operators.confirm_with(session, keys, row, code, "autentikator_dipasang", now):
        return None
    session.execute(_of(row).values(setup_hash=None, setup_until=None))
    return sessions.begin(session, row.id, now)


def _keep_new_secret(session: Session, keys: TeamKeys, row: Any, **values: Any) -> None:
    sealed = operators.sealed_secret(keys, row.id, os.urandom(20))
    session.execute(_of(row).values(sealed_totp=sealed, totp_step=0, **values))


def _of(row: Any) -> Any:
    return update(operator_account).where(operator_account.c.id == row.id)
