"""A console over an empty register, and reports to look at in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

from banpol import wiring
from banpol.clock import Clock
from banpol.console import demo
from banpol.console.app import console_app
from banpol.console.guard import COOKIE
from banpol.console.house import House
from banpol.console.live import Bell
from banpol.console.pages import Pages
from banpol.crypto import ContentSealer
from banpol.database import Database
from banpol.keys import KeyFolder
from banpol.register import filing, operators, sessions, watchlist
from banpol.register.draft import Moment, Place, ReportDraft
from banpol.register.operators import TeamKeys
from tests.support.parts import NOW

ADDRESS = "https://127.0.0.1"


@dataclass
class ConsoleStage:
    """What a test of the console holds."""

    house: House
    sealer: ContentSealer

    def client(self, role: str | None = None) -> TestClient:
        """A browser without scripts, signed in as the demo account of that role."""
        client = TestClient(console_app(self.house), base_url=ADDRESS, follow_redirects=False)
        client.headers["sec-fetch-site"] = "same-origin"
        if role:
            client.cookies.set(COOKIE, self.token(demo.LOGINS[role]))
        return client

    def token(self, login: str) -> str:
        with self.house.database.write() as session:
            row = operators.find(session, login)
            return sessions.begin(session, row.id, self.house.clock.now())

    def file(self, draft_id: str, reporter: str = "r1", **changes: object) -> str:
        """The number of a new report."""
        values = {
            "narrative": "motor saya hilang di parkiran pasar",
            "kind": "curanmor",
            "kind_confidence": 0.9,
            "place": Place("pasar 16", "Kota Palembang", "16.71", "Ilir Timur I", "16.71.03", -2.99, 104.76),
            "moment": Moment("tadi malam", NOW, NOW),
            **changes,
        }
        draft = ReportDraft(draft_id=draft_id, **values)
        with self.house.database.write() as session:
            return filing.file_report(
                session,
                self.sealer,
                self.house.keys.audit_key,
                draft,
                reporter_id=reporter,
                source_channel="whatsapp",
                now=self.house.clock.now(),
            ).number


def console_stage(database: Database, keys: KeyFolder, clock: Clock, folder: Path) -> ConsoleStage:
    """With the demo's accounts, which it needs not prove."""

    def mark() -> str:
        with database.read() as session:
            return watchlist.mark(session)

    team = TeamKeys(keys.ring("contact.key"), keys.audit_key())
    demo.ensure(database, team, clock.now())
    hosts = frozenset({"127.0.0.1"})
    house = House(
        database,
        team,
        wiring.office(keys),
        keys.opener(),
        clock,
        folder,
        Pages(),
        Bell(mark),
        hosts,
        demo=True,
    )
    return ConsoleStage(house, keys.sealer())
