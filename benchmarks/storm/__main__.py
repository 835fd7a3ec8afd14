"""Webhooks repeated, copied, shuffled, batched and forged, while gateway and assistant are killed.

`python -m benchmarks.storm`: 10,000 deliveries and 30 kills of each, for three seeds.
Ends with 1 on a violation.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from benchmarks.storm.mutants import MUTANTS
from benchmarks.storm.plan import make_plan
from benchmarks.storm.processes import PATIENCE_SECONDS, Outcome, Storm
from benchmarks.storm.program import NotInTime


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storm", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=30, help="of each process")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--mutant", choices=sorted(MUTANTS), default="")
    parser.add_argument("--patience", type=float, default=PATIENCE_SECONDS, help="seconds without progress")
    parser.add_argument("--keep", default="", help="a folder in which database and logs of each seed stay")
    parser.add_argument("--budget", type=float, default=45.0, help="minutes for one seed")
    given = parser.parse_args()
    lost = False
    for seed in given.seeds:
        plan = make_plan(seed, given.deliveries, given.kills)
        with _folder(given.keep, seed) as folder:
            run = Storm(plan, Path(folder), given.mutant, given.patience).run()
            try:
                outcome = asyncio.run(asyncio.wait_for(run, given.budget * 60))
            except (NotInTime, asyncio.TimeoutError) as problem:
                print(f"seed {seed}: stopped, {problem or 'out of time'}")
                return 1
        _tell(seed, plan.deliveries, len(plan.messages), outcome)
        lost = lost or bool(outcome.verdict.violations)
    return 1 if lost else 0


def _folder(keep: str, seed: int) -> AbstractContextManager[str]:
    if not keep:
        return tempfile.TemporaryDirectory()
    kept = Path(keep).resolve() / f"seed{seed}"
    kept.mkdir(parents=True)
    return nullcontext(str(kept))


def _tell(seed: int, deliveries: int, messages: int, outcome: Outcome) -> None:
    print(f"\n## Seed {seed}\n\n| what | count |\n|---|---|")
    rows = {
        "message deliveries (repeats included)": deliveries,
        "messages": messages,
        "webhooks posted (copies and new tries included)": outcome.posts,
        "forged webhooks": outcome.forgeries,
        "gateway kills": outcome.gateway_kills,
        "assistant kills": outcome.assistant_kills,
        **outcome.verdict.figures,
    }
    for name, count in rows.items():
        print(f"| {name} | {count} |")
    for line, times in Counter(map(_kind_of, outcome.complaints)).most_common():
        print(f"| log: {line} | {times} |")
    print(f"| minutes | {outcome.minutes:.1f} |")
    print(
        "\n"
        + ("VIOLATED: " + "; ".join(outcome.verdict.violations) if outcome.verdict.violations else "held")
    )


def _kind_of(line: str) -> str:
    """A line of a log without its moment and its ids."""
    return re.sub(r"[0-9a-f]{16,}|^[\d\- :,.TZ+]+", "", line)[:90]


if __name__ == "__main__":
    sys.exit(main())
