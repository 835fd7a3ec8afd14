"""What we change in Rasa for speed gives the same answers as stock Rasa."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rasa", reason="the assistant's packages are not installed")

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from banpol.assistant import rasa_mends
from banpol.register.sql.migrate import downgrade, upgrade

STOCK_CHECK, STOCK_RUN = RemoteAction._validate_action_result, DaskGraphRunner.run
STOCK_RESOLVE = rasa_mends._rasa_resolve
KINDS = ("slot", "active_loop", "followup", "restart", "rewind", "undo", "reset_slots", "user", "action", "x")
ODD: tuple[Any, ...] = (None, True, 1, 1.5, "x", [], {}, [{}], {"a": 1})


@pytest.fixture
def stock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rasa as it is delivered."""
    monkeypatch.setattr(RemoteAction, "_validate_action_result", STOCK_CHECK)
    monkeypatch.setattr(DaskGraphRunner, "run", STOCK_RUN)
    monkeypatch.setattr(Event, "resolve_by_type", staticmethod(STOCK_RESOLVE))


def _event(chance: random.Random) -> Any:
    if chance.random() < 0.1:
        return chance.choice(ODD)
    event: dict[str, Any] = {"event": chance.choice(KINDS)}
    for key in ("name", "value", "timestamp", "metadata"):
        if chance.random() < 0.6:
            event[key] = chance.choice(("nama", *ODD))
    return event


def _answer(chance: random.Random) -> Any:
    if chance.random() < 0.05:
        return chance.choice(ODD)
    answer: dict[str, Any] = {"events": [_event(chance) for _ in range(chance.randrange(3))]}
    answer["responses"] = [chance.choice(({"text": "x"}, *ODD)) for _ in range(chance.randrange(2))]
    if chance.random() < 0.1:
        answer.pop(chance.choice(("events", "responses")))
    return answer


def test_what_looks_plainly_valid_is_valid_by_rasas_schema() -> None:
    """Over random answers the short look never accepts what the schema refuses, and often saves asking it."""
    chance, accepted = random.Random(20), 0
    schema = RemoteAction.action_response_format_spec()
    for _ in range(4000):
        answer = _answer(chance)
        if rasa_mends.plainly_valid(answer):
            jsonschema.validate(answer, schema)
            accepted += 1
    assert accepted > 200


def test_a_malformed_answer_is_still_refused(mini_model: Path) -> None:
    """What stock Rasa refuses, the mended check refuses with the same exception."""
    rasa_mends.apply()
    action = RemoteAction("action_x", None)
    for answer in ({"events": [{"name": "a"}]}, {"events": [{"event": "slot"}]}, {"responses": ["x"]}, []):
        with pytest.raises(jsonschema.ValidationError):
            action._validate_action_result(answer)


def test_every_event_is_found_by_its_name_as_stock_rasa_finds_it() -> None:
    """All names of events, one that grew old and one that nobody knows."""
    for kind in all_subclasses(Event):
        assert rasa_mends._resolve_by_type(kind.type_name) is STOCK_RESOLVE(kind.type_name)
    assert rasa_mends._resolve_by_type("topic") is None
    assert rasa_mends._resolve_by_type("unheard", Event) is Event
    with pytest.raises(ValueError, match="unheard"):
        rasa_mends._resolve_by_type("unheard")


def test_an_empty_domain_is_told_from_others_as_stock_rasa_tells_it() -> None:
    """Whether there is nothing in a domain does not depend on who was asked first."""
    rasa_mends.apply()
    full = Domain.from_dict({"intents": ["sapa"]})
    assert [one.is_empty() for one in (full, Domain.empty(), full)] == [False, True, False]


def _talk(bench: Any, seed: int) -> tuple[list[str], list[dict[str, Any]]]:
    chance = random.Random(seed)
    for _ in range(40):
        bench.say(chance.choice(("halo", "lapor", "isi", "tolak", "entah", "🙂", "isi halo")))
        bench.run()
    return bench.heard(), [_timeless(event.as_dict()) for event in bench.trackers.live("r1").events]


def _timeless(event: dict[str, Any]) -> dict[str, Any]:
    """The event without what is new in every turn: ids and stamps."""
    if event.get("name") == "session_started_metadata":
        event["value"] = None
    for holder in (event, event.get("parse_data", {})):
        for key in ("timestamp", "message_id", "metadata"):
            holder.pop(key, None)
    return event


def test_mended_and_stock_rasa_say_and_remember_the_same(bench: Any, request: pytest.FixtureRequest) -> None:
    """A random talk of 40 messages, once mended, once stock: the same replies, the same events."""
    mended = _talk(bench, seed=7)
    # History cannot be deleted, so the tables themselves are made anew.
    downgrade(bench.database, "base")
    upgrade(bench.database)
    bench.trackers.evict("r1")
    request.getfixturevalue("stock")
    assert DaskGraphRunner.run is STOCK_RUN
    heard, events = _talk(bench, seed=7)
    assert heard == mended[0]
    for one, other in zip(events, mended[1], strict=True):
        assert one == other


def test_a_text_that_is_a_nodes_name_is_refused_as_before(bench: Any) -> None:
    """Rasa's own guard against inputs that clash with nodes still stands."""
    runner = bench.agent.processor.graph_runner
    name = next(iter(runner._graph_schema.nodes))
    with pytest.raises(Exception, match="clashes"):
        asyncio.run(_run(runner, name))


async def _run(runner: DaskGraphRunner, name: str) -> None:
    runner.run(inputs={"__message__": name}, targets=[name])
