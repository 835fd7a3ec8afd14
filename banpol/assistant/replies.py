"""How Rasa's utterances of a turn become as few messages as possible: each one costs money and rate."""

from __future__ import annotations

from dataclasses import replace
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


def to_messages(utterance: dict[str, Any]) -> list[OutgoingMessage]:
    """One utterance with everything it may hold; an attachment beside a picture, and each element of a
    carousel, is a message of its own."""
    first, attached = to_message(utterance), utterance.get("attachment")
    further = (
        [OutgoingMessage("", file=attached)] if isinstance(attached, str) and first.file != attached else []
    )
    elements = utterance.get("elements")
    cards = elements if isinstance(elements, (list, tuple)) else ()
    return [first, *further, *(_element(card) for card in cards if isinstance(card, dict))]


def _element(card: dict[str, Any]) -> OutgoingMessage:
    """Title, subtitle, picture, choices; a button that only leads to an address becomes a line of text."""
    buttons = [button for button in card.get("buttons") or () if isinstance(button, dict)]
    links = [f"{button.get('title', '')}: {button['url']}" for button in buttons if button.get("url")]
    title = str(card.get("title") or "")
    lines = [f"*{title}*" if title else "", str(card.get("subtitle") or ""), *links]
    choices = tuple(_choice(button) for button in buttons if button.get("payload"))
    text = "\n".join(line for line in lines if line)
    return OutgoingMessage(text, choices, file=str(card.get("image_url") or ""))


def to_message(utterance: dict[str, Any]) -> OutgoingMessage:
    """One utterance in the channel-neutral form. Custom `request_location` asks for a pin."""
    custom = dict(utterance.get("custom") or utterance.get("json_message") or {})
    custom.pop(PAUSE, None)
    metadata = utterance.get("metadata") or {}
    buttons = utterance.get("buttons") or utterance.get("quick_replies") or ()
    return OutgoingMessage(
        text=utterance.get("text") or _own_text(custom),
        choices=tuple(_choice(button) for button in buttons),
        list_label=str(custom.pop("list_label", "") or metadata.get("list_label", "")),
        request_location=bool(custom.pop("request_location", metadata.get("request_location", False))),
        custom=custom,
        file=str(utterance.get("image") or utterance.get("attachment") or ""),
        header=str(metadata.get("header") or ""),
        footer=str(metadata.get("footer") or ""),
    )


def _own_text(custom: dict[str, Any]) -> str:
    """A text beside the other wishes; the content of a raw body of type text is an object and stays."""
    return str(custom.pop("text")) if isinstance(custom.get("text"), str) else ""


def _choice(button: dict[str, Any]) -> Choice:
    return Choice(
        str(button.get("title", "")), str(button.get("payload", "")), str(button.get("description", ""))
    )


def gather(utterances: Iterable[dict[str, Any]]) -> list[OutgoingMessage]:
    """The turn's messages in order, plain ones joined with what follows where it fits."""
    messages: list[OutgoingMessage] = []
    said: list[OutgoingMessage] = []
    for message in (message for utterance in utterances for message in to_messages(utterance)):
        # Said once is enough: Rasa repeats a fallback until its limit of actions when nothing else fits.
        if not (message.text or message.custom or message.file) or message in said:
            continue
        said.append(message)
        joined = _join(messages[-1], message) if messages else None
        if joined is not None:
            messages[-1] = joined
        else:
            messages.append(message)
    return messages


def _join(first: OutgoingMessage, second: OutgoingMessage) -> OutgoingMessage | None:
    if first.choices or first.request_location or first.custom or second.custom or second.file:
        return None
    text = "\n\n".join(part for part in (first.text, second.text) if part)
    short = second.choices or second.request_location or first.file
    if len(text) > (LONGEST_WITH_CHOICES if short else LONGEST_PLAIN):
        return None
    header, footer = first.header or second.header, second.footer or first.footer
    return replace(second, text=text, file=first.file, header=header, footer=footer)


def fill_in(messages: Sequence[OutgoingMessage], found: dict[str, str]) -> list[OutgoingMessage]:
    """Tokens become what the turn's deeds gave back, such as the report's number."""
    return [replace(message, text=replace_tokens(message.text, found)) for message in messages]


def replace_tokens(text: str, found: dict[str, str]) -> str:
    for token, value in found.items():
        text = text.replace(token, value)
    return text
