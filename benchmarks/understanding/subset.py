"""The same number of examples of every intent, spread over its list; the order of the file decides."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import yaml


def even_subset(folder: Path, each: int, out: Path) -> int:
    """Writes at most `each` examples of every intent (0: all) to `out`; the number written."""
    examples: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = (line.strip() for line in str(block["examples"]).splitlines())
            examples[str(block["intent"])] += [line for line in lines if line]
    kept = {intent: spread(lines, each) for intent, lines in sorted(examples.items())}
    blocks = [{"intent": intent, "examples": "\n".join(lines) + "\n"} for intent, lines in kept.items()]
    out.write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True), encoding="utf-8")
    return sum(map(len, kept.values()))


def spread(lines: list[str], each: int) -> list[str]:
    """`each` lines at even distances, all when there are not more or when `each` is 0."""
    if not each or len(lines) <= each:
        return lines
    return [lines[i * len(lines) // each] for i in range(each)]
