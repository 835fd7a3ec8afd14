"""Asks, prints, writes the page, compares with the figures that were committed last."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from banpol import wiring
from banpol.cli.understanding import Understanding
from evaluation.asking import ask
from evaluation.figures import Figures, changes, fallen, figures
from evaluation.page import html, terminal
from evaluation.sets import read_sets

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "evaluation"
PAGE = ROOT / "results" / "understanding.html"


def main(arguments: list[str]) -> int:
    """0, or 1 when a figure fell by more than its margin."""
    options = _options(arguments)
    sets = read_sets(options.sets)
    understanding = Understanding(wiring.clock())
    answers = asyncio.run(ask(sets, understanding, wiring.settings().models_dir))
    now = figures(sets, answers)
    rows = changes(now, committed(options.committed / "figures.json"))
    print(terminal(rows))
    page = options.committed / "index.html" if options.keep else options.page
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(html(sets, answers, rows), encoding="utf-8")
    print(f"page: {page}")
    if options.keep:
        _keep(now, options.committed / "figures.json")
        return 0
    return _verdict([row.name for row in fallen(rows)])


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make evaluate", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="make these the figures to compare with")
    parser.add_argument("--sets", type=Path, default=ROOT / "tests" / "understanding")
    parser.add_argument("--committed", type=Path, default=COMMITTED, help="folder of figures.json")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the page is written without --keep")
    return parser.parse_args(arguments)


def committed(path: Path) -> Figures:
    """The figures to compare with; none where there is no file. Raises ValueError for a broken one."""
    if not path.is_file():
        return {}
    read: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in read.items()}


def _keep(now: Figures, path: Path) -> None:
    """CPU belongs to a machine and an hour, so it is not kept."""
    kept = {name: round(value, 4) for name, value in now.items() if not name.startswith("parse_cpu_ms")}
    path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print(f"kept: {path}")


def _verdict(names: list[str]) -> int:
    if names:
        print(f"fell by more than the margin: {', '.join(names)}")
    return 1 if names else 0
