"""Rasa intent classifier over `banpol.language.classifier`: one calibrated linear model, no pickle.

Where it is unsure, the sentence vector of the message joins the decision (`banpol.language.second_look`).
"""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
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

from banpol.assistant.tokenizer import kamus_fingerprint
from banpol.language.classifier import IDEA, LinearTextClassifier, Ranking
from banpol.language.intents import for_intent
from banpol.language.scope import OUT_OF_TOPIC, ScopeWeights, fit_weights, in_scope, known_share, signs
from banpol.language.second_look import SecondLook, cache_path, learn
from banpol.language.sentences import vector, vectors
from banpol.language.spelling import excerpt, normalise
from banpol.language.training import HeldOut, TrainingSettings, train

logger = logging.getLogger(__name__)
MODEL_NAME = "niat.npz"
SECOND_NAME = "niat_kalimat.npz"
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
        model: LinearTextClassifier | None = None,
        second: SecondLook | None = None,
    ) -> None:
        """Holds the trained model, or none before training; a second look only where vectors can be had."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._second = second

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
        kept = [(for_intent(text), intent) for text, intent in pairs if many[intent] >= FEWEST]
        if len({intent for _, intent in kept}) < 2:
            logger.warning("FastIntent needs two intents with %s examples each, and stays untrained", FEWEST)
            return self._resource
        settings = TrainingSettings(
            c=self._config["c"], seed=self._config["seed"], min_texts=self._config["min_texts"]
        )
        self._model, held = train([t for t, _ in kept], [i for _, i in kept], settings)
        self._model.extra["scope"] = dataclasses.asdict(_scope(held))
        self._second = _second_look(held) if self._config["vectors_below"] else None
        self._persist()
        return self._resource

    def _persist(self) -> None:
        """Writes plain arrays and sorted features into Rasa's model archive."""
        if self._model:
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder / MODEL_NAME)
                if self._second:
                    self._second.save(folder / SECOND_NAME)

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
                model = LinearTextClassifier.load(folder / MODEL_NAME)
                second = _load_second(folder, len(model.classes)) if config["vectors_below"] else None
                return cls(config, model_storage, resource, model, second)
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
        text = str(message.get(TEXT) or "")
        plain = normalise(excerpt(text))
        if not self._model or not plain:
            message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", [], add_to_output=True)
            message.set(IN_SCOPE, 0.0, add_to_output=True)
            return
        ranking = self._rank(self._model, for_intent(text))
        weights = ScopeWeights(**self._model.extra.get("scope", {}))
        score = in_scope(ranking, known_share(plain, self._model.knows), weights)
        length = self._config["ranking_length"] or len(ranking)
        named = [{"name": name, "confidence": chance} for name, chance in ranking[:length]]
        message.set(INTENT, dict(named[0]), add_to_output=True)
        message.set("intent_ranking", named, add_to_output=True)
        message.set(IN_SCOPE, score, add_to_output=True)

    def _rank(self, model: LinearTextClassifier, marked: str) -> Ranking:
        """The words' ranking; where its best is unsure, words and sentence vector together."""
        scores = model.scores(marked)
        ranking = model.ranked(scores)
        if self._second is None or ranking[0][1] >= self._config["vectors_below"]:
            return ranking
        meaning = vector(_written(marked))
        return ranking if meaning is None else self._second.rank(model, scores, meaning)


def _written(marked: str) -> str:
    """The words of a text without the ideas behind it."""
    return marked.partition(IDEA)[0].strip()


def _second_look(held: list[HeldOut]) -> SecondLook | None:
    """Learns from sentence vectors; None without held-out texts or without the package."""
    rows = vectors([_written(one.text) for one in held], cache_path()) if held else None
    return None if rows is None else learn(rows, [one.label for one in held], [one.scores for one in held])


def _load_second(folder: Path, classes: int) -> SecondLook | None:
    """The second look of the archive; the first message shall not pay for waking the encoder."""
    second = SecondLook.load(folder / SECOND_NAME, classes)
    if second is not None and vector("pemanasan") is None:
        return None
    return second


def _scope(held: list[HeldOut]) -> ScopeWeights:
    """Weights of the in-scope score, from what was predicted for texts that were held out."""
    seen = []
    for one in held:
        share = known_share(one.text.partition(IDEA)[0], one.model.knows)
        seen.append((signs(one.model.ranked(one.scores), share), one.label != OUT_OF_TOPIC))
    return fit_weights(seen)
