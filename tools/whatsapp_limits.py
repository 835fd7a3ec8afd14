"""The lengths that WhatsApp accepts, checked on a response before anybody is to read it.

Counted in characters, as the Cloud API reference of Meta counts them.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping

TEXT, TEXT_WITH_CHOICES = 4096, 1024
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_DESCRIPTION, LIST_LABEL = 10, 24, 72, 20


def complaints(variation: Mapping[str, Any]) -> list[str]:
    """What WhatsApp would refuse in one variation of a response."""
    buttons = variation.get("buttons") or []
    return [*_text(variation, bool(buttons)), *_titles(buttons), *_rows(variation, buttons)]


def _text(variation: Mapping[str, Any], with_choices: bool) -> Iterator[str]:
    text = str(variation.get("text") or "")
    custom = variation.get("custom") or {}
    limit = TEXT_WITH_CHOICES if with_choices or custom.get("request_location") else TEXT
    if len(text) > limit:
        yield f"the text has {len(text)} characters, at most {limit} are allowed"
    if with_choices and not text.strip():
        yield "buttons need a text above them"


def _titles(buttons: list[Mapping[str, Any]]) -> Iterator[str]:
    limit = BUTTON_TITLE if len(buttons) <= BUTTONS else ROW_TITLE
    titles = [str(button.get("title") or "") for button in buttons]
    yield from (
        f"{title!r} has {len(title)} characters, at most {limit} fit"
        for title in titles
        if len(title) > limit
    )
    if len({title.strip() for title in titles if title.strip()}) < len(titles):
        yield "a button has no title, or two have the same"


def _rows(variation: Mapping[str, Any], buttons: list[Mapping[str, Any]]) -> Iterator[str]:
    if len(buttons) > ROWS:
        yield f"{len(buttons)} choices, at most {ROWS} fit into a list"
    label = str((variation.get("metadata") or {}).get("list_label") or "")
    if len(label) > LIST_LABEL:
        yield f"the list's label {label!r} has {len(label)} characters, at most {LIST_LABEL} fit"
    for button in buttons:
        if len(str(button.get("description") or "")) > ROW_DESCRIPTION:
            yield f"the description of {button.get('title')!r} is longer than {ROW_DESCRIPTION} characters"
