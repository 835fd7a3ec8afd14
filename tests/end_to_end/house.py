"""The whole system in a folder of its own: real gateway and assistant, a simulator in the test's loop."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import Any

import demo_env
from sqlalchemy import func, select

from banpol.clock import SystemClock
from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.post.tables import inbox_message, outbox_message, turn
from banpol.register import reading
from banpol.simulator.simulator import Simulator
from tests.end_to_end.citizen import Citizen
from tests.end_to_end.processes import ASSISTANT, GATEWAY, ROOT, Process
from tests.support.schema import migrate

WEBHOOK = "/webhooks/whatsapp/webhook"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The demo's settings, with ports and folders of this test's own and none of the caller's settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("BANPOL_")}
    for name in ("home", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    own |= {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONUNBUFFERED": "1",
        "BANPOL_DATA_DIR": str(folder / "data"),
        "BANPOL_MODELS_DIR": os.environ.get("BANPOL_MODELS_DIR", str(ROOT / "models")),
        "BANPOL_GATEWAY_PORT": str(free_port()),
        "BANPOL_SIMULATOR_PORT": str(free_port()),
        "BANPOL_BUNDLE_QUIET_SECONDS": "0.2",
    }
    return demo_env.demo_environment({**own, **more})


class House:
    """`async with House(folder) as house`: the gateway is up; the assistant comes when it is told to."""

    def __init__(self, folder: Path, *, loud: bool = False, **settings: str) -> None:
        self.folder = folder
        self.environment = env = environment(folder, **settings)
        self.data = Path(env["BANPOL_DATA_DIR"])
        make_keys(self.data / "keys")
        migrate(self.database_url)
        self.store = Database(self.database_url)
        self.keys = KeyFolder(self.data / "keys")
        self.gateway = Process(GATEWAY, env, folder / "gateway.log", loud)
        self.assistant = Process(ASSISTANT, env, folder / "assistant.log", loud)
        self.simulator = Simulator(
            app_secret=env["BANPOL_WHATSAPP_APP_SECRETS"],
            verify_token=env["BANPOL_WHATSAPP_VERIFY_TOKEN"],
            access_token=env["BANPOL_WHATSAPP_ACCESS_TOKEN"],
            phone_number_id=env["BANPOL_WHATSAPP_PHONE_NUMBER_ID"],
            webhook_url=self.webhook_url,
            clock=SystemClock(),
            port=int(env["BANPOL_SIMULATOR_PORT"]),
        )
        self._phones = 0

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.data / 'banpol.db'}"

    @property
    def webhook_url(self) -> str:
        return f"http://127.0.0.1:{self.environment['BANPOL_GATEWAY_PORT']}{WEBHOOK}"

    async def __aenter__(self) -> House:
        await self.simulator.start()
        try:
            await self.gateway.start()
            await self.gateway.ready()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        await asyncio.gather(self.assistant.stop(), self.gateway.stop())
        await self.simulator.stop()
        self.store.dispose()

    def citizen(self, name: str = "", number: str = "") -> Citizen:
        """Somebody new, with an invented number."""
        self._phones += 1
        phone = self.simulator.phone(number or f"62812000{self._phones:05d}", name or f"Warga {self._phones}")
        return Citizen(phone)

    def reports(self) -> list[dict[str, Any]]:
        """Every report, opened with the private key, oldest first."""
        with self.store.read() as session:
            return reading.open_reports_of(session, self.keys.opener())

    def count(self, table: Any, *where: Any) -> int:
        with self.store.read() as session:
            return int(session.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    def at_rest(self) -> bool:
        """Nothing waits for a turn, for sending, or for Meta's word on whether it left."""
        waiting = ("queued", "sending", "uncertain")
        return not (
            self.simulator.undelivered
            or self.count(inbox_message, inbox_message.c.status.in_(("new", "taken")))
            or self.count(turn, turn.c.status == "open")
            or self.count(outbox_message, outbox_message.c.status.in_(waiting))
        )
