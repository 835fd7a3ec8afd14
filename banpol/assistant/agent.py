"""Rasa's agent with our tracker store and in-process actions; imported only after the TensorFlow decision."""

from __future__ import annotations

from pathlib import Path

from rasa.core.agent import Agent

from banpol.assistant import rasa_mends
from banpol.assistant.action_endpoint import InProcessActions
from banpol.assistant.tracker_store import SealedTrackerStore
from banpol.clock import Clock
from banpol.crypto import KeyRing
from banpol.database import Database


def load(
    model: Path, store: Database, ring: KeyRing, clock: Clock, actions: InProcessActions | None = None
) -> tuple[Agent, SealedTrackerStore]:
    """The agent over this database, and its tracker store."""
    agent = load_plain(model, actions)
    trackers = SealedTrackerStore(agent.domain, store=store, ring=ring, clock=clock)
    remember_with(agent, trackers)
    return agent, trackers


def load_plain(model: Path, actions: InProcessActions | None = None) -> Agent:
    """The agent with in-process actions and no memory yet."""
    rasa_mends.apply()
    actions = actions or InProcessActions()
    agent = Agent.load(model_path=str(model), action_endpoint=actions)
    actions.domain = agent.domain.as_dict()
    return agent


def remember_with(agent: Agent, trackers: SealedTrackerStore) -> None:
    """Puts the store in, without the FailSafe wrapper that Rasa puts around every store."""
    agent.tracker_store = trackers
    agent.processor.tracker_store = trackers
