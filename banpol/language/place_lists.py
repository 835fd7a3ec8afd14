"""Word lists around place names, read once from their table."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_TABLE = Path(__file__).parent / "tables" / "kata_tempat.yml"


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return raw


@lru_cache(maxsize=32)
def word_list(name: str) -> frozenset[str]:
    """The words of one list of the table."""
    return frozenset(_table()[name])


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Every chat spelling with the gazetteer's word for it."""
    return {form: plain for plain, forms in _table()["spelling"].items() for form in forms.split()}
