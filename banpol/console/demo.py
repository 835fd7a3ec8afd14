"""Accounts for trying out, shown on the sign-in page; only where BANPOL_DEMO is set."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from banpol.database import Database
from banpol.register import operators, totp
from banpol.register.actors import ADMIN, AUDITOR, OPERATOR, ROLES, SUPERVISOR
from banpol.register.operators import NewAccount, TeamKeys

PASSWORD = "hanya-untuk-mencoba"  # noqa: S105  (invented, and useless outside a demonstration)
SECOND = "pengawas2"
LOGINS = {OPERATOR: "petugas", SUPERVISOR: "pengawas", AUDITOR: "auditor", ADMIN: "admin"}


@dataclass(frozen=True)
class SignIn:
    """What to type."""

    login: str
    role: str
    password: str
    code: str


def ensure(database: Database, keys: TeamKeys, now: datetime) -> None:
    """One account of each role, and a second supervisor to decide what the first one asked."""
    wanted = [(LOGINS[role], role) for role in ROLES] + [(SECOND, SUPERVISOR)]
    with database.read() as session:
        missing = [pair for pair in wanted if operators.find(session, pair[0]) is None]
    for login, role in missing:
        account = NewAccount(login, role, PASSWORD, named=role == SUPERVISOR)
        with database.write() as session:
            operators.add(session, keys, account, by="demo", now=now, secret=secret_of(login))


def sign_ins(now: datetime) -> list[SignIn]:
    return [
        SignIn(login, role, PASSWORD, totp.code(secret_of(login), totp.step_of(now)))
        for role, login in LOGINS.items()
    ]


def code_now(login: str, now: datetime) -> tuple[str, int] | None:
    """The code of one of these accounts and for how many seconds it holds; None for other accounts."""
    if login not in (*LOGINS.values(), SECOND):
        return None
    left = totp.STEP_SECONDS - int(now.timestamp()) % totp.STEP_SECONDS
    return totp.code(secret_of(login), totp.step_of(now)), left


def secret_of(login: str) -> bytes:
    return hashlib.sha256(f"banpol demo {login}".encode()).digest()[:20]
