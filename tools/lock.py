"""Writes requirements/*.lock again from pyproject.toml and tools.in. Usage: lock.py [--upgrade]

base.lock (no Rasa) is resolved under all.lock's versions: every process of a release runs the same ones.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import List

sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment
import fetch_uv

ROOT = Path(__file__).resolve().parent.parent
COMMON = [
    "pip",
    "compile",
    "--quiet",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "-p",
    environment.PYTHON,
]
LOCKS = (
    [
        *("--universal", "--extra", "rasa", "--extra", "vectors", "--extra", "test"),
        *("pyproject.toml", "-o", "requirements/all.lock"),
    ],
    ["--universal", "-c", "requirements/all.lock", "pyproject.toml", "-o", "requirements/base.lock"],
    ["--universal", "requirements/tools.in", "-o", "requirements/tools.lock"],
)


def main(arguments: List[str]) -> int:
    uv = fetch_uv.ensure()
    seen = environment.uv_environment(dict(os.environ))
    for lock in LOCKS:
        result = subprocess.run([uv, *COMMON, *arguments, *lock], cwd=str(ROOT), env=seen)
        if result.returncode:
            return result.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
