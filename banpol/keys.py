"""Keys live in files that only their process may read; this is the one place that reads or makes them.

| file            | form                | held by                               |
|-----------------|---------------------|---------------------------------------|
| content.public  | X25519, public half | every process that files              |
| content.private | X25519              | console, and the operator's commands  |
| contact.key     | AES-256             | gateway, console                      |
| session.key     | AES-256             | gateway, assistant                    |
| index.key       | HMAC-SHA-256        | gateway, assistant, console           |
| audit.key       | HMAC-SHA-256        | assistant, console                    |

A key file holds one base64 line per key, the active one first; older lines only open.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from banpol.crypto import BlindIndex, ContentOpener, ContentSealer, CryptoError, KeyRing

SECRET_FILES = ("content.private", "contact.key", "session.key", "index.key", "audit.key")
NOTE = """DEMO KEYS. These were made on first start so that the system can be tried at once.
Whoever holds content.private reads every report. For service: make new keys, give each process only its
own files (mode 0400, own user), keep content.private off this machine, keep copies: lost key, lost reports.
"""


class KeyFileProblem(CryptoError):
    """A key file is missing, readable by others, or not a key."""


class KeyFolder:
    """Reads each key when a process asks for it, so that a process fails only for keys it needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ring(self, name: str) -> KeyRing:
        active, *older = self._read(name)
        return KeyRing(active, tuple(older))

    def blind_index(self) -> BlindIndex:
        return BlindIndex(self._read("index.key")[0])

    def audit_key(self) -> bytes:
        return self._read("audit.key")[0]

    def sealer(self) -> ContentSealer:
        return ContentSealer(self._read("content.public")[0])

    def opener(self) -> ContentOpener:
        active, *older = self._read("content.private")
        return ContentOpener(active, tuple(older))

    def _read(self, name: str) -> list[bytes]:
        path = self.folder / name
        if not path.is_file():
            raise KeyFileProblem(
                f"key file {name} is missing in {self.folder}; make keys with `banpol keys new`"
            )
        if name in SECRET_FILES and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeyFileProblem(f"key file {name} can be read by others; set its mode to 0400")
        lines = path.read_text("ascii", "replace").split()
        if not lines:
            raise KeyFileProblem(f"key file {name} is empty")
        return [_decode(name, line) for line in lines]


def _decode(name: str, line: str) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise KeyFileProblem(f"key file {name} does not hold 32-byte base64 keys")
    return key


def make_keys(folder: Path) -> bool:
    """Writes a full set of new keys unless one is there. True when keys were made.

    Raises KeyFileProblem when the folder holds only part of a set: guessing would lose reports.
    """
    names = (*SECRET_FILES, "content.public")
    present = [name for name in names if (folder / name).exists()]
    if len(present) == len(names):
        return False
    if present:
        missing = ", ".join(sorted(set(names) - set(present)))
        raise KeyFileProblem(f"the key folder {folder} is incomplete, it lacks: {missing}")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = X25519PrivateKey.generate()
    halves = {
        "content.private": private.private_bytes_raw(),
        "content.public": private.public_key().public_bytes_raw(),
    }
    for name in names:
        _write(folder / name, halves.get(name) or os.urandom(32))
    (folder / "README").write_text(NOTE)
    return True


def _write(path: Path, key: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
