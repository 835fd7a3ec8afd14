"""Danger words: whether a message tells of somebody in danger now.

The word lists stand in `data/kamus/darurat.yml`. Recall comes first: when a message speaks of danger and nothing says
that it is over, supposed, asked about or denied, it counts as an emergency.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Danger:
    """What was found: the category, the words that decided, and whether it is happening now."""

    category: str
    words: tuple[str, ...]
    now: bool


def find_danger(text: str) -> Danger | None:
    """The most urgent danger a message names, None when it names none."""
    raise NotImplementedError
