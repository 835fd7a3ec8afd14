"""Keys, seals and blind indexes: everything that keeps a stolen file unreadable.

Two kinds of seal:
- `KeyRing` (AES-256-GCM): what the running service itself must read again (contacts, inbox, outbox, tracker).
- `ContentSealer` (HPKE: X25519, HKDF-SHA256, AES-256-GCM): what only the console's private key opens
  (reports, identities, media). Each report or file has its own data key, wrapped to the public key.

Every seal is bound to its place (table, column, row, key id), so a ciphertext moved elsewhere is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from dataclasses import dataclass
from typing import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_FORMAT = 1
_KID_BYTES = 8
_NONCE_BYTES = 12
_PAD_TO = 256
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class CryptoError(Exception):
    """Family of everything that can go wrong with keys and seals."""


class SealBroken(CryptoError):
    """The ciphertext was altered, moved to another place, or sealed with another key."""


class KeyMissing(CryptoError):
    """The key that sealed this value is not in the ring."""


def place(table: str, column: str, row_id: str) -> str:
    """Where a sealed value stands; part of the authenticated data of its seal."""
    return f"banpol1|{table}|{column}|{row_id}"


def pad(plain: bytes) -> bytes:
    """Length-prefixed and filled to a multiple of 256 bytes, so that a length tells nothing."""
    framed = struct.pack(">I", len(plain)) + plain
    return framed + b"\0" * (-len(framed) % _PAD_TO)


def unpad(padded: bytes) -> bytes:
    if len(padded) < 4:
        raise SealBroken("a sealed value is too short")
    (length,) = struct.unpack(">I", padded[:4])
    return padded[4 : 4 + length]


def key_id(key: bytes) -> str:
    """Eight characters that name a key without telling anything about it."""
    return hashlib.sha256(b"banpol key id" + key).hexdigest()[:_KID_BYTES]


def _aad(where: str, kid: str) -> bytes:
    return f"{where}|{kid}".encode()


def _gcm_seal(key: bytes, kid: str, plain: bytes, where: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, pad(plain), _aad(where, kid))
    return bytes([_FORMAT]) + kid.encode() + nonce + body


def _split(sealed: bytes) -> tuple[str, bytes, bytes]:
    header = 1 + _KID_BYTES
    if len(sealed) < header + _NONCE_BYTES or sealed[0] != _FORMAT:
        raise SealBroken("a sealed value has an unknown format")
    kid = sealed[1:header].decode("ascii", "replace")
    return kid, sealed[header : header + _NONCE_BYTES], sealed[header + _NONCE_BYTES :]


def _gcm_open(key: bytes, sealed: bytes, where: str) -> bytes:
    kid, nonce, body = _split(sealed)
    try:
        return unpad(AESGCM(key).decrypt(nonce, body, _aad(where, kid)))
    except InvalidTag:
        raise SealBroken(f"a sealed value does not belong at {where.rsplit('|', 1)[0]}") from None


class KeyRing:
    """One active AES-256 key and any number of older ones that only open."""

    def __init__(self, active: bytes, older: tuple[bytes, ...] = ()) -> None:
        self._active = active
        self._active_id = key_id(active)
        self._keys: Mapping[str, bytes] = {key_id(key): key for key in (active, *older)}

    def seal(self, plain: bytes, where: str) -> bytes:
        """format byte, key id, nonce, AES-256-GCM of the padded value bound to `where`."""
        return _gcm_seal(self._active, self._active_id, plain, where)

    def open(self, sealed: bytes, where: str) -> bytes:
        """Raises KeyMissing for an unknown key id and SealBroken for a value that is not intact."""
        kid = _split(sealed)[0]
        key = self._keys.get(kid)
        if key is None:
            raise KeyMissing(f"no key with id {kid} is in this ring")
        return _gcm_open(key, sealed, where)

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one further purpose, such as signing button ids."""
        return hmac.new(self._active, b"derive|" + purpose.encode(), hashlib.sha256).digest()


class BlindIndex:
    """Finds an encrypted value again without storing it readably: HMAC-SHA-256 per purpose."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, purpose: str, value: str) -> str:
        return hmac.new(self._key, f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class DataKey:
    """The key of one report, identity or file, and itself wrapped for the holder of the private key."""

    key: bytes
    wrapped: bytes

    def seal(self, plain: bytes, where: str) -> bytes:
        return _gcm_seal(self.key, key_id(self.key), plain, where)

    def open(self, sealed: bytes, where: str) -> bytes:
        return _gcm_open(self.key, sealed, where)


class ContentSealer:
    """Seals what this process may write and never read again; holds only the public key."""

    def __init__(self, public: bytes) -> None:
        self._public = X25519PublicKey.from_public_bytes(public)
        self._kid = key_id(public)

    def new_key(self, where: str) -> DataKey:
        """A fresh data key; `where` binds the wrapped form to its row."""
        key = os.urandom(32)
        wrapped = _SUITE.encrypt(key, self._public, info=_aad(where, self._kid))
        return DataKey(key, bytes([_FORMAT]) + self._kid.encode() + wrapped)


class ContentOpener:
    """The console's half: unwraps the data keys of reports, identities and media."""

    def __init__(self, private: bytes, older: tuple[bytes, ...] = ()) -> None:
        keys = [X25519PrivateKey.from_private_bytes(half) for half in (private, *older)]
        self._keys = {key_id(key.public_key().public_bytes_raw()): key for key in keys}

    def unwrap(self, wrapped: bytes, where: str) -> DataKey:
        """Raises KeyMissing or SealBroken."""
        kid = wrapped[1 : 1 + _KID_BYTES].decode("ascii", "replace")
        private = self._keys.get(kid)
        if private is None:
            raise KeyMissing(f"no private content key with id {kid} is here")
        try:
            key = _SUITE.decrypt(wrapped[1 + _KID_BYTES :], private, info=_aad(where, kid))
        except (InvalidTag, ValueError):
            raise SealBroken("a wrapped key is not intact or stands in the wrong row") from None
        return DataKey(key, wrapped)
