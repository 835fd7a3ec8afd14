"""A baseline JPEG of flat 8×8 blocks, drawn from a seed: a street at dusk, never the same one.

Only the DC coefficient of a block is coded, which keeps the encoder a page long (ITU-T T.81).
"""

from __future__ import annotations

import struct

WIDE, HIGH = 40, 30  # blocks
# One Huffman code of four bits for each DC category 0-11, and one bit for "end of block".
_CATEGORIES = bytes(range(12))
_EOB = b"\x00"
Colour = tuple[int, int, int]


def mosaic(seed: bytes) -> bytes:
    """A picture of 320 × 240 pixels; needs at least 32 bytes of seed."""
    size = (HIGH * 8, WIDE * 8)
    frame = struct.pack(">BHHB", 8, *size, 3) + bytes([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
    scan = bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    tables = bytes([0, *([0, 0, 0, 12] + [0] * 12)]) + _CATEGORIES
    tables += bytes([0x10, *([1] + [0] * 15)]) + _EOB
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            _segment(0xDB, b"\0" + b"\x08" * 64),
            _segment(0xC0, frame),
            _segment(0xC4, tables),
            _segment(0xDA, scan),
            _blocks(seed),
            b"\xff\xd9",
        )
    )


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _blocks(seed: bytes) -> bytes:
    """With every quantiser at 8 a flat block's DC value is the sample's distance from 128."""
    bits, before = [], [0, 0, 0]
    for row in range(HIGH):
        for column in range(WIDE):
            for part, value in enumerate(_ycc(_scene(seed, column, row))):
                bits.append(_coded(value - 128 - before[part]) + "0")
                before[part] = value - 128
    joined = "".join(bits)
    joined += "1" * (-len(joined) % 8)
    return int(joined, 2).to_bytes(len(joined) // 8, "big").replace(b"\xff", b"\xff\0")


def _coded(difference: int) -> str:
    category = abs(difference).bit_length()
    value = difference if difference >= 0 else difference + (1 << category) - 1
    return format(category, "04b") + (format(value, f"0{category}b") if category else "")


def _ycc(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = colour
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    parts = (luma, 128 + (blue - luma) * 0.564, 128 + (red - luma) * 0.713)
    return tuple(max(0, min(255, round(part))) for part in parts)  # type: ignore[return-value]


def _scene(seed: bytes, column: int, row: int) -> Colour:
    """Sky, houses with lit windows, a road with its line."""
    if row >= 24:
        return (214, 200, 120) if row == 27 and column % 6 < 3 else (62, 64, 70)
    house = column // 5
    roof = 8 + seed[house] % 9
    if row >= roof:
        lit = column % 5 in (1, 3) and row % 3 == 1 and seed[(house * 3 + row) % 32] % 3
        base = 70 + seed[house + 8] % 90
        return (246, 214, 130) if lit else (base, base - 12 + seed[house + 16] % 24, base + 6)
    glow = row * 7
    return (60 + glow, 84 + glow // 2, 140 - glow // 3)
