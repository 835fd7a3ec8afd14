"""`make validate`: Rasa's own validation with its warnings taken as errors, then the guards it lacks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import guards
from train_if_stale import QUIET

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "log" / "validate.log"


def _rasa() -> bool:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"]
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **QUIET}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    LOG.write_bytes(result.stdout)
    print(f"{'FAILED' if result.returncode else 'ok    '} rasa data validate --fail-on-warnings", flush=True)
    if result.returncode:
        print(result.stdout.decode(errors="replace"), flush=True)
    return result.returncode == 0


def main() -> int:
    valid = _rasa()
    return 0 if guards.report(ROOT) and valid else 1


if __name__ == "__main__":
    sys.exit(main())
