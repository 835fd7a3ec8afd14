"""Reads a form of our pages, and the one file that may come with it; too large ones not to their end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import AsyncGenerator, Mapping
from urllib.parse import parse_qsl

import filetype
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from banpol.console.page import Page

_MOST_FIELDS = 100
_HEAD_BYTES = 8192


@dataclass(frozen=True)
class Form:
    """The last value of each field; the file's bytes and the media type that its first bytes speak of."""

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    file: tuple[bytes, str] = field(default=(b"", ""), repr=False)


async def read_form(page: Page, request: Request) -> Form | None:
    """None when it is larger than this page's form may be; what is no form is an empty one."""
    body = await _body(request, page.largest)
    if body is None:
        return None
    kind = request.headers.get("content-type", "")
    if page.takes_file and kind.startswith("multipart/form-data"):
        return await _with_file(request, body)
    return Form(_fields(body))


async def _body(request: Request, largest: int) -> bytes | None:
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > largest:
            return None
    return bytes(read)


def _fields(body: bytes) -> Mapping[str, str]:
    text = body.decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


async def _with_file(request: Request, body: bytes) -> Form:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, whole(), max_files=1, max_fields=_MOST_FIELDS)
    try:
        parts = (await parser.parse()).multi_items()
    except (MultiPartException, KeyError, ValueError):
        return Form()
    files = [value for _, value in parts if isinstance(value, UploadFile)]
    data = await files[0].read() if files else b""
    return Form({name: value for name, value in parts if isinstance(value, str)}, (data, _media_type(data)))


def _media_type(data: bytes) -> str:
    """Never what the browser claims; what says nothing of itself is kept as bytes without a type."""
    found = filetype.guess(data[:_HEAD_BYTES]) if data else None
    return str(found.mime) if found else "application/octet-stream"
