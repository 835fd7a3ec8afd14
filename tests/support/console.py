"""A console over an empty register, and reports to look at in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from banpol.clock import Clock
from banpol.console import demo, guard
from banpol.console.app import console_app
from banpol.console.guard import COOKIE
from banpol.console.house import House
from banpol.console.live import Bell
from banpol.console.pages import Pages
from banpol.crypto import ContentSealer
from banpol.database import Database
from banpol.keys import KeyFolder
from banpol.register import filing, operators, queue, sessions
from banpol.register.deadlines import Deadlines, read_deadlines
from banpol.register.draft import Moment, Place, ReportDraft
from banpol.register.office import Office
from banpol.register.operators import TeamKeys
from banpol.register.phrases import Phrases, read_phrases
from banpol.register.routing import Routing, read_routing
from banpol.register.search_index import SearchIndex
from tests.support.desk_work import RESPONSES
from tests.support.parts import NOW

ADDRESS = "https://127.0.0.1"


_BORN: dict[str, str] = {}


def csrf_of(token: str) -> str:
    """What the forms of this session carry; `written_csrf` finds it also after a fresh code was posted."""
    return guard.csrf_of(_BORN.get(token, sessions.hashed(token)))


def written_csrf(client: TestClient) -> str:
    """As the page says it."""
    found = re.search(r'name="csrf" value="(\w*)"', client.get("/kata-sandi", follow_redirects=True).text)
    return found[1] if found else ""


@dataclass
class ConsoleStage:
    """What a test of the console holds."""

    house: House
    sealer: ContentSealer

    def client(self, role: str | None = None, *, confirmed: bool = True) -> TestClient:
        """A browser without scripts, signed in as the demo account of that role."""
        client = TestClient(console_app(self.house), base_url=ADDRESS, follow_redirects=False)
        client.headers["sec-fetch-site"] = "same-origin"
        if role:
            token = self.token(demo.LOGINS[role], confirmed=confirmed)
            client.cookies.set(COOKIE, token, domain="127.0.0.1")
        return client

    def token(self, login: str, *, confirmed: bool = True) -> str:
        """Of a new session, in which a fresh code was given just now unless told otherwise."""
        now = self.house.clock.now()
        with self.house.database.write() as session:
            row = operators.find(session, login)
            token = sessions.begin(session, row.id, now)
            born = sessions.hashed(token)
            if confirmed:
                token = sessions.confirm(session, born, now)
            _BORN[token] = born
            return token

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
                rules=self.house.office,
            ).number


def console_stage(database: Database, keys: KeyFolder, clock: Clock, folder: Path) -> ConsoleStage:
    """With the demo's accounts, which it needs not prove."""

    def mark() -> str:
        with database.read() as session:
            return queue.mark(session)

    team = TeamKeys(keys.ring("contact.key"), keys.audit_key())
    demo.ensure(database, team, clock.now())
    hosts = frozenset({"127.0.0.1"})
    parts: dict[str, Any] = {"blind": keys.blind_index(), "demo": True}
    house = House(
        database, team, office(keys), keys.opener(), clock, folder, Pages(), Bell(mark), hosts, **parts
    )
    return ConsoleStage(house, keys.sealer())


def office(keys: KeyFolder) -> Office:
    """Like wiring's, with the tables read once for all tests and words cut at spaces."""
    phrases, deadlines, routing = _tables()
    index = SearchIndex(keys.blind_index(), lambda text: text.lower().split())
    ring = keys.ring("session.key")
    return Office(keys.sealer(), ring, keys.audit_key(), phrases, index, deadlines, routing)


@lru_cache(maxsize=1)
def _tables() -> tuple[Phrases, Deadlines, Routing]:
    return read_phrases(RESPONSES), read_deadlines(), read_routing()
