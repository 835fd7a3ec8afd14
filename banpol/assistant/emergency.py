"""Rasa component behind every other classifier, the fallback too: danger wins over whatever they thought.

Three judges: the danger words of `data/kamus/darurat.yml`, which suffice; a guesser trained on the examples
of `darurat` against all others, which knows dangers that no list names, and suffices unless the message is
surely none of our business; and the classifier of intents, which counts as soon as danger is one of the
things it thinks of. The further the guesser is from danger the more must be thought of it: a message like no
example at all resembles a little of everything, and an order of rice is no cry for help.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from banpol.assistant.tokenizer import kamus_fingerprint
from banpol.language.danger_model import DANGER as EMERGENCY
from banpol.language.danger_model import DangerModel, Verdict, train_danger
from banpol.language.emergency import find_danger
from banpol.language.scope import OUT_OF_TOPIC
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
        `chance`: what the classifier of intents must give danger at least, and `doubt`: how much more for
        each unit by which the guesser denies it; `sure`: the chance of being off topic that outweighs it.
        In cross-validation (848 dangers among 10,717 messages) `doubt` 0.4 costs 4 dangers and spares 42 of
        131 false alarms; of messages meant for somebody else it spares most."""
        return {"false_alarms": 0.008, "chance": 0.15, "doubt": 0.4, "sure": 0.9, "c": 0.3, "seed": 7}

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
            decided = self._judge(message, str(message.get(TEXT) or ""))
            if decided:
                _override(message, *decided)
            else:
                _doubt(message)
        return messages

    def _judge(self, message: Message, text: str) -> Decided | None:
        """The danger of now and who found it, None when there is none."""
        danger = find_danger(text)
        if danger and danger.now:
            return danger.category, WORDS
        verdict = self._model.verdict(text) if self._model and text.strip() else Verdict(0.0, by_vector=False)
        if verdict.margin > 0 and _chance(message, OUT_OF_TOPIC) < self._config["sure"]:
            return EMERGENCY, VECTOR if verdict.by_vector else GUESSER
        needed = self._config["chance"] + self._config["doubt"] * max(0.0, -verdict.margin)
        return (EMERGENCY, INTENTS) if _chance(message, EMERGENCY) >= needed else None


def _chance(message: Message, intent: str) -> float:
    ranking = message.get("intent_ranking") or []
    return next((float(e["confidence"]) for e in ranking if e.get("name") == intent), 0.0)


def _doubt(message: Message) -> None:
    """Danger that only seemed likeliest goes behind the next, and the message counts as not understood."""
    ranking = message.get("intent_ranking") or []
    named = [entry for entry in ranking if entry.get("name") != DEFAULT_NLU_FALLBACK_INTENT_NAME]
    if not named or named[0].get("name") != EMERGENCY:
        return
    danger, *rest = named
    unclear = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - danger["confidence"]}
    message.set(INTENT, unclear, add_to_output=True)
    message.set("intent_ranking", [dict(unclear), *rest[:1], danger, *rest[1:]], add_to_output=True)


def _override(message: Message, category: str, judge: str) -> None:
    """`darurat` goes to the top; what the classifier ranked stays behind it."""
    rest = [entry for entry in message.get("intent_ranking") or [] if entry.get("name") != EMERGENCY]
    first = {"name": EMERGENCY, "confidence": 1.0}
    message.set(INTENT, first, add_to_output=True)
    message.set("intent_ranking", [dict(first), *rest], add_to_output=True)
    message.set(DANGER, category, add_to_output=True)
    message.set(JUDGE, judge, add_to_output=True)
