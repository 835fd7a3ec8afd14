"""Rasa component behind every other classifier, the fallback too: danger wins over whatever they thought.

Three judges, any of which suffices: the danger words of `data/kamus/darurat.yml`; a guesser trained on the
examples of `darurat` against all others, which knows dangers that no list names; and the classifier of
intents, which counts as soon as danger is one of the things it thinks of.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from banpol.assistant.tokenizer import kamus_fingerprint
from banpol.language.danger_model import DANGER as EMERGENCY
from banpol.language.danger_model import DangerModel, train_danger
from banpol.language.emergency import find_danger
from banpol.language.training import TrainingSettings

logger = logging.getLogger(__name__)
DANGER = "danger"
# Which judge decided: the danger words, the guesser by its words or by the sentence vector, the intents.
JUDGE = "danger_judge"
WORDS, GUESSER, VECTOR, INTENTS = "words", "guesser", "vector", "intents"
Decided = tuple[str, str]  # category of danger, judge
FEWEST = 30


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EmergencyOverride(GraphComponent):
    """Turns a message that tells of a danger of now into the intent `darurat`; the ranking stays readable."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: DangerModel | None = None,
    ) -> None:
        """Works by words alone while there is no model."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`false_alarms`: the share of ordinary held-out examples that the guesser may take for danger;
        `chance`: what the classifier of intents must give danger at least (in cross-validation 0.15 and 0.2
        differ by 6 false alarms in 8,400 messages)."""
        return {"false_alarms": 0.008, "chance": 0.15, "c": 0.3, "seed": 7}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyOverride:
        """A component that knows the words only."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """An edited word list makes the trained model stale."""
        return kamus_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns `darurat` against everything else; too few examples leave the words alone to judge."""
        pairs = [
            (str(m.get(TEXT)), m.get(INTENT) == EMERGENCY)
            for m in training_data.intent_examples
            if m.get(TEXT)
        ]
        if min(sum(danger for _, danger in pairs), sum(not danger for _, danger in pairs)) < FEWEST:
            logger.warning("EmergencyOverride needs %s examples of each kind and goes by words alone", FEWEST)
            return self._resource
        settings = TrainingSettings(c=self._config["c"], seed=self._config["seed"])
        texts, dangers = [text for text, _ in pairs], [danger for _, danger in pairs]
        self._model = train_danger(texts, dangers, settings, self._config["false_alarms"])
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
    ) -> EmergencyOverride:
        """The trained component; the words alone when the archive holds no model."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, DangerModel.load(folder))
        except (ValueError, FileNotFoundError):
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Judges every message."""
        for message in messages:
            decided = self._danger(str(message.get(TEXT) or "")) or self._thought_of(message)
            if decided:
                _override(message, *decided)
        return messages

    def _thought_of(self, message: Message) -> Decided | None:
        """Danger that the classifier of intents holds for likely enough, though not for likeliest."""
        ranking = message.get("intent_ranking") or []
        chance = next((e["confidence"] for e in ranking if e.get("name") == EMERGENCY), 0.0)
        return (EMERGENCY, INTENTS) if chance >= self._config["chance"] else None

    def _danger(self, text: str) -> Decided | None:
        """The danger of now and who found it, None when there is none."""
        danger = find_danger(text)
        if danger and danger.now:
            return danger.category, WORDS
        if not self._model or not text.strip():
            return None
        verdict = self._model.verdict(text)
        judge = VECTOR if verdict.by_vector else GUESSER
        return (EMERGENCY, judge) if verdict.margin > 0 else None


def _override(message: Message, category: str, judge: str) -> None:
    """`darurat` goes to the top; what the classifier ranked stays behind it."""
    rest = [entry for entry in message.get("intent_ranking") or [] if entry.get("name") != EMERGENCY]
    first = {"name": EMERGENCY, "confidence": 1.0}
    message.set(INTENT, first, add_to_output=True)
    message.set("intent_ranking", [dict(first), *rest], add_to_output=True)
    message.set(DANGER, category, add_to_output=True)
    message.set(JUDGE, judge, add_to_output=True)
