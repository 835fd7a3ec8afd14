"""The GET that Meta sends once, to see that this address belongs to whoever set it up."""

from __future__ import annotations

import hmac
import re
from typing import Sequence

# Only harmless characters are echoed, so the answer can never be markup or a header.
_CHALLENGE = re.compile(r"[A-Za-z0-9_.\-]{1,128}")


def answer(query: Sequence[tuple[str, str]], verify_token: str) -> str | None:
    """The challenge to echo, or None when the caller does not know the token."""
    mode, token, challenge = (_single(query, f"hub.{name}") for name in ("mode", "verify_token", "challenge"))
    # compare_digest on bytes: a str with other than ASCII characters would raise.
    known = bool(verify_token) and hmac.compare_digest(
        token.encode("utf-8", "replace"), verify_token.encode("utf-8", "replace")
    )
    if mode != "subscribe" or not known or not _CHALLENGE.fullmatch(challenge):
        return None
    return challenge


def _single(query: Sequence[tuple[str, str]], name: str) -> str:
    values = [value for key, value in query if key == name]
    return values[0] if len(values) == 1 else ""
