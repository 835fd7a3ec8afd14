"""`python -m tests.storm`: three seeds of 10,000 deliveries with 30 kills of each process; exit code 1 when
anything is lost, doubled, out of order or unanswered. `--mutant NAME` takes one guard out of the gateway."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.storm.mutants import MUTANTS
from tests.storm.storm import Outcome, Plan, Storm


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=30, help="of gateway and assistant each")
    parser.add_argument("--mutant", choices=sorted(MUTANTS), default="")
    return parser.parse_args()


def as_text(outcome: Outcome) -> str:
    """A few lines that tell everything."""
    tally, verdict = outcome.tally, outcome.verdict
    counts = " · ".join(f"{name} {value}" for name, value in vars(verdict).items() if isinstance(value, int))
    return (
        f"seed {outcome.plan.seed}{' · ' + outcome.plan.mutant if outcome.plan.mutant else ''}: "
        f"{tally.deliveries} deliveries ({tally.copies} of them copies) in {tally.webhooks} webhooks, "
        f"{tally.unanswered_posts} posts repeated, {tally.forged} forged; {outcome.people} people wrote "
        f"{outcome.messages} messages and filed {outcome.reports} reports; killed: gateway "
        f"{outcome.gateway_kills}, assistant {outcome.assistant_kills}; {outcome.seconds:.0f} s\n  {counts}\n"
        f"  {'FAILED: ' + '; '.join(outcome.fails) if outcome.fails else 'nothing wrong'}"
    )


def main() -> int:
    given = _arguments()
    failed = False
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as folder:
            plan = Plan(seed, given.deliveries, given.kills, given.mutant)
            outcome = asyncio.run(Storm(Path(folder), plan).run())
        print(as_text(outcome), flush=True)
        failed = failed or bool(outcome.fails)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path[:0] = ["tools"]
    sys.exit(main())
