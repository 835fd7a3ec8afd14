"""The channel that Rasa speaks into during a turn: it keeps what is said and sends nothing."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

from banpol.assistant.turn import RunningTurn


class CollectingChannel(OutputChannel):
    """Never raises, never sends: a failing send inside a turn would lose the turn."""

    def __init__(self, turn: RunningTurn) -> None:
        self._turn = turn

    @classmethod
    def name(cls) -> str:
        return "whatsapp"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self._turn.utterances.append(dict(message))
