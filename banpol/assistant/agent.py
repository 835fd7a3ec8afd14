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
    """The agent, and its tracker store without the FailSafe wrapper that Rasa puts around every store."""
    rasa_mends.apply()
    actions = actions or InProcessActions()
    trackers = SealedTrackerStore(None, store=store, ring=ring, clock=clock)
    agent = Agent.load(model_path=str(model), tracker_store=trackers, action_endpoint=actions)
    actions.domain = agent.domain.as_dict()
    trackers.domain = agent.domain
    agent.tracker_store = trackers
    agent.processor.tracker_store = trackers
    return agent, trackers
