"""`banpol demo`: fills a demonstration's empty register with a year of invented reports."""

from __future__ import annotations

import time

import typer
from sqlalchemy import func, select

from banpol import wiring
from banpol.cli.demo_year import Year
from banpol.console import demo as accounts
from banpol.register.operators import TeamKeys
from banpol.register.sql.tables import report
from banpol.settings import SettingProblem


def fill(seed: int, dense: float) -> None:
    """Raises SettingProblem outside a demonstration, and where reports are already."""
    settings, database = wiring.settings(), wiring.database()
    if not settings.demo:
        raise SettingProblem(
            "invented reports belong into a demonstration only; set BANPOL_DEMO=true for one"
        )
    wiring.prepare(settings, database)
    with database.read() as session:
        if session.execute(select(func.count()).select_from(report)).scalar_one():
            raise SettingProblem("this register holds reports already; set BANPOL_DATA_DIR to a new folder")
    start, keys, now = time.perf_counter(), wiring.keys(), wiring.clock().now()
    accounts.ensure(database, TeamKeys(keys.ring("contact.key"), keys.audit_key()), now)
    made = Year(database, wiring.office(keys), now, seed).play(sparse=dense / 6, dense=dense)
    typer.echo(
        f"{made} invented reports of a year were filed and worked on in {time.perf_counter() - start:.0f} s"
    )
