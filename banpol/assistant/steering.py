"""The reader's word goes before the intent's rule: what a message is for may depend on what was said before.

An answer to an officer's question, a word about a closing, a typed PIN: any intent may be guessed for them.
The reader of messages (`action_read_message`) knows, and leaves the action's name in the slot `ingatan`.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

MEMORY, LEADS_TO = "ingatan", "leads_to"
FORM_ENDING = "_form"


def leads_to(tracker: DialogueStateTracker) -> str:
    """The action that the reader wants for the newest message, empty when the rules decide."""
    memory = tracker.get_slot(MEMORY)
    return str(json.loads(memory).get(LEADS_TO, "")) if memory else ""


def awaits_pin(tracker: DialogueStateTracker) -> bool:
    """Whether the newest question asks for a PIN."""
    memory = tracker.get_slot(MEMORY)
    return bool(memory) and str(json.loads(memory).get("awaiting", "")).startswith("pin_")


def next_action(tracker: DialogueStateTracker) -> str:
    """The wanted action, then silence; a form goes on by its own rules."""
    wanted, last = leads_to(tracker), tracker.latest_action_name
    if wanted and last == ACTION_LISTEN_NAME:
        return wanted
    # A form that is done in the same turn still has its end to come: the report or the addition is confirmed.
    ends = wanted and last == wanted and not wanted.endswith(FORM_ENDING)
    return ACTION_LISTEN_NAME if ends and not tracker.active_loop_name else ""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class SteeringPolicy(Policy):
    """Says nothing unless the reader does; learns nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Above the rules, which have 6."""
        return {"priority": 7}

    @staticmethod
    def supported_data() -> SupportedData:
        """Neither stories nor rules matter to it."""
        return SupportedData.ML_AND_RULE_DATA

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """There is nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Any = None, **kwargs: Any
    ) -> PolicyPrediction:
        """Certain, or silent."""
        probabilities = self._default_predictions(domain)
        wanted = next_action(tracker)
        if not wanted or wanted not in domain.action_names_or_texts:
            return self._prediction(probabilities)
        probabilities[domain.index_for_action(wanted)] = 1.0
        # A form that waits for its answer overrules every prediction that goes by the user's words.
        return self._prediction(probabilities, is_no_user_prediction=True)
