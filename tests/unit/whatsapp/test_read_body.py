"""A body is never read further than its limit."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request

from banpol.whatsapp.gateway import BodyTooLong, read_body


class Source:
    """Hands out chunks of 10 bytes and counts them."""

    def __init__(self, chunks: int) -> None:
        self.left, self.given = chunks, 0

    async def receive(self) -> dict[str, Any]:
        self.left -= 1
        self.given += 1
        return {"type": "http.request", "body": b"0123456789", "more_body": self.left > 0}


def _request(source: Source, *headers: tuple[bytes, bytes]) -> Request:
    return Request({"type": "http", "method": "POST", "headers": list(headers)}, source.receive)


async def test_reading_stops_at_the_limit() -> None:
    """An endless stream costs no more memory than the limit."""
    source = Source(10_000)
    with pytest.raises(BodyTooLong):
        await read_body(_request(source), 100)
    assert source.given == 11


async def test_an_announced_excess_is_not_read_at_all() -> None:
    """Content-Length tells before the first byte; a lie about it changes nothing."""
    source = Source(10_000)
    with pytest.raises(BodyTooLong):
        await read_body(_request(source, (b"content-length", b"101")), 100)
    assert source.given == 0
    with pytest.raises(BodyTooLong):
        await read_body(_request(Source(11), (b"content-length", b"5")), 100)


async def test_exactly_the_limit_passes() -> None:
    """The last allowed byte is allowed."""
    assert len(await read_body(_request(Source(10)), 100)) == 100
