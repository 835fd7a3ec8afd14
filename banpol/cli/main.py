"""`banpol`: look at reports, try the understanding, play scripted conversations, keep the house."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Callable, TypeVar

import typer

from banpol.clock import WIB
from banpol.crypto import CryptoError
from banpol.database import DatabaseProblem
from banpol.register.errors import RegisterError
from banpol.settings import SettingProblem

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
report_app = typer.Typer(no_args_is_help=True, help="Reports, read with the console's private key.")
db_app = typer.Typer(no_args_is_help=True, help="The database's schema.")
keys_app = typer.Typer(no_args_is_help=True, help="Key files.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit chain.")
app.add_typer(report_app, name="report")
app.add_typer(db_app, name="db")
app.add_typer(keys_app, name="keys")
app.add_typer(audit_app, name="audit")
operator_app = typer.Typer(no_args_is_help=True, help="Accounts of the team.")
app.add_typer(operator_app, name="operator")
statistics_app = typer.Typer(no_args_is_help=True, help="Figures.")
app.add_typer(statistics_app, name="statistics")


def explained(work: Callable[[], T]) -> T:
    """Runs a command; what it refuses comes out as one sentence and exit code 1."""
    try:
        return work()
    except (SettingProblem, DatabaseProblem, CryptoError, RegisterError) as problem:
        typer.echo(f"banpol: {problem}", err=True)
        raise typer.Exit(1) from None


@report_app.command("list")
def report_list(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 50,
    status: Annotated[str | None, typer.Option(help="Only this status, such as diterima.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List reports: number, time, status, kind, urgency; no content."""
    from banpol.cli import reports

    explained(lambda: reports.show_list(limit, status, json_output))


