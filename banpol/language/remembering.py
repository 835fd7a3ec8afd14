"""What training reads of a text, kept between two trainings of one process that says it wants that.

Off unless `remember` was called: a process that talks with citizens keeps no text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Kept = TypeVar("Kept")
_memory: dict[str, Any] | None = None


def remember() -> None:
    """From now on what was read is kept until `forget`."""
    global _memory
    _memory = {} if _memory is None else _memory


def forget() -> None:
    """Drops everything; a word list has changed."""
    global _memory
    _memory = None if _memory is None else {}


def kept(name: str, make: Callable[[], Kept]) -> Kept:
    """The thing of this name from before where this process remembers, else a new one."""
    if _memory is None:
        return make()
    if name not in _memory:
        _memory[name] = make()
    found: Kept = _memory[name]
    return found


def remembered(read: Callable[[str], str]) -> Callable[[str], str]:
    """The same reading; each text only once where this process remembers."""
    if _memory is None:
        return read
    known: dict[str, str] = kept(f"{read.__module__}.{read.__qualname__}", dict)

    def again(text: str) -> str:
        if text not in known:
            known[text] = read(text)
        return known[text]

    return again
