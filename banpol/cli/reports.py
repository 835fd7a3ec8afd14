"""`banpol report` and `banpol audit`."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

import typer

from banpol import wiring
from banpol.clock import WIB, to_utc
from banpol.register import audit, reading
from banpol.register.audit import ChainBroken, ChainHead


def as_wib(value: Any) -> Any:
    """Moments in WIB for reading; all else unchanged."""
    if isinstance(value, datetime):
        return to_utc(value).astimezone(WIB).isoformat(timespec="seconds")
    return value


def dump(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, default=as_wib)


def show_list(limit: int, status: str | None, json_output: bool) -> None:
    """Needs the private key although a list holds no content: who may not read reports may not count them."""
    wiring.keys().opener()
    with wiring.database().read() as session:
        rows = reading.list_reports(session, limit, status)
    if json_output:
        for row in rows:
            typer.echo(dump(asdict(row)))
        return
    if not rows:
        typer.echo("no reports yet")
    for row in rows:
        typer.echo(
            f"{row.number}  {as_wib(row.filed_at)}  {row.status:<16} {row.urgency:<8} {row.kind:<24} "
            f"{row.kabupaten_code or '-':<6} {row.source_channel}"
        )


def show_one(number: str, json_output: bool) -> None:
    opener = wiring.keys().opener()
    with wiring.database().write() as session:
        report = reading.open_report(session, opener, number)
        # The look and its trace are one transaction: without the trace nothing is shown.
        audit.append(
            session,
            wiring.keys().audit_key(),
            actor=f"cli:{getpass.getuser()}"[:64],
            act="laporan_dibuka",
            subject=number,
            now=wiring.clock().now(),
        )
    if json_output:
        typer.echo(dump(report))
        return
    for key, value in report.items():
        typer.echo(f"{key:<18} {value if isinstance(value, str) else dump(value)}")


def verify_audit(anchor: str | None) -> int:
    """0 when the chain holds, 2 when it does not."""
    head = None
    if anchor:
        seq, _, digest = anchor.partition(":")
        if not seq.isdigit():
            raise typer.BadParameter("--anchor must be SEQ:HASH")
        head = ChainHead(int(seq), digest)
    with wiring.database().read() as session:
        try:
            count = audit.verify(session, wiring.keys().audit_key(), head)
        except ChainBroken as broken:
            typer.echo(f"banpol: {broken}", err=True)
            return 2
        last = audit.chain_head(session)
    typer.echo(f"{count} entries, the chain holds; head {last.seq}:{last.hash}")
    return 0
