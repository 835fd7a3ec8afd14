"""Danger words go before the classifier: a cry for help is never left to a probability."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from banpol.language.emergency import find_danger

EMERGENCY = "darurat"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyOverride(GraphComponent):
    """Stands after every other classifier, the fallback included; what they ranked stays readable."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyOverride:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            danger = find_danger(message.get(TEXT) or "")
            if danger and danger.now:
                self._override(message)
        return messages

    @staticmethod
    def _override(message: Message) -> None:
        first = {"name": EMERGENCY, "confidence": 1.0}
        rest = [entry for entry in message.get("intent_ranking") or [] if entry["name"] != EMERGENCY]
        message.set(INTENT, first, add_to_output=True)
        message.set("intent_ranking", [first, *rest], add_to_output=True)
