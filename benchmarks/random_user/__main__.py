"""A random user talks to the real stack; prints a summary and ends with 1 when anything went wrong.

`python -m benchmarks.random_user --conversations 500 --seed 1`
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from banpol import logs, wiring
from benchmarks.random_user.user import Findings, converse


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.random_user", description=__doc__)
    parser.add_argument("--conversations", type=int, default=500)
    parser.add_argument(
        "--seed", type=int, default=1, help="the first conversation's; the next ones count up"
    )
    return parser.parse_args()


async def run(conversations: int, seed: int) -> Findings:
    """All conversations with one loaded model; each has a database of its own."""
    from banpol.assistant import loading, tf_stub

    logs.configure()
    settings = wiring.settings()
    model = loading.find_model(settings.models_dir)
    if not loading.needs_tensorflow(model):
        tf_stub.install()
    from banpol.assistant.agent import load_plain

    agent, findings = load_plain(model), Findings()
    for number in range(seed, seed + conversations):
        await converse(agent, number, settings.project_dir, findings)
        if findings.conversations % 50 == 0:
            print(f"{findings.conversations} conversations, {len(findings.troubles)} troubles", flush=True)
    return findings


def main() -> int:
    asked = _arguments()
    began = time.monotonic()
    findings = asyncio.run(run(asked.conversations, asked.seed))
    print(findings.summary())
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if findings.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
