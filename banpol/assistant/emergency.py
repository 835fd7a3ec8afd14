"""Rasa component behind every other classifier, the fallback included: danger words win over whatever the classifier thought."""

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
DANGER = "danger"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyOverride(GraphComponent):
    """Turns a message that names a danger of now into the intent `darurat`."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Keeps the configuration."""
        self._config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The word lists have no switches."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyOverride:
        """Needs nothing trained."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Checks every message against the danger words."""
        for message in messages:
            danger = find_danger(str(message.get(TEXT) or ""))
            if danger and danger.now:
                self._override(message, danger.category)
        return messages

    @staticmethod
    def _override(message: Message, category: str) -> None:
        """`darurat` goes to the top; what the classifier ranked stays behind it."""
        rest = [entry for entry in message.get("intent_ranking") or [] if entry.get("name") != EMERGENCY]
        first = {"name": EMERGENCY, "confidence": 1.0}
        message.set(INTENT, first, add_to_output=True)
        message.set("intent_ranking", [dict(first), *rest], add_to_output=True)
        message.set(DANGER, category, add_to_output=True)
