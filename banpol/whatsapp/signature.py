"""Who sent this webhook: HMAC-SHA-256 over the bytes received, as Meta's X-Hub-Signature-256 carries it."""

from __future__ import annotations

import hashlib
import hmac
from typing import Sequence

HEADER = b"x-hub-signature-256"
_PREFIX = b"sha256="


def sign(body: bytes, secret: str) -> bytes:
    """The header value for a body."""
    return _PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode()


def verify(body: bytes, header: bytes | str | None, secrets: Sequence[str]) -> bool:
    """Whether one of the secrets made this header; malformed input is False, never an exception.

    The algorithm is fixed, so a sender cannot choose a weaker one.
    """
    if not header:
        return False
    given = header.encode("utf-8", "replace") if isinstance(header, str) else header
    # An empty secret would let anybody in, so it counts as none. All are tried, so time tells nothing.
    matches = [hmac.compare_digest(given, sign(body, secret)) for secret in secrets if secret]
    return any(matches)
