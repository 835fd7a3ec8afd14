"""Changes to Rasa's behaviour that have no extension point: all of them, here. Tests show the same answers.

Checking an action's answer: Rasa 3.6.21 builds a new validator for a constant schema on every call and checks
the schema itself against its metaschema, some 20 ms of CPU per message. One validator is built and kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    try:
        _validator().validate(result)
    except ValidationError as error:
        error.message += ". The answer of a custom action does not have the form that Rasa expects"
        raise
    return True


def apply() -> None:
    RemoteAction._validate_action_result = _validate_action_result
