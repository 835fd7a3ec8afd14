"""Meta's words for a failure, so that a person can act on them, without anything that names anybody."""

from __future__ import annotations

import re
from typing import Any, Mapping

from banpol.whatsapp.payload_values import member
from banpol.whatsapp.plain_text import one_line

LONGEST = 200
HIDDEN = "…"
# Addresses, user ids, long tokens, and whatever could be a number of somebody, however it is written.
_PERSONAL = re.compile(
    r"""https?://\S+ | \S+@\S+ | \b[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{4,}
    | [\w=+/.-]{24,} | \+?\d(?:[\s().-]*\d){5,}""",
    re.VERBOSE,
)


def reason_of(error: Mapping[str, Any]) -> str:
    """One line of at most 200 characters, the most telling of Meta's texts; empty when there is none.

    Raises nothing, whatever stands in `error`."""
    texts = (member(error, "error_data").get("details"), error.get("message"), error.get("title"))
    for text in texts:
        cleaned = one_line(_PERSONAL.sub(HIDDEN, text), LONGEST) if isinstance(text, str) else ""
        if cleaned.strip(HIDDEN + " "):
            return cleaned
    return ""
