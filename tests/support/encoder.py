"""A stand-in for the encoder of sentences: a text means one of a few directions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from banpol.language import sentences


class ToyEncoder:
    """`direction` gives the number of a vector that is 1, `floor` all others; `asked` holds the texts."""

    def __init__(self, direction: Callable[[str], int], floor: float = 0.0) -> None:
        self.asked: list[str] = []
        self._direction, self._floor = direction, floor

    def token_count(self, text: str, is_query: bool) -> int:
        """Words, near enough."""
        return len(text.split())

    def query(self, text: str) -> object:
        """One vector."""
        self.asked.append(text)
        row = np.full(sentences.WIDTH, self._floor, dtype=np.float32)
        row[self._direction(text)] = 1.0
        return row
