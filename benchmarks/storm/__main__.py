"""Webhooks repeated, copied, shuffled, batched and forged, while gateway and assistant are killed.

`python -m benchmarks.storm`: 10,000 deliveries and 30 kills of each, for three seeds.
Ends with 1 on a violation.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.storm.mutants import MUTANTS
from benchmarks.storm.plan import make_plan
from benchmarks.storm.processes import NotInTime, Outcome, storm


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storm", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=30, help="of each process")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--mutant", choices=sorted(MUTANTS), default="")
    parser.add_argument("--budget", type=float, default=45.0, help="minutes for one seed")
    given = parser.parse_args()
    lost = False
    for seed in given.seeds:
        plan = make_plan(seed, given.deliveries, given.kills)
        with tempfile.TemporaryDirectory() as folder:
            run = storm(plan, Path(folder), given.mutant)
            try:
                outcome = asyncio.run(asyncio.wait_for(run, given.budget * 60))
            except (NotInTime, asyncio.TimeoutError) as problem:
                print(f"seed {seed}: stopped, {problem or 'out of time'}")
                return 1
        _tell(seed, plan.deliveries, len(plan.messages), outcome)
        lost = lost or bool(outcome.verdict.violations)
    return 1 if lost else 0


def _tell(seed: int, deliveries: int, messages: int, outcome: Outcome) -> None:
    print(f"\n## Seed {seed}\n\n| what | count |\n|---|---|")
    rows = {
        "message deliveries (repeats included)": deliveries,
        "messages": messages,
        "webhooks posted (copies and new tries included)": outcome.posts,
        "forged webhooks": outcome.forgeries,
        "gateway kills": outcome.gateway_kills,
        "assistant kills": outcome.assistant_kills,
        "reports": outcome.reports,
        **outcome.verdict.figures,
    }
    for name, count in rows.items():
        print(f"| {name} | {count} |")
    print(f"| minutes | {outcome.minutes:.1f} |")
    print(
        "\n"
        + ("VIOLATED: " + "; ".join(outcome.verdict.violations) if outcome.verdict.violations else "held")
    )


if __name__ == "__main__":
    sys.exit(main())
