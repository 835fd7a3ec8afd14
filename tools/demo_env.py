"""Reads deploy/demo.env: what a first start needs, unless the environment says otherwise."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Mapping

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "deploy" / "demo.env"


def demo_environment(given: Mapping[str, str], file: Path = FILE) -> dict[str, str]:
    """The given environment completed by the demo's values; `${NAME}` in them takes what was set above."""
    complete = dict(given)
    for line in file.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            complete.setdefault(name, string.Template(value).safe_substitute(complete))
    return complete
