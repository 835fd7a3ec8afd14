"""What became of a message of ours, in an officer's words; why it failed stands in labels.yml, by code."""

from __future__ import annotations

from typing import Mapping

from banpol.console.pages import label, labels, when
from banpol.post.reachability import Unreachable

_WITH_REASON = ("failed", "parked", "queued", "uncertain")


def tick(state: str, error_code: int | None, reason: str = "") -> tuple[str, str, str]:
    """State, sign and words of how far a message got; what has not arrived says why.

    `reason` is the channel's own wording, shown only for a code that the table does not know."""
    words = label(state, "centang")
    if error_code is not None and state in _WITH_REASON:
        words += ": " + why(error_code, reason)
    elif state == "failed":
        words += ": " + labels()["alasan_gagal"]["tanpa_kode"]
    return state, labels()["tanda_centang"].get(state, "•"), words


def why(error_code: int, reason: str = "") -> str:
    """One sentence without an end, such as "nomor ini tidak memakai WhatsApp"."""
    table = labels()["alasan_gagal"]
    known = table.get(str(error_code)) or _of_range(table, error_code)
    if known:
        return known
    said = f" ({reason})" if reason else ""
    return table["lain"].replace("N", str(error_code)) + said


def unreachable_words(mark: Unreachable | None) -> str:
    """Since when and why this reporter cannot be written to; empty for everybody else."""
    if mark is None:
        return ""
    return f"sejak {when(mark.since)}" + (f": {why(mark.error_code)}" if mark.error_code is not None else "")


def _of_range(table: Mapping[str, str], code: int) -> str:
    for name, words in table.items():
        first, dash, last = name.partition("-")
        if dash and int(first) <= code <= int(last):
            return words
    return ""
