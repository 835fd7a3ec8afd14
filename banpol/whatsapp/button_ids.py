"""The ids on our buttons: each carries its payload and a mark that only we can make, for one reporter only.

Whoever types or forges an id gets plain text; only what we offered to this very reporter is obeyed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

MAX_CHARACTERS = 200  # the tighter of Meta's limits: list rows 200, buttons 256
_VERSION = "b1"
_MARK_BYTES = 12
_MARK_CHARACTERS = 16


class PayloadTooLong(Exception):
    """A payload that does not fit into a button id; the sentence says by how much."""


class ButtonIds:
    """Issues and recognises button ids; `key` is the session ring's `derive("button ids")`."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, payload: str, reporter_id: str) -> str:
        """Raises PayloadTooLong."""
        button_id = f"{_VERSION}.{self._mark(payload, reporter_id)}.{payload}"
        if len(button_id) > MAX_CHARACTERS:
            room = MAX_CHARACTERS - len(_VERSION) - _MARK_CHARACTERS - 2
            raise PayloadTooLong(f"a button's payload has {len(payload)} characters, at most {room} fit")
        return button_id

    def payload_of(self, button_id: str, reporter_id: str) -> str | None:
        """The payload we once put there for this reporter; None for anything else."""
        version, _, rest = button_id.partition(".")
        mark, _, payload = rest.partition(".")
        expected = self._mark(payload, reporter_id)
        same = hmac.compare_digest(mark.encode("utf-8", "replace"), expected.encode())
        return payload if version == _VERSION and same else None

    def _mark(self, payload: str, reporter_id: str) -> str:
        message = f"{reporter_id}|{payload}".encode("utf-8", "surrogatepass")
        digest = hmac.new(self._key, message, hashlib.sha256).digest()[:_MARK_BYTES]
        return base64.urlsafe_b64encode(digest).decode()
