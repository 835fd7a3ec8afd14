"""Short words of the responses (rows, titles, states) for the places where an action puts a text together.

Whole sentences go out by their response id; only pieces of a list are fetched here, from the same files.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

RESPONSES = Path(__file__).resolve().parent.parent / "data" / "responses"


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in sorted(RESPONSES.glob("*.yml")):
        document: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
        texts |= {name: str(items[0].get("text", "")) for name, items in document["responses"].items()}
    return texts


def phrase(name: str) -> str:
    """The text of a response. Raises KeyError for a name without a text."""
    return _texts()[name]


def known(name: str) -> bool:
    return name in _texts()
