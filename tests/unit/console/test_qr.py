"""The picture that an authenticator app scans: as the standard says, and readable back to the last byte."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banpol.console import qr

FULL = (b"otpauth://totp/Banpol:petugas?secret=" + b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 4)[: qr.LONGEST]
# Of the rows of 0 and 1 that another encoder (segno 1.6) draws for the same bytes, version 6-L, mask 3.
KNOWN = "308679d78d50384a83cc9c7b7d5d0e6f02f97179afcc8f371907b3a12687ffb1"


def read_back(rows: list[list[int]]) -> bytes:
    """What a scanner reads: unmasked, unwoven, without a single error to correct."""
    bits = [rows[row][column] ^ (not (row + column) % 3) for row, column in qr._places(qr._frame())]
    words = [int("".join(map(str, map(int, bits[n : n + 8]))), 2) for n in range(0, len(bits) - 7, 8)]
    blocks = [words[n : qr._DATA : 2] for n in (0, 1)]
    checks = [words[qr._DATA + n :: 2][: qr._CORRECTION] for n in (0, 1)]
    for block, check in zip(blocks, checks, strict=True):
        for power in range(qr._CORRECTION):
            root, value = qr._power(power), 0
            for word in (*block, *check):
                value = qr._times(value, root) ^ word
            assert value == 0
    data = b"".join(bytes(block) for block in blocks)
    number = int.from_bytes(data, "big")
    size = len(data) * 8
    assert number >> (size - 4) == 0b0100
    length = number >> (size - 12) & 0xFF
    return (number >> (size - 12 - 8 * length) & (1 << 8 * length) - 1).to_bytes(length, "big")


def test_it_is_drawn_as_another_encoder_draws_it() -> None:
    """Frame, format, mask, weaving and correction, module by module."""
    text = "\n".join("".join(str(int(module)) for module in row) for row in qr.modules(FULL))
    assert hashlib.sha256(text.encode()).hexdigest() == KNOWN


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=qr.LONGEST))
def test_whatever_fits_is_read_back(text: bytes) -> None:
    """Of every length."""
    assert read_back(qr.modules(text)) == text


def test_what_does_not_fit_is_refused() -> None:
    """Rather than cut off."""
    with pytest.raises(ValueError, match="134"):
        qr.modules(FULL + b"x")
