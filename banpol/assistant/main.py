"""The assistant's process: loads the model, then works on turns until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import uuid
from typing import TYPE_CHECKING

from banpol import logs, wiring
from banpol.assistant import loading, tf_stub
from banpol.crypto import CryptoError
from banpol.database import Database, DatabaseProblem
from banpol.settings import SettingProblem, Settings

if TYPE_CHECKING:
    from banpol.assistant.engine import Engine

log = logging.getLogger("banpol.assistant")


def main() -> None:
    """Refuses to start, with a sentence, when something it needs is missing."""
    logs.configure()
    try:
        settings = wiring.settings()
        store = wiring.database()
        wiring.prepare(settings, store)
        asyncio.run(_serve(settings, store))
    except (SettingProblem, DatabaseProblem, CryptoError, loading.ModelProblem) as problem:
        sys.exit(f"banpol assistant: {problem}")


async def _serve(settings: Settings, store: Database) -> None:
    engine = _engine(settings, store)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, engine.stop)
    log.info("assistant ready")
    await engine.run()
    log.info("assistant stopped")


def _engine(settings: Settings, store: Database) -> Engine:
    """The engine with its model. Raises ModelProblem and KeyFileProblem."""
    # Before Rasa is imported, which takes seconds: a refusal should come at once.
    ring, register_keys = wiring.keys().ring("session.key"), wiring.register_keys(wiring.keys())
    model = loading.find_model(settings.models_dir)
    if not loading.needs_tensorflow(model):
        tf_stub.install()
    from banpol.assistant import agent as agents
    from banpol.assistant import engine as engines

    try:
        agent, trackers = agents.load(model, store, ring, wiring.clock())
    except Exception as error:  # Rasa lets through whatever its parts raise
        raise loading.ModelProblem(loading.unreadable(model, error)) from error
    loading.freeze()
    return engines.Engine(
        engines.EngineParts(
            agent=agent,
            trackers=trackers,
            store=store,
            session_ring=ring,
            register_keys=register_keys,
            clock=wiring.clock(),
            patience=engines.patience(settings.bundle_quiet_seconds, settings.bundle_max_seconds),
            owner=f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"[:64],
        )
    )


if __name__ == "__main__":
    main()
