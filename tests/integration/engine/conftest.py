"""A small bot, trained once, and an engine over an empty database."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any, Iterator

import pytest

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
MINI = Path(__file__).parent / "mini_bot"


@pytest.fixture(scope="session")
def mini_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained without TensorFlow, sklearn or network; a second or two beside the import of Rasa."""
    pytest.importorskip("rasa", reason="the assistant's packages are not installed")
    from rasa.model_training import train

    out = tmp_path_factory.mktemp("models")
    result = train(
        domain=str(MINI / "domain.yml"),
        config=str(MINI / "config.yml"),
        training_files=[str(MINI / "data.yml")],
        output=str(out),
        fixed_model_name="mini",
        force_training=True,
    )
    return Path(str(result.model))


class Bench:
    """An engine, its reporters and what came out, for one test."""

    def __init__(self, database: Any, folder: Path, model: Path) -> None:
        from banpol import wiring
        from banpol.assistant import agent as agents
        from banpol.assistant.action_endpoint import InProcessActions
        from banpol.assistant.engine import Engine, EngineParts, patience
        from banpol.clock import ManualClock
        from tests.support.parts import NOW, RING, key_folder

        self.database, self.clock, self.seconds = database, ManualClock(NOW), 1000.0
        self.keys = key_folder(folder)
        self.agent, self.trackers = agents.load(
            model, database, RING, self.clock, InProcessActions("mini_actions")
        )
        self.parts = EngineParts(
            agent=self.agent,
            trackers=self.trackers,
            store=database,
            session_ring=RING,
            register_keys=wiring.register_keys(self.keys),
            clock=self.clock,
            patience=patience(0, 0),
            owner="test",
            machine_seconds=lambda: self.seconds,
        )
        self.engine = Engine(self.parts)

    def say(self, *texts: str, reporter: str = "r1", **changes: Any) -> None:
        from banpol.post import inbox
        from tests.support.parts import RING, arrival

        with self.database.write() as session:
            inbox.receive(session, RING, [arrival(text, reporter, **changes) for text in texts])

    def run(self, steps: int = 20) -> int:
        """Runs turns until none is due; how many ran."""

        async def work() -> int:
            for ran in range(steps):
                if not await self.engine.step():
                    return ran
            return steps

        return asyncio.run(work())

    def heard(self, reporter: str = "r1") -> list[str]:
        """Every text that was put into the outbox for a reporter, in order."""
        from banpol.post.letters import OutgoingMessage
        from banpol.post.outbox import _where, outbox_message
        from tests.support.parts import RING

        with self.database.read() as session:
            rows = session.execute(
                outbox_message.select()
                .where(outbox_message.c.reporter_id == reporter)
                .order_by(outbox_message.c.seq)
            )
            return [OutgoingMessage.from_bytes(RING.open(row.sealed, _where(row.id))).text for row in rows]


@pytest.fixture
def bench(database: Any, tmp_path: Path, mini_model: Path) -> Iterator[Bench]:
    sys.path.insert(0, str(MINI))
    from mini_actions.deeds import failures_left

    failures_left["count"] = 0
    yield Bench(database, tmp_path, mini_model)
    sys.path.remove(str(MINI))
