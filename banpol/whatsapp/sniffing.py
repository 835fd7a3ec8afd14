"""What a file really is, by its first bytes, and whether that fits what it was said to be.

A file that does not fit is kept, sealed like all others, but marked; nobody opens it by accident.
"""

from __future__ import annotations

import codecs
import hashlib

import filetype

_HEAD_BYTES = 8192
_SCRIPT = b"/JavaScript"
_OFFICE = (
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/rtf",
)
_PICTURES = ("image/jpeg", "image/png", "image/webp")
_FILMS = ("video/mp4", "video/3gpp", "video/quicktime")
# A recording is often an MP4 or 3GP container that holds sound only.
_SOUNDS = ("audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/x-m4a", "audio/m4a")
_FITTING: dict[str, tuple[str, ...]] = {
    "image": _PICTURES,
    "sticker": ("image/webp",),
    "video": _FILMS,
    "audio": (*_SOUNDS, *_FILMS, "audio/x-wav"),
    "voice": (*_SOUNDS, *_FILMS),
    "document": (*_OFFICE, *_PICTURES, "image/heic", *_FILMS, *_SOUNDS),
}


def sniff(data: bytes) -> str:
    """The media type that the first bytes speak of; empty when they say nothing."""
    found = filetype.guess(data[:_HEAD_BYTES])
    return str(found.mime) if found else ""


class Inspector:
    """Looks at a file as it comes by, keeping no more than its beginning."""

    def __init__(self, kind: str, declared: str) -> None:
        self._kind, self._declared = kind, declared
        self._head, self._tail, self._script = bytearray(), b"", False
        self._prose = _Prose()
        self._digest = hashlib.sha256()

    def look(self, chunk: bytes) -> None:
        """The next bytes, in order."""
        self._digest.update(chunk)
        self._head += chunk[: _HEAD_BYTES - len(self._head)]
        self._script = self._script or _SCRIPT in self._tail + chunk
        self._tail = (self._tail + chunk)[-len(_SCRIPT) :]
        self._prose.look(chunk)

    @property
    def digest(self) -> bytes:
        """SHA-256 of what came by."""
        return self._digest.digest()

    @property
    def found(self) -> str:
        """The media type that the first bytes speak of; empty when they say nothing."""
        return sniff(bytes(self._head))

    @property
    def fits(self) -> bool:
        """Whether the file may stand among the ordinary evidence."""
        found = self.found
        if not found:
            return self._kind == "document" and self._declared.startswith("text/plain") and self._prose.is_it
        if found == "application/pdf" and self._script:
            return False
        return found in _FITTING.get(self._kind, ())


class _Prose:
    """Plain text has no magic bytes: it must be readable, and neither markup nor a script."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._begins, self._readable = "", True

    def look(self, chunk: bytes) -> None:
        try:
            text = self._decoder.decode(chunk) if self._readable else ""
        except UnicodeDecodeError:
            self._readable, text = False, ""
        self._readable = self._readable and "\0" not in text
        if len(self._begins) < 2:
            self._begins = (self._begins + text).lstrip()[:2]

    @property
    def is_it(self) -> bool:
        unfinished = self._decoder.getstate()[0]
        return self._readable and not unfinished and not self._begins.startswith(("<", "#!"))
