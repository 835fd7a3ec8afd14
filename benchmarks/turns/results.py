"""The figures as a page: ratios first, then absolute values, then the machine they hold for."""

from __future__ import annotations

import hashlib
import platform
import sqlite3
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.turns.conversation import PERIOD, window
from benchmarks.turns.measuring import Measured


def as_text(measured: Measured, model: Path) -> str:
    """RESULTS.md."""
    parts = [_head(model), _ratios(measured), _absolute(measured), _same(measured), _machine(measured)]
    return "\n".join(parts)


def _head(model: Path) -> str:
    digest = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
    return (
        "# Turns: stock Rasa and Banpol's assistant, the same model, the same talk\n\n"
        "Written by `python -m benchmarks.turns`; what is measured: [benchmarks/README.md](../README.md).\n"
        f"Model `{model.name}`, sha256 {digest}…, no sentence vectors on either side.\n"
    )


def _points(measured: Measured) -> list[int]:
    return sorted({point for _, point in measured.costs})


def _ratios(measured: Measured) -> str:
    lines = ["## Ratios\n", "| message | CPU, stock : ours | p50, stock : ours |", "|---|---|---|"]
    for point in _points(measured):
        stock, ours = measured.costs["stock", point], measured.costs["ours", point]
        lines.append(f"| {point} | {stock.cpu_ms / ours.cpu_ms:.1f} | {stock.p50_ms / ours.p50_ms:.1f} |")
    first, last = _points(measured)[0], _points(measured)[-1]
    for side in ("ours", "stock"):
        growth = measured.costs[side, last].cpu_ms / measured.costs[side, first].cpu_ms
        lines.append(f"\nCPU of {side} at message {last} : at message {first} = {growth:.2f}")
    return "\n".join(lines) + "\n"


def _absolute(measured: Measured) -> str:
    lines = [
        "## Absolute, per message\n",
        "| message | messages said | talks | stock CPU ms | ours CPU ms | stock p50 ms | ours p50 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for point in _points(measured):
        stock, ours, around = (*(measured.costs[side, point] for side in ("stock", "ours")), window(point))
        lines.append(
            f"| {point} | {around.start}-{around.stop - 1} | {len(stock.seconds) // len(PERIOD)} | "
            f"{stock.cpu_ms:.1f} | {ours.cpu_ms:.1f} | {stock.p50_ms:.1f} | {ours.p50_ms:.1f} |"
        )
    if measured.given_up:
        lines.append(f"\nNot all was measured: {measured.given_up}.")
    return "\n".join(lines) + "\n"


def _same(measured: Measured) -> str:
    reports = ", ".join(f"{side} {number}" for side, number in measured.reports.items())
    return (
        f"Both sides heard {measured.messages} messages; "
        f"{measured.other_answers} were answered in other words. "
        f"Reports filed: {reports}.\n"
    )


def _machine(measured: Measured) -> str:
    today = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    memory = psutil.virtual_memory().total / 2**30
    load = " / ".join(f"{one:.1f}" for one in psutil.getloadavg())
    names = ", ".join(f"{name} {version(name)}" for name in ("rasa", "rasa-sdk", "SQLAlchemy"))
    return (
        f"## Machine\n\n{today}; {_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GiB; "
        f"Linux {platform.release()}; Python {platform.python_version()}, {names}, "
        f"SQLite {sqlite3.sqlite_version}. "
        f"Load while measuring (1, 5, 15 min): {load}. The measuring took {measured.seconds:.0f} s.\n"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
