"""What a file really is, by its first bytes, and whether that fits what it was said to be.

A file that does not fit is kept, sealed like all others, but marked; nobody opens it by accident.
"""

from __future__ import annotations

import filetype

_HEAD_BYTES = 8192
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


def fits(kind: str, found: str, declared: str, data: bytes) -> bool:
    """Whether a file may stand among the ordinary evidence."""
    if not found:
        return kind == "document" and declared.startswith("text/plain") and _is_prose(data)
    if found == "application/pdf" and b"/JavaScript" in data:
        return False
    return found in _FITTING.get(kind, ())


def _is_prose(data: bytes) -> bool:
    """Plain text has no magic bytes: it must be readable, and neither markup nor a script."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\0" not in text and not text.lstrip().startswith(("<", "#!"))
