"""Our reading of places beside spaCy's entity ruler, with the same names: `python -m benchmarks.places`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Callable

from banpol.language.place import PlaceFound, find_place

ROOT = Path(__file__).resolve().parents[2]
Reader = Callable[[str, bool], "PlaceFound | None"]
ROUNDS = 5


def measure(read: Reader, items: list[tuple[str, bool, str]]) -> tuple[int, float]:
    """How many are right, and CPU milliseconds for a message, the median of some rounds over all."""
    from evaluation.sets import place_is_right

    right = sum(place_is_right(read(text, answering), meaning) for text, answering, meaning in items)
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for text, answering, _ in items:
            read(text, answering)
        rounds.append((time.process_time() - began) * 1000 / len(items))
    return right, sorted(rounds)[ROUNDS // 2]


def main() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    from evaluation.sets import read_sets

    from banpol.language.spelling import normalise
    from benchmarks.places.by_spacy import Ruler

    items, ruler = read_sets(ROOT / "tests" / "understanding").places, Ruler()
    readers: dict[str, Reader] = {
        "ours": find_place,
        "spaCy's entity ruler": lambda text, _: ruler.find_place(text),
        "the same, spelling repaired first": lambda text, _: ruler.find_place(normalise(text)),
    }
    print(f"{len(items)} messages of tests/understanding/tempat.yml\n")
    print("| reader | right | CPU ms a message |\n|---|---|---|")
    for name, read in readers.items():
        right, took = measure(read, items)
        print(f"| {name} | {right / len(items):.1%} | {took:.2f} |", flush=True)


if __name__ == "__main__":
    main()
