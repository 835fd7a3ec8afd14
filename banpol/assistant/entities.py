"""Entities by rules: whatever `banpol.language.reading` finds, in Rasa's form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from banpol.clock import SystemClock
from banpol.language.reading import read


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RuleEntities(GraphComponent, EntityExtractorMixin):
    """Times are read from the moment of the message, which travels in its metadata as `now`."""

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
    ) -> RuleEntities:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = [*message.get(ENTITIES, []), *self._entities(message)]
            message.set(ENTITIES, found, add_to_output=True)
        return messages

    def _entities(self, message: Message) -> list[dict[str, Any]]:
        text = message.get(TEXT) or ""
        reading = read(text, _moment(message))
        return [
            {
                "entity": found.entity,
                "value": found.value,
                "start": found.start,
                "end": found.end,
                "confidence_entity": 1.0,
                "extractor": "RuleEntities",
            }
            for found in reading.entities
        ]


def _moment(message: Message) -> datetime:
    said = (message.get(METADATA) or {}).get("now")
    return datetime.fromisoformat(said) if said else SystemClock().now()
