"""A QR code of version 6 with low correction: 134 bytes at most, enough for what an authenticator app scans.

ISO/IEC 18004 in the one size that is needed; a package would bring forty. Two blocks of 68 bytes,
18 bytes of Reed-Solomon correction each, over the field of 0x11d.
"""

from __future__ import annotations

from typing import Iterator, Sequence

SIZE = 41
LONGEST = 134
_DATA, _BLOCKS, _CORRECTION, _ALIGNMENT, _MASK = 136, 2, 18, 34, 3
_FORMAT = 0b111100010011101  # low correction and mask 3, with their own check bits
_FREE = 2  # a module that holds data


def modules(text: bytes) -> list[list[int]]:
    """Rows of 0 (light) and 1 (dark), without the quiet border. Raises ValueError for more than 134 bytes."""
    if len(text) > LONGEST:
        raise ValueError(f"a code of this size holds {LONGEST} bytes")
    grid = _frame()
    bits = _bits(_codewords(text))
    for row, column in _places(grid):
        dark = next(bits, 0)
        grid[row][column] = dark ^ (not (row + column) % 3)
    return grid


def drawing(text: bytes, border: int = 4) -> str:
    """The dark modules as one path of a drawing that is SIZE + 2 · border wide."""
    runs = []
    for row, line in enumerate(modules(text)):
        for column, dark in enumerate(line):
            if dark:
                runs.append(f"M{column + border} {row + border}h1v1h-1z")
    return "".join(runs)


def _frame() -> list[list[int]]:
    """Everything that is the same in each such code; the rest is free."""
    grid = [[_FREE] * SIZE for _ in range(SIZE)]
    for top, left in ((0, 0), (0, SIZE - 7), (SIZE - 7, 0)):
        for row in range(-1, 8):
            for column in range(-1, 8):
                if 0 <= top + row < SIZE and 0 <= left + column < SIZE:
                    ring = max(abs(row - 3), abs(column - 3))
                    grid[top + row][left + column] = int(ring in (0, 1, 3))
    for step in range(8, SIZE - 8):
        grid[6][step] = grid[step][6] = (step + 1) % 2
    for row in range(-2, 3):
        for column in range(-2, 3):
            grid[_ALIGNMENT + row][_ALIGNMENT + column] = int(max(abs(row), abs(column)) != 1)
    _write_format(grid)
    return grid


def _write_format(grid: list[list[int]]) -> None:
    """Twice, so that one damaged corner does not matter; and the module that is always dark."""
    first = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    second = [(SIZE - 1 - n, 8) for n in range(7)] + [(8, SIZE - 8 + n) for n in range(8)]
    for places in (first, second):
        for place, (row, column) in enumerate(places):
            grid[row][column] = _FORMAT >> (14 - place) & 1
    grid[SIZE - 8][8] = 1


def _places(grid: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Free modules in the order of the bits: two columns at a time, up and down, from the right."""
    free = [[module == _FREE for module in line] for line in grid]
    up = True
    for right in (*range(SIZE - 1, 6, -2), 5, 3, 1):
        for row in reversed(range(SIZE)) if up else range(SIZE):
            yield from ((row, column) for column in (right, right - 1) if free[row][column])
        up = not up


def _codewords(text: bytes) -> list[int]:
    """Data and correction of both blocks, woven into each other."""
    head = (0b0100 << 8 | len(text)) << 8 * len(text) | int.from_bytes(text, "big")
    data = list((head << 4).to_bytes(len(text) + 2, "big"))
    data += [(0xEC, 0x11)[n % 2] for n in range(_DATA - len(data))]
    share = _DATA // _BLOCKS
    blocks = [data[share * n : share * (n + 1)] for n in range(_BLOCKS)]
    checks = [_correction(block) for block in blocks]
    return [byte for part in (blocks, checks) for column in zip(*part, strict=True) for byte in column]


def _correction(block: Sequence[int]) -> list[int]:
    """The remainder by the generator polynomial, byte by byte."""
    generator = [1]
    for power in range(_CORRECTION):
        root = _power(power)
        shifted = [*generator, 0]
        generator = [a ^ b for a, b in zip(shifted, [0, *(_times(root, g) for g in generator)], strict=True)]
    rest = [0] * _CORRECTION
    for byte in block:
        factor = byte ^ rest[0]
        rest = [a ^ _times(factor, g) for a, g in zip([*rest[1:], 0], generator[1:], strict=True)]
    return rest


def _power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _times(value, 2)
    return value


def _times(a: int, b: int) -> int:
    """In the field of 256 elements."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def _bits(codewords: Sequence[int]) -> Iterator[int]:
    return (byte >> place & 1 for byte in codewords for place in range(7, -1, -1))
