"""A message for a reporter → bodies of the Cloud API, as few as fit, each within Meta's limits.

Up to 3 short choices become buttons, up to 10 a list, more of them a numbered text. Nothing is ever cut that
the reporter cannot read elsewhere: a fitted title stands in full in its description.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Mapping, Sequence

from banpol.post.letters import Choice, OutgoingMessage
from banpol.whatsapp import decorations, limits, templates
from banpol.whatsapp.button_ids import ButtonIds, PayloadTooLong
from banpol.whatsapp.custom import complaints
from banpol.whatsapp.graphemes import fit
from banpol.whatsapp.splitting import head_and_tail, split

Body = dict[str, Any]
# Signs, not sentences: what citizens read comes from the responses.
_TYPED_NUMBER = re.compile(r"(?:(?:no|nomor|nomer|nmr)\.? ?)?([0-9]{1,3})[.)]?", re.IGNORECASE | re.ASCII)
_NO_LABEL, _NO_TEXT = "☰", "…"


class NothingToSend(Exception):
    """A message without any content, or with a raw body that is no message; the sentence says which."""


class Outgoing:
    """Renders messages; needs the button ids because every choice is issued to one reporter."""

    def __init__(self, buttons: ButtonIds) -> None:
        self._buttons = buttons

    def bodies(self, message: OutgoingMessage, reporter_id: str) -> list[Body]:
        """What to send, in order. Raises NothingToSend."""
        custom = dict(message.custom)
        wants_location = message.request_location or custom.pop("request_location", False) is True
        choices = _distinct(message.choices)
        message = decorations.fitted(message)
        if custom:
            return [*_texts(message.text), _custom(custom)]
        if wants_location:
            asked = _numbered(decorations.as_text(message), choices, numbers=False)
            return [*decorations.alone(message.file), *_location_request(asked)]
        if choices:
            return self._with_choices(message, choices, reporter_id)
        if message.file:
            return decorations.captioned(message.file, decorations.as_text(message), _texts)
        return _need(_texts(decorations.as_text(message)))

    def plain(self, message: OutgoingMessage) -> list[Body]:
        """The same as text only, for when Meta refuses the richer form. Raises NothingToSend."""
        text = "\n\n".join(part for part in (decorations.as_text(message), message.file) if part)
        return _need(_texts(_numbered(text, _distinct(message.choices))))

    def template(self, message: OutgoingMessage, reporter_id: str) -> Body | None:
        """The form that may leave outside the window; None for everything that has to wait."""
        return templates.body(message, lambda payload: self._buttons.issue(payload, reporter_id))

    def is_numbered(self, message: OutgoingMessage) -> bool:
        """Whether its choices leave as numbers to be typed."""
        choices = _distinct(message.choices)
        if len(choices) > limits.ROWS:
            return True
        try:
            for choice in choices:
                self._buttons.issue(choice.payload, "")
        except PayloadTooLong:
            return True
        return False

    def _with_choices(
        self, message: OutgoingMessage, choices: Sequence[Choice], reporter_id: str
    ) -> list[Body]:
        try:
            ids = [self._buttons.issue(choice.payload, reporter_id) for choice in choices]
        except PayloadTooLong:
            return self.plain(message)
        if len(choices) > limits.ROWS:
            return self.plain(message)
        head, tail = head_and_tail(message.text, limits.INTERACTIVE_BODY)
        if _fit_on_buttons(choices):
            return [*_texts(head), decorations.decorated(_buttons(tail, choices, ids), message)]
        interactive = _list(tail, choices, ids, message.list_label or _NO_LABEL)
        plain = decorations.decorated(interactive, replace(message, file=""))
        return [*decorations.alone(message.file), *_texts(head), plain]


def numbered_choice(message: OutgoingMessage, typed: str) -> Choice | None:
    """The choice that a typed number stands for: "3", "3.", "nomor 3" are understood, nothing longer."""
    match = _TYPED_NUMBER.fullmatch(typed.strip())
    choices = _distinct(message.choices)
    place = int(match.group(1)) if match else 0
    return choices[place - 1] if 0 < place <= len(choices) else None


def _distinct(choices: Sequence[Choice]) -> list[Choice]:
    """Choices that can be told apart: Meta refuses a message whole for an empty title or a double id."""
    found: dict[str, Choice] = {}
    for choice in choices:
        if choice.title.strip():
            found.setdefault(choice.payload, choice)
    return list(found.values())


def _fit_on_buttons(choices: Sequence[Choice]) -> bool:
    titles = {choice.title.strip() for choice in choices}
    short = all(len(title) <= limits.BUTTON_TITLE for title in titles)
    described = any(choice.description for choice in choices)
    return len(choices) <= limits.BUTTONS and short and len(titles) == len(choices) and not described


def _texts(text: str) -> list[Body]:
    return [_text(piece) for piece in split(text, limits.TEXT)]


def _text(body: str) -> Body:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _need(bodies: list[Body]) -> list[Body]:
    if not bodies:
        raise NothingToSend("a message has neither text nor choices")
    return bodies


def _interactive(kind: str, text: str, action: Body) -> Body:
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": text or _NO_TEXT}, "action": action},
    }


def _buttons(text: str, choices: Sequence[Choice], ids: Sequence[str]) -> Body:
    buttons = [
        {"type": "reply", "reply": {"id": button_id, "title": choice.title.strip()}}
        for choice, button_id in zip(choices, ids, strict=True)
    ]
    return _interactive("button", text, {"buttons": buttons})


def _list(text: str, choices: Sequence[Choice], ids: Sequence[str], label: str) -> Body:
    rows = [_row(choice, row_id) for choice, row_id in zip(choices, ids, strict=True)]
    action = {"button": fit(label.strip(), limits.LIST_LABEL), "sections": [{"rows": rows}]}
    return _interactive("list", text, action)


def _row(choice: Choice, row_id: str) -> Body:
    full = choice.title.strip()
    title = fit(full, limits.ROW_TITLE)
    parts = [full] if title != full else []
    description = fit(
        " · ".join([*parts, *([choice.description] if choice.description else [])]), limits.ROW_DESCRIPTION
    )
    row = {"id": row_id, "title": title}
    return {**row, "description": description} if description else row


def _location_request(text: str) -> list[Body]:
    head, tail = head_and_tail(text, limits.INTERACTIVE_BODY)
    return [*_texts(head), _interactive("location_request_message", tail, {"name": "send_location"})]


def _numbered(text: str, choices: Sequence[Choice], *, numbers: bool = True) -> str:
    """The text with its choices below; they can be answered by typing."""
    lines = [
        f"{f'{position}.' if numbers else '•'} {choice.title.strip()}"
        for position, choice in enumerate(choices, 1)
    ]
    return "\n\n".join(part for part in (text.strip(), "\n".join(lines)) if part)


def _custom(custom: Mapping[str, Any]) -> Body:
    """A raw body as its writer made it, if Meta would take it; `reply_to` quotes a message."""
    wrong = complaints(custom)
    if wrong:
        raise NothingToSend(f"a custom message is refused: {'; '.join(wrong)}")
    kind = custom["type"]
    body = {"type": kind, kind: custom[kind]}
    quoted = custom.get("reply_to")
    context = {"message_id": quoted} if isinstance(quoted, str) and quoted else custom.get("context")
    return {**body, "context": context} if isinstance(context, dict) else body
