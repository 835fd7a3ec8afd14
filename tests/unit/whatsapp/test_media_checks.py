"""Where the token may travel, what a file really is, and whether it is the one that was announced."""

from __future__ import annotations

import base64
import hashlib

import pytest

from banpol.whatsapp.media_file import has_hash, may_connect
from banpol.whatsapp.resolver import is_public
from banpol.whatsapp.sniffing import Inspector

HOSTS = ("lookaside.fbsbx.com", "graph.facebook.com")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.4\n" + b"\0" * 40
OGG = b"OggS" + b"\0" * 40
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2mp41" + b"\0" * 40
GIF = b"GIF89a/*" + b"\0" * 40
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40
EXE = b"MZ\x90\0" + b"\0" * 60
ELF = b"\x7fELF\2\1\1" + b"\0" * 60
ZIP = b"PK\x03\x04" + b"\0" * 60


@pytest.mark.parametrize(
    "url",
    [
        "https://lookaside.fbsbx.com/a?mid=1",
        "https://lookaside.fbsbx.com:443/a",
        "https://LOOKASIDE.fbsbx.com/",
    ],
)
def test_listed_hosts_are_connected_to(url: str) -> None:
    """Meta's own addresses."""
    assert may_connect(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://lookaside.fbsbx.com/a",
        "file:///etc/passwd",
        "gopher://lookaside.fbsbx.com/",
        "ftp://lookaside.fbsbx.com/",
        "https://evil.example/",
        "https://lookaside.fbsbx.com.evil.example/",
        "https://evil-lookaside.fbsbx.com/",
        "https://lookaside.fbsbx.com@evil.example/",
        "https://x@lookaside.fbsbx.com/",
        "https://evil.example\\@lookaside.fbsbx.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest",
        "https://0x7f000001/",
        "https://[::ffff:127.0.0.1]/",
        "https://lookaside.fbsbx.com:99999/",
        "https://lookaside.fbsbx.com:x/",
        "https://[bad/",
        "https://lookaside.fbsbx.cöm/",
    ],
)
def test_everything_else_is_not_connected_to(url: str) -> None:
    """Other schemes, other hosts, and the usual tricks to look like a listed one."""
    assert not may_connect(url, HOSTS)


def test_plain_http_only_to_this_very_machine_and_only_when_listed() -> None:
    """The stand-in of the demonstration runs on loopback without a certificate."""
    assert may_connect("http://127.0.0.1:8090/media/1", ["127.0.0.1"])
    assert not may_connect("http://127.0.0.1:8090/media/1", HOSTS)
    assert not may_connect("http://10.0.0.1/media/1", ["10.0.0.1"])


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "::1", "169.254.169.254", "10.1.2.3", "192.168.0.1", "::ffff:127.0.0.1", "0.0.0.0"),
        *("fe80::1", "fd00::1", "224.0.0.1", "100.64.0.1", "nonsense"),
    ],
)
def test_inner_addresses_are_not_public(address: str) -> None:
    """A listed name that leads inside is refused."""
    assert not is_public(address)


def test_outer_addresses_are_public() -> None:
    """Ordinary addresses of the internet, in both families."""
    assert is_public("157.240.208.60") and is_public("2a03:2880:f10a::1")


@pytest.mark.parametrize(
    ("kind", "declared", "data", "ok"),
    [
        ("image", "image/jpeg", JPEG, True),
        ("image", "image/png", PNG, True),
        ("image", "image/jpeg", b"<html><script>", False),
        ("image", "image/jpeg", b"<?php echo 1;", False),
        ("image", "image/jpeg", EXE, False),
        ("image", "image/jpeg", GIF, False),
        ("image", "image/svg+xml", b"<svg onload='x'/>", False),
        ("image", "image/jpeg", PDF, False),
        ("image", "image/jpeg", b"", False),
        ("sticker", "image/webp", WEBP, True),
        ("sticker", "image/webp", JPEG, False),
        ("video", "video/mp4", MP4, True),
        ("video", "video/mp4", JPEG, False),
        ("voice", "audio/ogg; codecs=opus", OGG, True),
        ("audio", "audio/mp4", MP4, True),
        ("voice", "audio/ogg", EXE, False),
        ("document", "application/pdf", PDF, True),
        ("document", "application/pdf", PDF + b"/JavaScript (app.alert)", False),
        ("document", "application/pdf", b"no magic", False),
        ("document", "image/jpeg", JPEG, True),
        ("document", "text/plain", b"catatan saya", True),
        ("document", "text/plain", b"<html>", False),
        ("document", "text/plain", b"\n \n#!/bin/sh", False),
        ("document", "text/plain", "motor saya hilang di Plaju é".encode(), True),
        ("document", "text/plain", "é".encode()[:1], False),
        ("document", "text/plain", b"a\0b", False),
        ("document", "application/pdf", PDF + b"x" * 9000 + b"/JavaScript", False),
        ("document", "text/plain", b"\xff\xfe\x00x", False),
        ("document", "application/pdf", ELF, False),
        ("document", "application/zip", ZIP, False),
        ("unknown", "image/jpeg", JPEG, False),
    ],
)
def test_file_must_be_what_it_was_said_to_be(kind: str, declared: str, data: bytes, ok: bool) -> None:
    """First bytes decide, not names and declarations, however the bytes come in."""
    for step in (1, 7, max(len(data), 1)):
        inspector = Inspector(kind, declared)
        for at in range(0, len(data), step):
            inspector.look(data[at : at + step])
        assert inspector.fits is ok
        assert inspector.digest == hashlib.sha256(data).digest()


def test_hash_in_either_spelling() -> None:
    """Webhooks write base64, descriptions hexadecimal; a different file is refused."""
    digest = hashlib.sha256(b"isi").digest()
    for written in (base64.b64encode(digest).decode(), digest.hex(), digest.hex().upper(), "", None, 5):
        assert has_hash(digest, written)
    for written in (base64.b64encode(digest).decode(), digest.hex(), "x", "===", "f" * 64):
        assert not has_hash(hashlib.sha256(b"lain").digest(), written)
