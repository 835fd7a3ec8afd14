"""Changes to Rasa's behaviour that have no extension point: all of them, here. Tests show the same answers.

Checking an action's answer: Rasa 3.6.21 builds a new validator for a constant schema on every call and checks
the schema itself against its metaschema, some 20 ms of CPU per message. One validator is built and kept; and
events of the plain kinds, which is what actions give back, are looked at without it.

Running the model's graph: for each run dask plans anew the order of a graph that never changes. The order is
kept instead, and the nodes are called one after the other, as dask's synchronous scheduler does.

Reading an event: Rasa walks through all classes of events to find the one of that name, for each event that
an action gives back or a tracker is read from. The table is made once.

Asking whether the domain is empty: Rasa builds a whole empty domain for each message to compare with. One is
kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

# Events for which Rasa's schema asks for nothing beyond what every event must hold.
_BARE_EVENTS = frozenset({"active_loop", "followup", "reset_slots", "restart", "rewind", "undo"})
_dask_run = DaskGraphRunner.run
_rasa_resolve = Event.resolve_by_type


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    if plainly_valid(result):
        return True
    try:
        _validator().validate(result)
    except ValidationError as error:
        error.message += ". The answer of a custom action does not have the form that Rasa expects"
        raise
    return True


def plainly_valid(result: object) -> bool:
    """Whether Rasa's schema surely accepts the answer; False says nothing, the schema must be asked."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    return all(isinstance(one, dict) for one in responses) and all(_plain_event(one) for one in events)


def _plain_event(event: object) -> bool:
    if not isinstance(event, dict):
        return False
    stamp, metadata = event.get("timestamp"), event.get("metadata")
    if type(stamp) not in (float, int, type(None)) or not isinstance(metadata, (dict, type(None))):
        return False
    if event.get("event") == "slot":
        return isinstance(event.get("name"), str) and "value" in event
    return event.get("event") in _BARE_EVENTS


def _run_graph(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    given = inputs or {}
    if any(isinstance(value, str) for value in given.values()):
        # Rasa refuses a text that is also a node's name; that check stays its own.
        return dict(_dask_run(self, inputs, targets))
    wanted = targets or self._graph_schema.target_names
    done: dict[str, Any] = {name: (name, value) for name, value in given.items()}
    try:
        for name, parents in _order(self, tuple(wanted)):
            done[name] = self._instantiated_nodes[name](*[done.get(parent, parent) for parent in parents])
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(done[name] for name in wanted)


def _order(runner: DaskGraphRunner, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The nodes that `targets` need, parents first; worked out once for each runner and targets."""
    orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]]
    orders = runner.__dict__.setdefault("_banpol_orders", {})
    if targets not in orders:
        found: dict[str, tuple[str, ...]] = {}
        for target in targets:
            _visit(runner._graph_schema.nodes, target, found)
        orders[targets] = list(found.items())
    return orders[targets]


def _visit(nodes: dict[str, Any], name: str, found: dict[str, tuple[str, ...]]) -> None:
    if name in found or name not in nodes:
        return
    parents = tuple(nodes[name].needs.values())
    for parent in parents:
        _visit(nodes, parent, found)
    found[name] = parents


@lru_cache(maxsize=1)
def _event_kinds() -> dict[str, type[Event]]:
    kinds: dict[str, type[Event]] = {}
    for kind in all_subclasses(Event):
        kinds.setdefault(kind.type_name, kind)
    return kinds


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    # An unknown name stays Rasa's own affair, also where a class was defined after the table was made.
    return _event_kinds().get(type_name) or _rasa_resolve(type_name, default)


@lru_cache(maxsize=1)
def _empty_domain() -> dict[str, Any]:
    return dict(Domain.empty().as_dict())


def _is_empty(self: Domain) -> bool:
    return bool(self.as_dict() == _empty_domain())


def apply() -> None:
    Domain.is_empty = _is_empty
    Event.resolve_by_type = staticmethod(_resolve_by_type)
    RemoteAction._validate_action_result = _validate_action_result
    DaskGraphRunner.run = _run_graph
