"""Custom actions run in the assistant's own process, behind the interface of Rasa's HTTP action endpoint."""

from __future__ import annotations

import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from banpol.assistant.turn import current_turn


class InProcessActions(EndpointConfig):
    """Answers as rasa_sdk's server would, without HTTP and without copying the domain on every call."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)
        self.domain: dict[str, Any] = {}

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The action's events and responses. A rejection is Rasa's own 400; any other failure marks the turn,
        because Rasa would log it and go on as if the action had run."""
        call = kwargs["json"]
        call.setdefault("domain", self.domain)
        try:
            answer: dict[str, Any] | None = await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            body = json.dumps({"error": rejection.message, "action_name": rejection.action_name})
            raise ClientResponseError(400, "rejected", body) from None
        except Exception as error:
            self._mark(call, error)
            raise
        return answer

    @staticmethod
    def _mark(call: dict[str, Any], error: Exception) -> None:
        turn = current_turn.get()
        if turn is not None:
            turn.failures.append(f"{call.get('next_action')}: {type(error).__name__}")
