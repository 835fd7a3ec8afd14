"""Looks for words in files, in every form in which a careless program leaves them there."""

from __future__ import annotations

import base64
import sqlite3
from pathlib import Path
from typing import Iterator

KEYS = "keys"


def forms(word: str) -> set[bytes]:
    """UTF-8, UTF-16, hex and base64 of a word; base64 at each of its three alignments."""
    found: set[bytes] = set()
    for text in {word, word.lower(), word.upper(), word.title()}:
        for raw in (text.encode(), text.encode("utf-16-le")):
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            found |= {_base64_inside(raw, shift) for shift in range(3)}
    return found


def _base64_inside(raw: bytes, shift: int) -> bytes:
    """What base64 shows of these bytes wherever `shift` others stand before them; the edges are mixed."""
    coded = base64.b64encode(b"\0" * shift + raw + b"\0" * (-(shift + len(raw)) % 3))
    first = (8 * shift + 5) // 6
    last = (8 * (shift + len(raw))) // 6
    return coded[first:last]


def hits(word: str, folder: Path) -> list[str]:
    """The files of a folder that hold this word in some form; keys are left out."""
    wanted = forms(word)
    return [name for name, content in contents(folder) if any(form in content for form in wanted)]


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file; of a database each column too, since a page's end may cut a word in two."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and KEYS not in path.relative_to(folder).parts:
            yield str(path.relative_to(folder)), path.read_bytes()
            if path.suffix == ".db":
                yield f"columns of {path.name}", columns(path)


def columns(database: Path) -> bytes:
    """The content of every column of every row."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        values = [
            value
            for table in tables
            for row in connection.execute(f'SELECT * FROM "{table}"')
            for value in row
        ]
    connection.close()
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
