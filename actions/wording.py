"""Short words of the responses (rows, titles, states) for the places where an action puts a text together.

Whole sentences go out by their response id; only pieces of a list are fetched here, from the same files.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

RESPONSES = Path(__file__).resolve().parent.parent / "data" / "responses"


@lru_cache(maxsize=1)
def _responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(RESPONSES.glob("*.yml")):
        found |= yaml.safe_load(file.read_text("utf-8"))["responses"]
    return found


def phrase(name: str) -> str:
    """The text of a response. Raises KeyError for a name without a text."""
    return str(_responses()[name][0].get("text", ""))


def known(name: str) -> bool:
    return name in _responses()


@lru_cache(maxsize=512)
def named_in(name: str) -> frozenset[str]:
    """What a response names in braces, in its text or under its buttons."""
    return frozenset(re.findall(r"{(\w+)}", str(_responses().get(name, ""))))
