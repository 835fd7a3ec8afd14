"""Small real files for a described picture, sound, film or paper; same description, same bytes."""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass

from banpol.simulator.sample_jpeg import mosaic

OPUS_SILENCE = b"\xf8\xff\xfe"  # 20 ms


@dataclass(frozen=True)
class Sample:
    """A file as a phone would send it."""

    content: bytes
    mime_type: str
    name: str


def sample(kind: str, description: str) -> Sample:
    """A file of this kind: image, video, audio, voice, document or sticker."""
    seed = hashlib.sha256(f"{kind}:{description}".encode()).digest()
    name = re.sub(r"[^a-z0-9]+", "-", description.lower()).strip("-")[:40] or "contoh"
    if kind == "image":
        return Sample(mosaic(seed), "image/jpeg", f"{name}.jpg")
    if kind == "video":
        return Sample(mp4(seed), "video/mp4", f"{name}.mp4")
    if kind == "document":
        return Sample(pdf(description), "application/pdf", f"{name}.pdf")
    if kind == "sticker":
        return Sample(webp(), "image/webp", f"{name}.webp")
    return Sample(ogg_opus(3.0 + seed[0] % 5, seed), "audio/ogg; codecs=opus", f"{name}.ogg")


def ogg_opus(seconds: float, seed: bytes) -> bytes:
    """A mono Opus stream of silence in Ogg pages; the seed becomes its serial number."""
    serial = seed[:4]
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 6) + b"banpol" + struct.pack("<I", 0)
    pages = [_ogg_page(2, 0, serial, 0, [head]), _ogg_page(0, 0, serial, 1, [tags])]
    frames = int(seconds * 50)
    for number, first in enumerate(range(0, frames, 50)):
        packets = [OPUS_SILENCE] * min(50, frames - first)
        position = 312 + (first + len(packets)) * 960
        last = first + 50 >= frames
        pages.append(_ogg_page(4 if last else 0, position, serial, number + 2, packets))
    return b"".join(pages)


def _ogg_page(flags: int, position: int, serial: bytes, number: int, packets: list[bytes]) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    start = b"OggS" + struct.pack("<BBq", 0, flags, position) + serial + struct.pack("<I", number)
    rest = bytes([len(packets)]) + lengths + b"".join(packets)
    return start + struct.pack("<I", _ogg_checksum(start + b"\0\0\0\0" + rest)) + rest


def _ogg_checksum(page: bytes) -> int:
    """CRC-32 with polynomial 04c11db7, neither reflected nor inverted, as RFC 3533 asks."""
    register = 0
    for byte in page:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1) ^ (0x04C11DB7 if register & 0x80000000 else 0)
            register &= 0xFFFFFFFF
    return register


def mp4(seed: bytes) -> bytes:
    """A film container without a track: enough to be recognised, too little to be watched."""
    movie = struct.pack(">IIIIIIHH", 0, 0, 0, 1000, 0, 0x00010000, 0x0100, 0) + bytes(8)
    movie += struct.pack(">9I", 0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000) + bytes(24)
    movie += struct.pack(">I", 1)
    start = _box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isomiso2mp41")
    return start + _box(b"moov", _box(b"mvhd", movie)) + _box(b"free", seed) + _box(b"mdat", b"")


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def pdf(description: str) -> bytes:
    """One page with the description on it, as far as it can be written in Latin letters."""
    line = description.encode("latin-1", "replace")[:90]
    escaped = re.sub(rb"([\\()])", rb"\\\1", line)
    stream = b"BT /F1 14 Tf 40 780 Td (" + escaped + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\n"
    return content + end + b"startxref\n%d\n%%%%EOF\n" % len(content)


def webp(side: int = 512) -> bytes:
    """A square of one colour, lossless: every Huffman code has one symbol, so no pixel needs a bit."""
    size = (side - 1) | (side - 1) << 14
    # Below the size: no alpha, version 0; no transform, no colour cache, no meta codes; five simple codes.
    bits, width = size, 32
    bits |= 0 << width
    width += 3
    for symbol in (0xA8, 0x25, 0x66, 0xFF, 0):
        # A simple code, one symbol, written with eight bits, or with one where that is enough.
        bits |= (0b101 | symbol << 3 if symbol > 1 else 0b001 | symbol << 3) << width
        width += 11 if symbol > 1 else 4
    data = b"\x2f" + bits.to_bytes((width + 7) // 8, "little")
    data += b"\0" * (len(data) % 2)
    chunk = b"WEBPVP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(chunk)) + chunk
