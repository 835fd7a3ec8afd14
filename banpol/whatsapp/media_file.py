"""One announced file, from Meta's address into the shelf's sink; never whole in memory.

The token travels to listed hosts only, redirects are not followed, sizes are counted while reading, hash and
first bytes are checked, and what is kept is sealed before it touches the disk.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import ipaddress
from dataclasses import dataclass
from typing import Any, Collection
from urllib.parse import urlsplit

from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.shelf import ExpectedFile, Shelf, Sink
from banpol.whatsapp.sniffing import Inspector

MEBIBYTE = 1024 * 1024
SIZE_LIMITS = {
    "image": 5 * MEBIBYTE,
    "audio": 16 * MEBIBYTE,
    "voice": 16 * MEBIBYTE,
    "video": 16 * MEBIBYTE,
    "document": 100 * MEBIBYTE,
    "sticker": MEBIBYTE // 2,
}


class TooLarge(Exception):
    """More bytes than this type of file may have."""


class Refused(Exception):
    """An address we do not connect to, or bytes that are not what was announced."""


@dataclass(frozen=True)
class Fetched:
    """A file in its sink, not yet on the shelf. `fits`: whether it is what it was said to be."""

    sink: Sink
    media_type: str
    fits: bool


@dataclass(frozen=True)
class FileReader:
    """Raises SendProblem, Refused and TooLarge; then nothing of the file is left."""

    client: GraphClient
    shelf: Shelf
    hosts: Collection[str]

    async def fetch(self, file: ExpectedFile) -> Fetched:
        account, media_id = str(file.source.get("account", "")), str(file.source.get("media_id", ""))
        described = await self.client.media_source(account, media_id)
        url = described.get("url")
        if not isinstance(url, str) or not may_connect(url, self.hosts):
            raise Refused
        sink = await asyncio.to_thread(self.shelf.begin, file.id)
        try:
            return await self._into(sink, file, url, described)
        except BaseException:
            await asyncio.to_thread(sink.discard)
            raise

    async def _into(self, sink: Sink, file: ExpectedFile, url: str, described: dict[str, Any]) -> Fetched:
        kind = str(file.source.get("kind", ""))
        inspector = Inspector(kind, file.media_type)
        size, limit = 0, SIZE_LIMITS.get(kind, MEBIBYTE)
        async for chunk in self.client.chunks(url):
            size += len(chunk)
            if size > limit:
                raise TooLarge
            await asyncio.to_thread(_take, sink, inspector, chunk)
        for expected in (file.source.get("sha256"), described.get("sha256")):
            if not has_hash(inspector.digest, expected):
                raise Refused
        media_type = (inspector.found or file.media_type.partition(";")[0].strip())[:64]
        return Fetched(sink, media_type, inspector.fits)


def _take(sink: Sink, inspector: Inspector, chunk: bytes) -> None:
    inspector.look(chunk)
    sink.write(chunk)


def may_connect(url: str, hosts: Collection[str]) -> bool:
    """Whether the token may travel there: a listed host, encrypted unless it is this very machine."""
    try:
        parsed = urlsplit(url)
        host, _port = parsed.hostname or "", parsed.port
    except ValueError:
        return False
    plain = "@" in parsed.netloc or "\\" in url or not url.isascii()
    if plain or host not in hosts:
        return False
    return parsed.scheme == "https" or (parsed.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def has_hash(digest: bytes, expected: Any) -> bool:
    """Whether this is the SHA-256 that was written in base64 (webhooks) or hexadecimal (descriptions).

    Nothing given, nothing to compare."""
    if not isinstance(expected, str) or not expected:
        return True
    if len(expected) == 64:
        return digest.hex() == expected.lower()
    try:
        return base64.b64decode(expected, validate=False) == digest
    except (binascii.Error, ValueError):
        return False
