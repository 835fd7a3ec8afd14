"""Intents by the linear classifier; trained in seconds, answered in under a millisecond, no TensorFlow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from banpol.language import spelling
from banpol.language.classifier import LinearTextClassifier, TrainingSettings, train
from banpol.language.scope import in_scope

FILE = "intent.npz"
RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FastIntent(GraphComponent, IntentClassifier):
    """Reads the normalised text; the model holds words and weights, no sentence of anybody."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: LinearTextClassifier | None = None,
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"c": 1.0, "seed": 7}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FastIntent:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Needs at least two intents with examples."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [spelling.normalise(example.get(TEXT)) for example in examples]
        settings = TrainingSettings(c=self._config["c"], seed=self._config["seed"])
        self._model = train(texts, [example.get(INTENT) for example in examples], settings)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder) / FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FastIntent:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearTextClassifier.load(Path(folder) / FILE))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        text = spelling.normalise(message.get(TEXT) or "")
        if self._model is None or not text.strip():
            message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", [], add_to_output=True)
            message.set("in_scope", 0.0, add_to_output=True)
            return
        ranking = self._model.rank(text)
        entries = [{"name": name, "confidence": chance} for name, chance in ranking]
        message.set(INTENT, entries[0], add_to_output=True)
        message.set("intent_ranking", entries[:RANKED], add_to_output=True)
        message.set("in_scope", in_scope(self._model, text, ranking), add_to_output=True)
