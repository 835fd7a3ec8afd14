"""What the team's deeds stand on: keys, sentences, and the tables that administrators may change."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Callable, Mapping

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer, KeyRing
from banpol.register import audit
from banpol.register.actors import ADMIN, Actor
from banpol.register.deadlines import Deadlines, deadlines_from, read_deadlines
from banpol.register.errors import NotAllowed, SeenVersion, UnknownChoice, VersionConflict
from banpol.register.lists import read_list
from banpol.register.outcomes import Outcomes, read_outcomes
from banpol.register.phrases import Phrases
from banpol.register.routing import Routing, read_routing, routing_from
from banpol.register.search_index import SearchIndex
from banpol.register.sql.team_tables import house_setting

DEADLINES, ROUTING, CANNED = "tenggat", "satuan", "jawaban_siap"
CANNED_FILE = "jawaban_siap.yml"


def read_canned() -> dict[str, str]:
    """Name → sentence of `daftar/jawaban_siap.yml`. Raises UnknownChoice."""
    return _canned(read_list(CANNED_FILE))


@dataclass(frozen=True)
class Office:
    """Built once by wiring; `with_settings` lays over it what the console has set."""

    sealer: ContentSealer
    ring: KeyRing = field(repr=False)
    audit_key: bytes = field(repr=False)
    phrases: Phrases
    index: SearchIndex | None = None
    deadlines: Deadlines = field(default_factory=read_deadlines)
    routing: Routing = field(default_factory=read_routing)
    outcomes: Outcomes = field(default_factory=read_outcomes)
    canned: Mapping[str, str] = field(default_factory=read_canned)

    def audited(
        self, session: Session, actor: Actor, act: str, subject: str, now: datetime, **detail: Any
    ) -> None:
        """One entry of the audit chain, in the caller's transaction."""
        audit.append(
            session, self.audit_key, actor=actor.id, act=act, subject=subject, now=now, detail=detail
        )


def with_settings(session: Session, office: Office) -> Office:
    """The office with what administrators have set instead of the shipped tables."""
    rows = session.execute(select(house_setting.c.name, house_setting.c.body)).all()
    found = {row.name: json.loads(row.body) for row in rows}
    return replace(office, **{_FIELDS[name]: _READERS[name](body) for name, body in found.items()})


def read_setting(session: Session, name: str) -> tuple[Any, int]:
    """What was set and its version; (None, 0) while the shipped table holds."""
    row = session.execute(select(house_setting).where(house_setting.c.name == name)).first()
    return (json.loads(row.body), row.version) if row else (None, 0)


def change_setting(
    session: Session, office: Office, actor: Actor, name: str, body: Any, version: int, now: datetime
) -> int:
    """Sets a table of the house; its new version.

    Raises NotAllowed, UnknownChoice for a body its reader refuses, VersionConflict."""
    if actor.role != ADMIN:
        raise NotAllowed("only an administrator changes the tables of the house")
    _checked(name, body)
    audit.serialise(session)
    row = session.execute(select(house_setting).where(house_setting.c.name == name)).first()
    held = row.version if row else 0
    if held != version:
        seen = SeenVersion(held, name, row.changed_by if row else None, row.changed_at if row else None)
        raise VersionConflict(name, version, seen)
    values = {
        "body": json.dumps(body, ensure_ascii=False).encode(),
        "version": held + 1,
        "changed_by": actor.id,
        "changed_at": now,
    }
    if row:
        session.execute(update(house_setting).where(house_setting.c.name == name).values(**values))
    else:
        session.execute(insert(house_setting).values(name=name, **values))
    office.audited(session, actor, "pengaturan_diubah", name, now, versi=held + 1)
    return held + 1


def _checked(name: str, body: Any) -> None:
    if name not in _READERS:
        raise UnknownChoice(f"there is no setting {name!r}")
    try:
        _READERS[name](body)
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise UnknownChoice(f"setting {name} is not in the form of its table: {wrong}") from None


def _canned(body: Any) -> dict[str, str]:
    """Name → sentence. Raises UnknownChoice."""
    for name, text in dict(body).items():
        if not isinstance(text, str) or not 0 < len(text.strip()) <= 1000:
            raise UnknownChoice(f"the canned answer {name!r} must be 1 to 1,000 characters of text")
    return dict(body)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    DEADLINES: deadlines_from,
    ROUTING: routing_from,
    CANNED: _canned,
}
_FIELDS = {DEADLINES: "deadlines", ROUTING: "routing", CANNED: "canned"}
