"""What every page of the console stands on, built once by main.py or by a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Mapping

from sqlalchemy.orm import Session
from starlette.requests import Request

from banpol.clock import Clock
from banpol.console.live import Bell
from banpol.console.pages import Pages
from banpol.crypto import BlindIndex, ContentOpener
from banpol.database import Database
from banpol.register.actors import Actor
from banpol.register.office import Office, with_settings
from banpol.register.operators import TeamKeys
from banpol.register.sessions import SignedIn


@dataclass(frozen=True)
class House:
    """Database, keys, clock and the shapes of pages."""

    database: Database
    keys: TeamKeys
    office: Office
    opener: ContentOpener = field(repr=False)
    clock: Clock
    media_dir: Path
    pages: Pages
    bell: Bell
    hosts: frozenset[str]
    blind: BlindIndex = field(repr=False)
    demo: bool = False


@dataclass(frozen=True)
class Visit:
    """One request: who asks, what was filled in, and when."""

    request: Request
    house: House
    now: datetime
    signed_in: SignedIn | None = None
    csrf: str = ""
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    file: tuple[bytes, str] = field(default=(b"", ""), repr=False)  # content and media type as found in it

    @property
    def actor(self) -> Actor:
        """Whoever is signed in; pages of the route table that need nobody never ask."""
        assert self.signed_in is not None, "a page for everybody asked who is signed in"
        return self.signed_in.actor

    def office(self, session: Session) -> Office:
        """The house's tables as administrators have set them by now."""
        return with_settings(session, self.house.office)
