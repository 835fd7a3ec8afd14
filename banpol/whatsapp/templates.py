"""What may leave outside the 24-hour window: which kinds of notice, as which approved template.

Everything that is not in the table waits until the reporter writes. A template carries no personal data: the
words it is filled with are the notice's `facts`, such as a report's number and its status.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping

from banpol.post.letters import OutgoingMessage

LONGEST_FACT = 60


@dataclass(frozen=True)
class Template:
    """A template as Meta knows it: its variables in order, and what its one quick reply means."""

    name: str
    variables: int
    payload: str
    language: str = "id"


FALLBACKS: Mapping[str, Template] = {
    # laporan_status: "Laporan {{1}}: {{2}}." with the quick reply "Lihat"; category utility.
    "status_laporan": Template("laporan_status", 2, "/cek_laporan"),
}


def may_fall_back(message: OutgoingMessage) -> bool:
    """Whether the table knows its kind and the message brings every word that the template needs."""
    template = FALLBACKS.get(message.kind)
    return template is not None and len(message.facts) == template.variables and all(message.facts)


def body(message: OutgoingMessage, issue: Callable[[str], str]) -> dict[str, Any] | None:
    """The template's body; `issue` makes the id of its quick reply. None when the message has to wait."""
    if not may_fall_back(message):
        return None
    template = FALLBACKS[message.kind]
    words = [{"type": "text", "text": " ".join(fact.split())[:LONGEST_FACT]} for fact in message.facts]
    button = {
        "type": "button",
        "sub_type": "quick_reply",
        "index": "0",
        "parameters": [{"type": "payload", "payload": issue(template.payload)}],
    }
    return {
        "type": "template",
        "template": {
            "name": template.name,
            "language": {"code": template.language},
            "components": [{"type": "body", "parameters": words}, button],
        },
    }
