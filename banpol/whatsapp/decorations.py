"""What stands around a text: a file above it, a line above, a line below; as much of it as Meta allows.

Nothing is lost for its form: a line that is too long for its place goes into the text, an address that Meta
would not fetch is written out.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Callable, Mapping
from urllib.parse import urlsplit

from banpol.post.letters import OutgoingMessage
from banpol.whatsapp import limits

Body = dict[str, Any]
# By the ending of the address, since nothing else is known of a file elsewhere.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "image": (".jpg", ".jpeg", ".png"),
    "video": (".mp4", ".3gp", ".3gpp"),
    "audio": (".aac", ".amr", ".mp3", ".m4a", ".ogg", ".opus"),
}
_ABOVE = ("image", "video", "document")


def fitted(message: OutgoingMessage) -> OutgoingMessage:
    """With lines that fit; one that does not stands in the text instead."""
    above, below = message.header.strip(), message.footer.strip()
    long_above, long_below = len(above) > limits.LINE, len(below) > limits.LINE
    bad_file = message.file if message.file and not is_link(message.file) else ""
    parts = (above if long_above else "", message.text, bad_file, below if long_below else "")
    return replace(
        message,
        text="\n\n".join(part for part in parts if part.strip()),
        header="" if long_above else above,
        footer="" if long_below else below,
        file="" if bad_file else message.file,
    )


def as_text(message: OutgoingMessage) -> str:
    """The lines within the text, for forms that have no place for them."""
    header = f"*{message.header.strip()}*" if message.header.strip() else ""
    footer = f"_{message.footer.strip()}_" if message.footer.strip() else ""
    return "\n\n".join(part for part in (header, message.text, footer) if part.strip())


def decorated(interactive: Body, message: OutgoingMessage) -> Body:
    """An interactive body with its lines, or with the file in place of the upper one."""
    content = dict(interactive["interactive"])
    kind = kind_of(message.file)
    if message.file and kind in _ABOVE:
        content["header"] = {"type": kind, kind: {"link": message.file}}
    elif message.header:
        content["header"] = {"type": "text", "text": message.header}
    if message.footer:
        content["footer"] = {"text": message.footer}
    return {**interactive, "interactive": content}


def alone(file: str) -> list[Body]:
    """A file as a message of its own; nothing for none."""
    return [_file(file)] if file else []


def captioned(file: str, text: str, texts: Callable[[str], list[Body]]) -> list[Body]:
    """A file with its words beneath, or the words behind it where there is no room for them."""
    body = _file(file)
    if not text:
        return [body]
    if body["type"] == "audio" or len(text) > limits.CAPTION:
        return [body, *texts(text)]
    kind = body["type"]
    return [{**body, kind: {**body[kind], "caption": text}}]


def is_link(address: str) -> bool:
    """Whether Meta could fetch it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = not any(sign.isspace() for sign in address) and len(address) <= limits.LINK
    return clean and parts.scheme in ("http", "https") and bool(parts.hostname)


def kind_of(file: str) -> str:
    """image | video | audio | document, as the address ends."""
    ending = PurePosixPath(urlsplit(file).path).suffix.lower()
    return next((kind for kind, endings in _KINDS.items() if ending in endings), "document")


def _file(file: str) -> Body:
    kind = kind_of(file)
    name = PurePosixPath(urlsplit(file).path).name[:240]
    named = {"filename": name} if kind == "document" and name else {}
    return {"type": kind, kind: {"link": file, **named}}
