"""How the bubbles of a turn become the one message that Rasa reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Sequence

from banpol.post.turns import Bubble

# Rasa obeys a text that begins with "/" as a command with confidence 1; only choices we issued may do that.
COMMAND_SIGNS = "/ \t\r\n\u00a0\u2044\u2215\uff0f"
LONGEST_TEXT = 4096
VOICE = ("audio", "voice")


@dataclass(frozen=True)
class ComposedMessage:
    """Text for Rasa and the facts that travel beside it."""

    text: str
    metadata: dict[str, Any]


def compose(bubbles: Sequence[Bubble], turn_id: str, channel: str, now: datetime) -> ComposedMessage:
    """One message for the whole turn; what is not text stands in the metadata."""
    letters = [bubble.letter for bubble in bubbles]
    metadata = {
        "turn_id": turn_id,
        "now": now.isoformat(),
        "channel": channel,
        "letters": [asdict(letter) for letter in letters],
    }
    return ComposedMessage(_payload(bubbles) or _typed(bubbles) or _silent(bubbles), metadata)


def _payload(bubbles: Sequence[Bubble]) -> str:
    if len(bubbles) == 1 and bubbles[0].letter.kind == "choice":
        return bubbles[0].letter.payload
    return ""


def _typed(bubbles: Sequence[Bubble]) -> str:
    parts = [bubble.letter.text for bubble in bubbles if bubble.letter.text.strip()]
    return plain_text("\n".join(parts))


def _silent(bubbles: Sequence[Bubble]) -> str:
    """A turn without a word still is a message: a place, a file, or something we cannot read."""
    letters = [bubble.letter for bubble in bubbles]
    if any(letter.kind == "location" for letter in letters):
        return "/kirim_lokasi"
    media = [letter for letter in letters if letter.kind == "media" and letter.media_type != "sticker"]
    if media:
        return "/kirim_suara" if all(letter.media_type in VOICE for letter in media) else "/kirim_media"
    return "/pesan_tidak_didukung"


def plain_text(text: str) -> str:
    """Typed text that Rasa cannot mistake for a command, within the length that bounds its cost."""
    readable = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return readable.lstrip(COMMAND_SIGNS)[:LONGEST_TEXT].rstrip()
