"""How Rasa's utterances of a turn become as few messages as possible: each one costs money and rate."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from banpol.post.letters import Choice, OutgoingMessage

# Beneath a message with choices WhatsApp allows 1,024 characters, elsewhere 4,096.
LONGEST_WITH_CHOICES = 1024
LONGEST_PLAIN = 4096


PAUSE = "pause_seconds"


def pause_of(utterances: Iterable[dict[str, Any]]) -> float:
    """How long the turn's answer waits; only a response whose `custom` says so makes anybody wait."""
    waits = [float(dict(utterance.get("custom") or {}).get(PAUSE, 0)) for utterance in utterances]
    return min(waits, default=0.0)


def to_message(utterance: dict[str, Any]) -> OutgoingMessage:
    """One utterance in the channel-neutral form. Custom `request_location` asks for a pin."""
    custom = dict(utterance.get("custom") or utterance.get("json_message") or {})
    custom.pop(PAUSE, None)
    metadata = utterance.get("metadata") or {}
    buttons = utterance.get("buttons") or utterance.get("quick_replies") or ()
    return OutgoingMessage(
        text=utterance.get("text") or custom.pop("text", "") or "",
        choices=tuple(_choice(button) for button in buttons),
        list_label=str(custom.pop("list_label", "") or metadata.get("list_label", "")),
        request_location=bool(custom.pop("request_location", metadata.get("request_location", False))),
        custom=custom,
    )


def _choice(button: dict[str, Any]) -> Choice:
    return Choice(
        str(button.get("title", "")), str(button.get("payload", "")), str(button.get("description", ""))
    )


def gather(utterances: Iterable[dict[str, Any]]) -> list[OutgoingMessage]:
    """The turn's messages in order, plain ones joined with what follows where it fits."""
    messages: list[OutgoingMessage] = []
    said: list[OutgoingMessage] = []
    for utterance in utterances:
        message = to_message(utterance)
        # Said once is enough: Rasa repeats a fallback until its limit of actions when nothing else fits.
        if not (message.text or message.custom) or message in said:
            continue
        said.append(message)
        joined = _join(messages[-1], message) if messages else None
        if joined is not None:
            messages[-1] = joined
        else:
            messages.append(message)
    return messages


def _join(first: OutgoingMessage, second: OutgoingMessage) -> OutgoingMessage | None:
    if first.choices or first.request_location or first.custom or second.custom:
        return None
    text = f"{first.text}\n\n{second.text}"
    longest = LONGEST_WITH_CHOICES if second.choices or second.request_location else LONGEST_PLAIN
    if len(text) > longest:
        return None
    return OutgoingMessage(text, second.choices, second.list_label, second.request_location)


def fill_in(messages: Sequence[OutgoingMessage], found: dict[str, str]) -> list[OutgoingMessage]:
    """Tokens become what the turn's deeds gave back, such as the report's number."""
    return [
        OutgoingMessage(
            replace_tokens(message.text, found),
            message.choices,
            message.list_label,
            message.request_location,
            message.custom,
        )
        for message in messages
    ]


def replace_tokens(text: str, found: dict[str, str]) -> str:
    for token, value in found.items():
        text = text.replace(token, value)
    return text
