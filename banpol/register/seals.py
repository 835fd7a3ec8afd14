"""Sealing of a row's texts for the console, in one place: where the key is bound, where the text is bound."""

from __future__ import annotations

import json
from typing import Any

from banpol.crypto import ContentOpener, ContentSealer, DataKey, place


def seal_json(sealer: ContentSealer, table: str, column: str, row_id: str, body: Any) -> tuple[bytes, bytes]:
    """(wrapped key, sealed text) under a data key of the row's own."""
    key = sealer.new_key(place(table, f"{column}.key", row_id))
    return key.wrapped, seal_with(key, table, column, row_id, body)


def seal_with(key: DataKey, table: str, column: str, row_id: str, body: Any) -> bytes:
    return key.seal(json.dumps(body, default=str).encode(), place(table, column, row_id))


def open_json(
    opener: ContentOpener, table: str, column: str, row_id: str, wrapped: bytes, sealed: bytes
) -> Any:
    """Raises SealBroken or KeyMissing."""
    key = opener.unwrap(wrapped, place(table, f"{column}.key", row_id))
    return json.loads(key.open(sealed, place(table, column, row_id)))
