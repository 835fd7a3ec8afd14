"""Stock Rasa and Banpol's assistant hear the same talk; prints and writes what each message cost.

`python -m benchmarks.turns`: some five minutes; the machine should have nothing else to do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.turns.measuring import POINTS, Plan, measure
from benchmarks.turns.own_side import OwnSide
from benchmarks.turns.processes import ROOT, NotStarted
from benchmarks.turns.results import as_text
from benchmarks.turns.stock_side import StockSide

RESULTS = ROOT / "benchmarks" / "turns" / "RESULTS.md"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "banpol.tar.gz")
    parser.add_argument(
        "--until", type=int, choices=POINTS, default=POINTS[-1], help="the last point measured"
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results are written")
    parser.add_argument("--budget", type=float, default=420.0, help="seconds after which no more is said")
    return parser.parse_args()


def main() -> int:
    given = _arguments()
    if not given.model.is_file():
        print("stopped: there is no trained model; `make train` trains one.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        sides = []
        try:
            for kind in (StockSide, OwnSide):
                place = Path(folder) / kind.name
                place.mkdir()
                sides.append(kind(place, given.model))
            text = as_text(measure(*sides, Plan(given.until, given.budget)), given.model)
        except NotStarted as problem:
            print(f"stopped: {problem}", file=sys.stderr)
            return 1
        finally:
            for side in sides:
                side.stop()
    print(text)
    given.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
