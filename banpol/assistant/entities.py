"""Rasa entity extractor over the rules of `banpol.language.reading`."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from banpol.language.reading import read


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RuleEntities(GraphComponent, EntityExtractorMixin):
    """Adds the entities that rules find, with offsets in the raw text."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Keeps the configuration."""
        self._config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The rules have no switches."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RuleEntities:
        """Needs nothing trained."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads every message as of its own time."""
        for message in messages:
            found = self._entities(str(message.get(TEXT) or ""), _now(message))
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages

    def _entities(self, text: str, now: datetime) -> list[dict[str, Any]]:
        """Rasa's form of the entities of one text."""
        return [
            {
                "entity": found.entity,
                "value": found.value,
                "start": found.start,
                "end": found.end,
                "confidence_entity": 1.0,
                "extractor": self.__class__.__name__,
            }
            for found in read(text, now).entities
        ]


def _now(message: Message) -> datetime:
    """When the message was written: its metadata's `now`, else the clock (`rasa shell` sends no metadata)."""
    stamp = (message.get("metadata") or {}).get("now")
    if isinstance(stamp, str):
        try:
            said = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        except ValueError:
            return datetime.now(timezone.utc)
        return said if said.tzinfo else said.replace(tzinfo=timezone.utc)
    return datetime.now(timezone.utc)
