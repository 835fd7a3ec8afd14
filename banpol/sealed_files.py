"""Large files sealed piece by piece, so that no file ever stands whole in memory, and none readable on disk.

Format: one byte (2), the key's id (8), a random prefix (7), then pieces of 256 KiB, each AES-256-GCM. A
piece's nonce is the prefix, its number and a mark for the last one, so that pieces cannot be swapped, left
out or cut off; the place of the file stands in each piece's authenticated data. Pieces are padded, as small
seals are, so that a length tells little. Files of format 1 (one seal) are read as well.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from banpol.crypto import DataKey, SealBroken, key_id, pad, unpad

PIECE = 256 * 1024
# The four bytes are the length that padding puts in front.
_FILLED = PIECE - 4
_FORMAT, _WHOLE, _PREFIX_BYTES, _TAG_BYTES, _HEADER = 2, 1, 7, 16, 1 + 8 + 7


class SealedWriter:
    """Write, then `finish`; until then nothing stands under the file's name. `discard` leaves nothing."""

    def __init__(self, path: Path, key: DataKey, where: str) -> None:
        self.key, self.size, self._digest = key, 0, hashlib.sha256()
        self._path, self._partial, self._where = path, path.with_suffix(".part"), where
        self._cipher, self._prefix = AESGCM(key.key), os.urandom(_PREFIX_BYTES)
        self._waiting, self._number = bytearray(), 0
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file: BinaryIO = os.fdopen(descriptor, "wb")
        self._file.write(bytes([_FORMAT]) + key_id(key.key).encode() + self._prefix)

    @property
    def sha256(self) -> str:
        """Of what was written so far, in hex."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._digest.update(data)
        self._waiting += data
        while len(self._waiting) > _FILLED:
            self._seal(bytes(self._waiting[:_FILLED]), last=False)
            del self._waiting[:_FILLED]

    def close(self) -> None:
        """The last piece is sealed and on disk, still under its partial name."""
        if not self._file.closed:
            self._seal(bytes(self._waiting), last=True)
            self._waiting.clear()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def read_back(self) -> Iterator[bytes]:
        """What was written, for whoever must look at it before it counts."""
        self.close()
        return read_sealed(self._partial, self.key, self._where)

    def finish(self) -> None:
        """Whole, durable, and under its name."""
        self.close()
        self._partial.replace(self._path)

    def discard(self) -> None:
        """As if it had never been begun."""
        self._file.close()
        self._partial.unlink(missing_ok=True)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        self._file.write(self._cipher.encrypt(nonce, pad(plain), self._where.encode()))
        self._number += 1


def read_sealed(path: Path, key: DataKey, where: str) -> Iterator[bytes]:
    """The original bytes, piece by piece. Raises SealBroken, at the piece that is not intact."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
        if header[:1] == bytes([_WHOLE]):
            yield key.open(header + file.read(), where)
            return
        if len(header) < _HEADER or header[0] != _FORMAT:
            raise SealBroken("a sealed file has an unknown format")
        yield from _pieces(file, AESGCM(key.key), header[-_PREFIX_BYTES:], where)


def _pieces(file: BinaryIO, cipher: AESGCM, prefix: bytes, where: str) -> Iterator[bytes]:
    number, piece = 0, file.read(PIECE + _TAG_BYTES)
    while True:
        following = file.read(PIECE + _TAG_BYTES)
        yield unpad(_open(cipher, _nonce(prefix, number, not following), piece, where))
        if not following:
            return
        number, piece = number + 1, following


def _open(cipher: AESGCM, nonce: bytes, piece: bytes, where: str) -> bytes:
    try:
        return cipher.decrypt(nonce, piece, where.encode())
    except (InvalidTag, ValueError):
        raise SealBroken("a sealed file was altered, cut off, or belongs elsewhere") from None


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
