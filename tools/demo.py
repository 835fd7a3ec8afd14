"""`make demo`: a year of invented reports in the register that `make run` will show."""

from __future__ import annotations

import os
import subprocess
import sys

import demo_env


def main() -> int:
    command = [sys.executable, "-m", "banpol.cli.main", "demo", *sys.argv[1:]]
    return subprocess.run(command, cwd=demo_env.ROOT, env=demo_env.demo_environment(os.environ)).returncode


if __name__ == "__main__":
    sys.exit(main())