@report_app.command("show")
def report_show(
    number: Annotated[str, typer.Argument(help="Such as BP-261124-0001.")],
    json_output: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Open one report. Needs the console's private key; every look is written to the audit chain."""
    from banpol.cli import reports

    explained(lambda: reports.show_one(number, json_output))


@app.command()
def understand(
    text: Annotated[str | None, typer.Argument(help="A message as a citizen would type it.")] = None,
    now: Annotated[
        str | None, typer.Option(help="The moment of the message, ISO 8601; default: the clock.")
    ] = None,
    jsonl: Annotated[
        str | None, typer.Option(help="A file of JSON objects, one a line, or - for standard input.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also say which words decided and which examples are nearest.")
    ] = False,
) -> None:
    """What the assistant understands of a message."""
    from banpol.cli import understanding

    if (text is None) == (jsonl is None):
        raise typer.BadParameter("give either a TEXT or --jsonl FILE")
    moment = _moment(now)
    explained(lambda: understanding.run(text, moment, jsonl, explain))


def _moment(now: str | None) -> datetime | None:
    if now is None:
        return None
    try:
        moment = datetime.fromisoformat(now.replace("Z", "+00:00"))
    except ValueError:
        raise typer.BadParameter("--now must be ISO 8601, such as 2026-11-24T21:00:00+07:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=WIB)


@app.command()
def talk(
    script: Annotated[Path, typer.Argument(help="A YAML file of scripted conversations.")],
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to write the result.")] = None,
    only: Annotated[str | None, typer.Option(help="Play only the dialogue with this id.")] = None,
) -> None:
    """Play scripted conversations through the real stack and print transcripts and reports."""
    from banpol.cli import talking

    explained(lambda: talking.run(script, json_file, only))


@db_app.command("migrate")
def db_migrate() -> None:
    """Bring the database to the newest schema (and make demo keys, if this is a demo without any)."""
    from banpol import wiring

    def work() -> bool:
        return wiring.prepare(wiring.settings(), wiring.database())

    if explained(work):
        typer.echo(f"DEMO KEYS were made in {wiring.settings().keys_dir}; read the README there.", err=True)


@db_app.command("backfill")
def db_backfill() -> None:
    """Complete reports that were filed before the house had units, deadlines and search; may be run again."""
    from banpol.cli import figures

    explained(figures.backfill)


@keys_app.command("new")
def keys_new(
    folder: Annotated[Path | None, typer.Argument(help="Where; default: the setting.")] = None,
) -> None:
    """Make a full set of keys where there is none."""
    from banpol import wiring
    from banpol.keys import make_keys

    where = folder or wiring.settings().keys_dir
    made = explained(lambda: make_keys(where))
    typer.echo(f"keys were made in {where}" if made else f"{where} holds a full set of keys already")


@audit_app.command("verify")
def audit_verify(
    anchor: Annotated[str | None, typer.Option(help="SEQ:HASH of an entry that was written down.")] = None,
) -> None:
    """Check the audit chain from the first entry to the last. Exit code 2 when it is broken."""
    from banpol.cli import reports

    sys.exit(explained(lambda: reports.verify_audit(anchor)))


@operator_app.command("add")
def operator_add(
    login: Annotated[str, typer.Argument(help="Small letters, digits, dots.")],
    role: Annotated[str, typer.Option(help="operator, supervisor, auditor or admin.")] = "operator",
    unit: Annotated[str | None, typer.Option(help="Code of a unit; default: the whole province.")] = None,
    named: Annotated[bool, typer.Option("--named", help="May read reports on children and abuse.")] = False,
) -> None:
    """Make an account. The password is asked for, or read from standard input; never an argument."""
    from banpol.cli import operators

    explained(lambda: operators.add(login, role, unit, named))


@operator_app.command("reset-authenticator")
def operator_reset_authenticator(
    login: Annotated[str, typer.Argument(help="Whose telephone is lost.")],
) -> None:
    """Print a set-up code for an account whose authenticator app is lost; its sessions end."""
    from banpol.cli import operators

    explained(lambda: operators.reset_authenticator(login))


@statistics_app.command("import-reported")
def statistics_import(
    file: Annotated[Path | None, typer.Argument(help="A YAML list; default: the one that ships.")] = None,
) -> None:
    """Keep totals that the service itself published beside the counted figures, never mixed with them."""
    from banpol.cli import figures

    explained(lambda: figures.import_reported(file))


@statistics_app.command("recount")
def statistics_recount() -> None:
    """Make all counts anew from the reports."""
    from banpol.cli import figures

    explained(figures.recount)


@app.command()
def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Really delete; without it only counts.")] = False,
) -> None:
    """Delete what is over its time (docs/perawatan.md). Needs the console's private key."""
    from banpol.cli import upkeep

    explained(lambda: upkeep.purge(yes))


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Where backups lie; best on another disk.")],
    keep_days: Annotated[int, typer.Option(min=1, help="Older backups are removed; the newest stays.")] = 30,
) -> None:
    """Copy database and sealed files into a new folder, and check the copy. The keys are not in it."""
    from banpol.cli import upkeep

    explained(lambda: upkeep.backup(folder, keep_days))


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="One backup, such as banpol-20261128-020000.")],
) -> None:
    """Put a backup into an empty place and prove that it is usable. The keys must lie in theirs already."""
    from banpol.cli import restore as putting_back

    sys.exit(explained(lambda: putting_back.restore(folder)))


@app.command()
def check() -> None:
    """Open every report, compare every file with its digest, check the audit chain. Exit code 2 when not."""
    from banpol.cli import restore as putting_back

    sys.exit(explained(putting_back.check))


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="The same seed tells the same stories.")] = 1,
    per_day: Annotated[
        float, typer.Option(min=0.1, max=500, help="Reports a day in the last three months.")
    ] = 4.0,
) -> None:
    """Fill a demonstration's empty register with a year of invented reports."""
    from banpol.cli import demo as filling

    explained(lambda: filling.fill(seed, per_day))


def main(arguments: list[str] | None = None) -> Any:
    return app(arguments)


if __name__ == "__main__":
    main()
