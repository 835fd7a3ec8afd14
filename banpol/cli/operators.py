"""`banpol operator`: accounts of the team."""

from __future__ import annotations

import getpass
import sys

import typer

from banpol import wiring
from banpol.register import operators, totp
from banpol.register.operators import NewAccount, TeamKeys


def add(login: str, role: str, unit: str | None, named: bool) -> None:
    """Asks for the password at the terminal or takes the first line of standard input; never an argument."""
    keys = TeamKeys(wiring.keys().ring("contact.key"), wiring.keys().audit_key())
    account = NewAccount(login, role, _password(), unit, named)
    with wiring.database().write() as session:
        by = f"cli:{getpass.getuser()}"[:64]
        secret = operators.add(session, keys, account, by=by, now=wiring.clock().now())
    typer.echo(f"account {login} ({role}) was made; enter this once in the authenticator app:")
    typer.echo(f"  {totp.text_form(secret)}")
    typer.echo(f"  {totp.address(secret, login)}")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("password: ")
    if first != getpass.getpass("again: "):
        raise operators.AccountRefused("the two passwords differ")
    return first
