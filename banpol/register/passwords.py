"""Passwords of the team: which are accepted, and how they are kept (Argon2id, 19 MiB, two passes)."""

from __future__ import annotations

import os
import secrets
import unicodedata

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from banpol.register.errors import RegisterError

SHORTEST, LONGEST = 15, 256
_FEWEST_CHARACTERS = 6
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_COMMON = ("passwordpassword", "katasandikatasandi", "polisipolisipolisi", "qwertyuiopasdfgh")


class WeakPassword(RegisterError):
    """The password is too short, too long or too easily guessed; the sentence says which."""


def check(password: str, login: str) -> None:
    """Raises WeakPassword. No rule about kinds of characters: length is what counts."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"a password has {SHORTEST} to {LONGEST} characters")
    plain = password.casefold()
    if len(set(plain)) < _FEWEST_CHARACTERS or plain in _COMMON:
        raise WeakPassword("this password is too easily guessed")
    if login in plain and len(plain.replace(login, "")) < SHORTEST // 2:
        raise WeakPassword("a password must not be little more than the name")


def one_time() -> str:
    """A password for somebody else to begin with: 20 random letters and digits, easy to read out."""
    drawn = [secrets.choice(_READABLE) for _ in range(20)]
    return "-".join("".join(drawn[start : start + 5]) for start in range(0, 20, 5))


def hashed(password: str) -> str:
    """In PHC form, with its own salt."""
    return _kdf(os.urandom(16)).derive_phc_encoded(_bytes(password))


def fits(password: str, kept: str) -> bool:
    """Takes as long for a wrong password as for the right one."""
    try:
        Argon2id.verify_phc_encoded(_bytes(password[:LONGEST]), kept)
    except InvalidKey:
        return False
    return True


def _kdf(salt: bytes) -> Argon2id:
    return Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19_456)


def _bytes(password: str) -> bytes:
    # A keyboard may compose é differently from another; a lone surrogate must not become a crash.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
