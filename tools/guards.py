"""What neither Rasa nor a linter catches: prints every complaint and fails if there is one.

Each guard is a plain function from what was read to a list of sentences; tests show each of them complaining.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Callable

import guard_conversation as conversation
import guard_house as house

ROOT = Path(__file__).resolve().parent.parent
Complaints = list[str]


def run(root: Path) -> dict[str, Complaints]:
    """Every guard's complaints, by the guard's name."""
    talk = conversation.read(root)
    tracked = house.read(root, tracked_files(root))
    found: dict[str, Complaints] = {}
    for check in conversation.GUARDS:
        found[_name(check)] = check(talk)
    for guard in house.GUARDS:
        found[_name(guard)] = guard(tracked)
    return found


def _name(guard: Callable[..., Complaints]) -> str:
    return guard.__name__.replace("_", " ")


def tracked_files(root: Path) -> list[str]:
    """What git holds or is about to hold, as paths from the root; [] outside a git checkout."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(listing, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return sorted({name for name in answer.stdout.decode().split("\0") if name})


def report(root: Path) -> bool:
    """Prints one line per guard and its complaints; True when there are none."""
    results = run(root)
    for name, complaints in results.items():
        print(f"{'FAILED' if complaints else 'ok    '} {name}", flush=True)
        for complaint in complaints:
            print(f"         {complaint}", flush=True)
    return not any(results.values())


if __name__ == "__main__":
    sys.exit(0 if report(ROOT) else 1)
