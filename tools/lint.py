"""`make lint`: runs every checker, also after one has complained, and says at the end which did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv-tools" / "bin"
YAML = [
    "data",
    "config.yml",
    "domain.yml",
    "endpoints.yml",
    "credentials.yml",
    "tests",
    ".pre-commit-config.yaml",
]


def checks() -> dict[str, list[str]]:
    """Each checker by name, with the command that runs it."""
    concise = ["--output-format", "concise"]
    present = [name for name in YAML if (ROOT / name).exists()]
    return {
        "style (ruff check)": [str(TOOLS / "ruff"), "check", *concise, "."],
        "form (ruff format)": [str(TOOLS / "ruff"), "format", "--check", *concise, "."],
        "types (mypy)": [str(TOOLS / "mypy"), "--python-executable", str(ROOT / ".venv" / "bin" / "python")],
        "arrows (lint-imports)": [str(TOOLS / "lint-imports"), "--no-logo"],
        "YAML (yamllint)": [str(TOOLS / "yamllint"), "--strict", *present],
    }


def main() -> int:
    failed = []
    for name, command in checks().items():
        result = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        print(f"{'FAILED' if result.returncode else 'ok    '} {name}", flush=True)
        if result.returncode:
            print(result.stdout, flush=True)
            failed.append(name)
    if failed:
        print(f"lint: {len(failed)} of {len(checks())} failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
