"""What training reads of a text, kept between two trainings of one process that says it wants that.

Off unless `remember` was called: a process that talks with citizens keeps no text.
"""

from __future__ import annotations

from collections.abc import Callable

_memory: dict[str, dict[str, str]] | None = None


def remember() -> None:
    """From now on what was read is kept until `forget`."""
    global _memory
    _memory = {} if _memory is None else _memory


def forget() -> None:
    """Drops everything; a word list has changed."""
    global _memory
    _memory = None if _memory is None else {}


def remembered(read: Callable[[str], str]) -> Callable[[str], str]:
    """The same reading; each text only once where this process remembers."""
    if _memory is None:
        return read
    known = _memory.setdefault(f"{read.__module__}.{read.__qualname__}", {})

    def again(text: str) -> str:
        if text not in known:
            known[text] = read(text)
        return known[text]

    return again
