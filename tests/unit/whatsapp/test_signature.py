"""Only a correct HMAC-SHA-256 over exactly these bytes opens the door."""

from __future__ import annotations

import hashlib
import hmac
import random

import pytest

from banpol.whatsapp.signature import sign, verify

BODY = b'{"object":"whatsapp_business_account","entry":[]}'
SECRET = "rahasia"
GOOD = sign(BODY, SECRET)


def _with(algorithm: str) -> bytes:
    return algorithm.encode() + b"=" + hmac.new(SECRET.encode(), BODY, algorithm).hexdigest().encode()


def test_right_signature_passes_as_bytes_and_as_text() -> None:
    """The header may come as bytes or as text."""
    assert verify(BODY, GOOD, [SECRET])
    assert verify(BODY, GOOD.decode(), [SECRET])


def test_older_secret_still_passes_during_a_rotation() -> None:
    """While a secret is being replaced, both are good."""
    assert verify(BODY, GOOD, ["baru", SECRET])
    assert not verify(BODY, GOOD, ["baru", "lain"])


@pytest.mark.parametrize(
    "header",
    [
        None,
        b"",
        "",
        b"sha256=",
        GOOD[:-1],
        GOOD + b"0",
        GOOD + b" ",
        GOOD.upper(),
        b"sha256=" + GOOD[7:].upper(),
        GOOD[7:],
        _with("sha1"),
        _with("md5"),
        b"foo=" + GOOD[7:],
        b"SHA256=" + GOOD[7:],
        GOOD + b"," + GOOD,
        "sha256=é",
        "sha256=\ud800",
        b"\xff\xfe",
    ],
)
def test_malformed_header_is_refused_without_an_exception(header: bytes | str | None) -> None:
    """Other algorithms, other case, more, less or strange characters are all refused."""
    assert verify(BODY, header, [SECRET]) is False


def test_empty_secrets_open_nothing() -> None:
    """A missing secret is not a secret that everybody knows."""
    assert not verify(BODY, sign(BODY, ""), [""])
    assert not verify(BODY, GOOD, [])


def test_a_thousand_changed_bodies_and_signatures_are_refused() -> None:
    """Whatever single byte is changed, nothing gets through."""
    chance = random.Random(7)
    for _ in range(1000):
        body, header = bytearray(BODY), bytearray(GOOD)
        target = chance.choice((body, header))
        place = chance.randrange(len(target))
        target[place] ^= 1 << chance.randrange(8)
        assert not verify(bytes(body), bytes(header), [SECRET])


def test_sign_is_metas_formula() -> None:
    """The signature is the plain HMAC that Meta documents."""
    assert sign(b"x", "s") == b"sha256=" + hmac.new(b"s", b"x", hashlib.sha256).hexdigest().encode()
