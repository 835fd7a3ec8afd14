"""Guards over every file that git holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable, Iterator, Mapping

# Composed, so that this file does not hold what it forbids.
_HOSTS = (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("debian", "org"))
_REGISTRY = re.compile("|".join(re.escape(".".join(parts)) for parts in _HOSTS))
_MACHINE_PATH = re.compile(r"(?<![\w./}])/(?:" + "|".join(("root", "work", "home")) + r")/\w")
LOCK_WITH_HOSTS = "uv" + ".lock"
LARGEST_BYTES = 3_000_000

Tracked = Mapping[str, bytes]


def read(root: Path, names: list[str]) -> dict[str, bytes]:
    """The content of each file that is still there."""
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}


def _lines(tracked: Tracked) -> Iterator[tuple[str, str]]:
    """Place ("file:line") and text of every line of every text file."""
    for name, body in tracked.items():
        if b"\0" in body[:8000]:
            continue
        for number, line in enumerate(body.decode("utf-8", "replace").splitlines(), start=1):
            yield f"{name}:{number}", line


def no_registry_host(tracked: Tracked) -> list[str]:
    """A mirror must do everywhere, so no file names the host of a package registry."""
    return [
        f"{place} names a package registry's host"
        for place, line in _lines(tracked)
        if _REGISTRY.search(line)
    ]


def no_machine_path(tracked: Tracked) -> list[str]:
    """A path that exists on one machine only helps nobody else."""
    return [
        f"{place} names a path of one machine"
        for place, line in _lines(tracked)
        if _MACHINE_PATH.search(line)
    ]


def no_lock_with_hosts(tracked: Tracked) -> list[str]:
    """uv's own lock file names registry hosts; requirements/*.lock say the same without them."""
    return [f"{name} must not be in git" for name in tracked if Path(name).name == LOCK_WITH_HOSTS]


def no_heavy_file(tracked: Tracked) -> list[str]:
    """Models and recordings belong beside the repository."""
    return [f"{name} is {len(body):,} bytes" for name, body in tracked.items() if len(body) > LARGEST_BYTES]


def no_conflict_marker(tracked: Tracked) -> list[str]:
    """A merge that was not finished."""
    return [
        f"{place} holds a merge conflict" for place, line in _lines(tracked) if line.startswith("<" * 7 + " ")
    ]


GUARDS: tuple[Callable[[Tracked], list[str]], ...] = (
    no_registry_host,
    no_machine_path,
    no_lock_with_hosts,
    no_heavy_file,
    no_conflict_marker,
)
