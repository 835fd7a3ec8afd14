"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), each accepted once."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

STEP_SECONDS = 30
_SLACK = 1  # steps that a phone's clock may be off


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS


def code(secret: bytes, step: int) -> str:
    return HOTP(secret, 6, SHA1()).generate(step).decode()  # noqa: S303  (the apps know no other)


def accepted_step(secret: bytes, given: str, now: datetime, newest_used: int) -> int | None:
    """The step whose code was given; None when it is wrong, too old or used before."""
    here = step_of(now)
    found = None
    for step in range(here - _SLACK, here + _SLACK + 1):
        if hmac.compare_digest(code(secret, step).encode(), given.encode("utf-8", "replace")):
            found = step
    return found if found is not None and found > newest_used else None


def address(secret: bytes, login: str) -> str:
    """What an authenticator app reads."""
    return f"otpauth://totp/Banpol:{quote(login)}?secret={text_form(secret)}&issuer=Banpol"


def text_form(secret: bytes) -> str:
    return base64.b32encode(secret).decode().rstrip("=")
