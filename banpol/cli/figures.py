"""`banpol statistics` and `banpol db backfill`: published totals, counting anew, completing old reports."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import typer
import yaml

from banpol import wiring
from banpol.register import backfill as filling
from banpol.register import statistics, tallies
from banpol.register.actors import ADMIN, Actor
from banpol.register.errors import UnknownChoice
from banpol.register.lists import FOLDER
from banpol.register.office import with_settings
from banpol.register.statistics import Reported

SHIPPED = FOLDER / "dilaporkan.yml"


def import_reported(file: Path | None) -> None:
    """All lines or none. Raises UnknownChoice."""
    rows = read(file or SHIPPED)
    actor = Actor(f"cli:{getpass.getuser()}"[:64], ADMIN)
    with wiring.database().write() as session:
        office = wiring.office(wiring.keys())
        added = statistics.import_reported(session, office, actor, rows, wiring.clock().now())
    typer.echo(f"{added} of {len(rows)} published totals are new; all are marked as reported")


def read(file: Path) -> list[Reported]:
    """Raises UnknownChoice for a file that is not such a list."""
    try:
        lines: Any = yaml.safe_load(file.read_text("utf-8"))
        return [_one(line) for line in lines]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, ValueError) as wrong:
        raise UnknownChoice(f"{file} is no list of published totals: {type(wrong).__name__}") from None


def _one(line: Any) -> Reported:
    number = line["laporan"]
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError("a count is a whole number")
    return Reported(str(line["awal"]), str(line["akhir"]), number, str(line["sumber"]))


def recount() -> None:
    with wiring.database().write() as session:
        number = tallies.recount(session)
    typer.echo(f"{number} reports were counted")


def backfill() -> None:
    """Block by block, each in a transaction of its own, then counts anew. Raises KeyFileProblem."""
    database, keys, now = wiring.database(), wiring.keys(), wiring.clock().now()
    wiring.prepare(wiring.settings(), database)
    office, opener, after, number = wiring.office(keys), keys.opener(), "", 0
    while True:
        with database.write() as session:
            block = filling.fill(session, with_settings(session, office), opener, now, after)
        number += block.changed
        if block.after is None:
            break
        after = block.after
    typer.echo(f"{number} reports were completed")
    recount()
