"""The training messages nearest in meaning: how near the nearest of each class is, without any text.

A row is a message's sentence vector in eight bits, its class and a hash that only finds a text again where
that text is at hand (`data/`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

STEPS = 127.0
SOME = 3


def name_of(text: str) -> int:
    """The number under which a normalised text is kept: 63 bits of its hash."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big") >> 1


@dataclass(frozen=True)
class Neighbours:
    """Rows of length 1 (int8, in steps of 1/127 of `top`), their classes (ascending) and names."""

    rows: Any
    top: float
    classes: Any
    names: Any

    @cached_property
    def _matrix(self) -> Any:
        import numpy as np

        return self.rows.astype(np.float32) * (self.top / STEPS)

    @cached_property
    def _starts(self) -> tuple[Any, Any]:
        """The classes that have rows, and the first row of each."""
        import numpy as np

        present, starts = np.unique(self.classes, return_index=True)
        return present, starts

    def likeness(self, direction: Any) -> Any:
        """Cosine of a vector of length 1 with every row."""
        return self._matrix @ direction

    def nearest(self, likeness: Any, width: int) -> Any:
        """The greatest cosine of each of `width` classes; 0 for a class without rows."""
        import numpy as np

        found = np.zeros(width, dtype=np.float32)
        present, starts = self._starts
        found[present] = np.maximum.reduceat(likeness, starts)
        return found

    def few(self, likeness: Any, many: int = SOME) -> list[tuple[int, float, int]]:
        """(class, cosine, name) of the nearest rows, best first."""
        import numpy as np

        # Sorting thousands for the sake of three would cost more than comparing them did.
        ahead = np.argpartition(-likeness, min(many, len(likeness) - 1))[:many]
        best = ahead[np.lexsort((ahead, -likeness[ahead]))]
        return [(int(self.classes[i]), float(likeness[i]), int(self.names[i])) for i in best]

    def arrays(self) -> dict[str, Any]:
        """What is written to the model."""
        import numpy as np

        return {
            "near_rows": self.rows,
            "near_top": np.float32(self.top),
            "near_classes": self.classes,
            "near_names": self.names,
        }

    @classmethod
    def from_arrays(cls, box: Mapping[str, Any]) -> Neighbours:
        """The reverse of `arrays`."""
        return cls(box["near_rows"], float(box["near_top"]), box["near_classes"], box["near_names"])


def collect(directions: Any, classes: Any, names: Sequence[int]) -> Neighbours:
    """Rows sorted by class and name, so that their order tells nothing of the order of the examples."""
    import numpy as np

    numbers = np.array(names, dtype=np.int64)
    order = np.lexsort((numbers, classes))
    top = float(np.abs(directions).max()) or 1.0
    rows = np.rint(directions[order] / top * STEPS).astype(np.int8)
    return Neighbours(rows, top, np.asarray(classes, dtype=np.int16)[order], numbers[order])
