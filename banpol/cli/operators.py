"""`banpol operator`: accounts of the team."""

from __future__ import annotations

import getpass
import sys

import typer

from banpol import wiring
from banpol.register import account_changes, authenticators, operators, totp
from banpol.register.operators import NewAccount, TeamKeys


def add(login: str, role: str, unit: str | None, named: bool) -> None:
    """Asks for the password at the terminal or takes the first line of standard input; never an argument."""
    keys, by = _keys(), _by()
    account = NewAccount(login, role, _password(), unit, named)
    with wiring.database().write() as session:
        secret = operators.add(session, keys, account, by=by, now=wiring.clock().now())
        if account_changes.weighs(role, named):
            account_changes.tell(session, wiring.clock().now())
    typer.echo(f"account {login} ({role}) was made; enter this once in the authenticator app:")
    typer.echo(f"  {totp.text_form(secret)}")
    typer.echo(f"  {totp.address(secret, login)}")


def reset_authenticator(login: str) -> None:
    """For a lost telephone when there is no second administrator who could do it in the console."""
    now = wiring.clock().now()
    with wiring.database().write() as session:
        code = authenticators.reset(session, _keys(), login, by=_by(), now=now)
        account_changes.tell(session, now)
    typer.echo(f"for 24 hours {login} signs in with the password and, instead of a code, {code};")
    typer.echo("then the console shows the new secret for the authenticator app")


def _keys() -> TeamKeys:
    return TeamKeys(wiring.keys().ring("contact.key"), wiring.keys().audit_key())


def _by() -> str:
    return f"cli:{getpass.getuser()}"[:64]


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("password: ")
    if first != getpass.getpass("again: "):
        raise operators.AccountRefused("the two passwords differ")
    return first
