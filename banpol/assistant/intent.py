"""Rasa intent classifier over `banpol.language.intent_model`; no pickle, no readable text in the archive."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from banpol.assistant.tokenizer import kamus_fingerprint
from banpol.language.intent_model import IntentModel, train_intents
from banpol.language.training import TrainingSettings

logger = logging.getLogger(__name__)
IN_SCOPE = "in_scope"
# An intent with fewer examples cannot be held out three times.
FEWEST = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FastIntent(GraphComponent, IntentClassifier):
    """Sets intent, ranking and the in-scope score of a message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`ranking_length` 0 keeps all intents; below the chance `vectors_below` sentence vectors help."""
        return {"c": 1.0, "seed": 7, "min_texts": 2, "ranking_length": 10, "vectors_below": 0.0}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        """Holds the trained model, or none before training."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FastIntent:
        """An untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """An edited word list makes the trained model stale."""
        return kamus_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples that carry an intent."""
        pairs = [(str(m.get(TEXT)), str(m.get(INTENT))) for m in training_data.intent_examples if m.get(TEXT)]
        many = Counter(intent for _, intent in pairs)
        kept = [(text, intent) for text, intent in pairs if many[intent] >= FEWEST]
        if len({intent for _, intent in kept}) < 2:
            logger.warning("FastIntent needs two intents with %s examples each, and stays untrained", FEWEST)
            return self._resource
        settings = TrainingSettings(
            c=self._config["c"], seed=self._config["seed"], min_texts=self._config["min_texts"]
        )
        texts, intents = [text for text, _ in kept], [intent for _, intent in kept]
        self._model = train_intents(texts, intents, settings, self._config["vectors_below"])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
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
        """The trained component; an untrained one when the archive holds no model."""
        try:
            with model_storage.read_from(resource) as folder:
                model = IntentModel.load(folder, config["vectors_below"])
                return cls(config, model_storage, resource, model)
        except (ValueError, FileNotFoundError):
            logger.warning("FastIntent finds no trained model in the archive: no message gets an intent")
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds intent, ranking and in-scope score to every message."""
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        """One message; without a model, or without a readable word, it has no intent."""
        judged = self._model.judge(str(message.get(TEXT) or "")) if self._model else None
        if judged is None:
            message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", [], add_to_output=True)
            message.set(IN_SCOPE, 0.0, add_to_output=True)
            return
        length = self._config["ranking_length"] or len(judged.ranking)
        named = [{"name": name, "confidence": chance} for name, chance in judged.ranking[:length]]
        message.set(INTENT, dict(named[0]), add_to_output=True)
        message.set("intent_ranking", named, add_to_output=True)
        message.set(IN_SCOPE, judged.in_scope, add_to_output=True)
