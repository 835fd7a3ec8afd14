"""The lists that ship with the house (`daftar/*.yml`): deadlines, outcomes, units, routing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "daftar"


def read_list(name: str, folder: Path | None = None) -> Any:
    return yaml.safe_load(((folder or FOLDER) / name).read_text("utf-8"))
