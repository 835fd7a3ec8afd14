"""Reading single values of a webhook: wrong types become nothing, never an exception."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime, timezone
from typing import Any

from banpol.whatsapp.payload_types import Json

_ID = re.compile(r"[\x21-\x7e]{1,200}")
_PHONE = re.compile(r"\+?([0-9]{5,15})")
_NUMBER = re.compile(r"-?[0-9]{1,12}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
_MAX_DIGITS = 18


class Unreadable(Exception):
    """A body that is not JSON we can read."""


def read_json(body: bytes) -> Any:
    """The parsed body. Numbers of absurd length, NaN and Infinity become None. Raises Unreadable."""
    try:
        return json.loads(body, parse_int=_parse_int, parse_constant=lambda _: None)
    except (ValueError, RecursionError, MemoryError):
        raise Unreadable from None


def _parse_int(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MAX_DIGITS else None


def as_json(item: Any) -> bytes:
    """An item as ASCII JSON, for the quarantine."""
    try:
        return json.dumps(item, ensure_ascii=True).encode()
    except (ValueError, RecursionError):
        return b"null"


def member(item: Any, name: str) -> Json:
    """The object under a name, empty when there is none."""
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, dict) else {}


def first_object(value: Any) -> Json:
    """The first object of a list, empty when there is none."""
    items = value if isinstance(value, list) else []
    return next((item for item in items if isinstance(item, dict)), {})


def text(item: Json, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def identifier(value: Any) -> str:
    """An id of Meta's: printable ASCII up to 200 characters; empty when it is anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def phone(value: Any) -> str | None:
    """Digits with the country code first, as Meta writes numbers; None when it is no number."""
    match = _PHONE.fullmatch(value) if isinstance(value, str) and value.isascii() else None
    return match.group(1) if match else None


def whole(value: Any) -> int | None:
    """A whole number, written as one or as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and _NUMBER.fullmatch(value) else None


def moment(value: Any) -> datetime | None:
    """A stamp in seconds since 1970; None when it cannot be one."""
    seconds = whole(value)
    if seconds is None or not 0 < seconds < 2**33:
        return None
    return datetime.fromtimestamp(seconds, timezone.utc)


def coordinate(value: Any, limit: float) -> float | None:
    """Degrees within ±limit, also written as text."""
    if isinstance(value, str) and _DEGREES.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) and abs(value) <= limit else None
